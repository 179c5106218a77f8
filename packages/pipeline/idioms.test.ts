import { found } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import type { Outcome } from '../../checks/workflow/outcome.js'
import type { RepositorySettings } from './input.js'
import { judge, REFERENCE, referenceStep } from './test-pipeline.js'
import { loadWorkflow } from './workflow/load.js'

// What main.yml files of real people showed, kind by kind: each with a few more of it. All of it passes, but for what
// is said.

/** The repository of a person who set the assignment's secret and no variable. */
const SETTINGS: RepositorySettings = {
  secretNames: found(['AWS_ACCOUNT_ID']),
  variables: found([]),
  personal: true,
}

const UNTAG =
  'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest --region us-west-2'
const REDEPLOY =
  'aws ecs update-service --cluster yoctogram-cluster --service yoctogram-service --force-new-deployment --region us-west-2'
const NOT_FORCED = REDEPLOY.replace(' --force-new-deployment', '')
const REGISTRY = '111122223333.dkr.ecr.us-west-2.amazonaws.com'
const ROLE = 'role-to-assume: arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}:role/github-actions'
const ROLE_ARN = "'arn:aws:iam::111122223333:role/github-actions'"

type Edit = readonly [from: string, to: string]

/** The reference with one text replaced by another, which has to stand in it. */
function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`There is no ${from}.`)
    return text.replaceAll(from, () => to)
  }, REFERENCE)
}

/** A step of the reference with another script. */
function script(number: number, ...lines: string[]): Edit {
  const step = referenceStep(number)
  const [head = ''] = step.split('      run: ')
  return [step, `${head}      run: |\n${lines.join('\n').replaceAll(/^/gm, '        ')}`]
}

/** What stands before a step: a script, or steps as they are. */
function before(number: number, ...lines: string[]): Edit {
  const step = referenceStep(number)
  const isStep = lines[0]?.startsWith('- ')
  const text = isStep
    ? lines.map((line) => `    ${line}`).join('\n')
    : `    - run: |\n${lines.map((line) => `        ${line}`).join('\n')}`
  return [step, `${text}\n${step}`]
}

const without = (number: number): Edit => [referenceStep(number), '']
const onlyIf = (number: number, condition: string): Edit => [
  `    - name: ${number} `,
  `    - if: ${condition}\n      name: ${number} `,
]
/** More inputs of the build or of the push alone. */
const input = (of: 'build' | 'push', ...lines: string[]): Edit => {
  const push = `        push: ${of === 'push'}\n`
  return [push, push + lines.map((line) => `        ${line}\n`).join('')]
}
/** Step 4 by hand. */
const signIn = (region: string, user = 'AWS'): Edit => [
  referenceStep(4),
  `    - run: aws ecr get-login-password --region ${region} | docker login --username ${user} --password-stdin ${REGISTRY}`,
]
const sessionName = (name: string): Edit => [
  '        aws-region',
  `        role-session-name: ${name}\n        aws-region`,
]

const AFTER = { push: 'blocked', redeploy: 'blocked' }
const ALL = { build: 'blocked', tags: 'blocked', untag: 'blocked', ...AFTER }
const NOTHING_KNOWN = Object.fromEntries(
  ['credentials', ...Object.keys(ALL)].map((id) => [id, 'unknown']),
)

type Row = readonly [name: string, ...edits: Edit[]]

/** The same of several texts. */
const each = (texts: readonly string[], edit: (text: string) => Edit): Row[] =>
  texts.map((text) => [text, edit(text)])

const KINDS: readonly (readonly [kind: string, wanted: object, rows: readonly Row[]])[] = [
  // Right, whatever surrounds it.
  [
    'names of the run in scripts',
    {},
    each(
      [
        `[ "$GITHUB_WORKFLOW" = 'CI/CD Pipeline' ] && ${UNTAG}`,
        `case "$GITHUB_EVENT_NAME/$GITHUB_REF_NAME" in push/main) ${UNTAG} ;; esac`,
        `[[ \${GITHUB_REPOSITORY##*/} == yoctogram-* && $GITHUB_JOB == build* ]] && ${UNTAG}`,
      ],
      (text) => script(7, text),
    ),
  ],
  [
    'names of the run in conditions',
    {},
    each(
      [
        "github.workflow == 'CI/CD Pipeline' && github.job == 'build-and-push'",
        '${{ !github.branch && !github.event.workflow_run }}',
        "github.head_ref == '' && !github.event.pull_request",
        "github.event_name == 'push' && !github.event.inputs.x && !inputs.x",
      ],
      (text) => onlyIf(7, text),
    ),
  ],
  [
    'a cache that moves',
    {},
    [
      [
        'from one folder to another',
        before(7, 'rm -rf /tmp/cache', 'mv /tmp/new /tmp/cache'),
        input('build', 'cache-to: type=local,dest=/tmp/new'),
      ],
      [
        'within the workspace',
        before(7, 'rm -rf .cache && mv .new .cache'),
        input(
          'build',
          'cache-from: type=local,src=.cache',
          'cache-to: type=local,dest=.new,mode=max',
        ),
      ],
      [
        'where it is there',
        before(9, 'if [ -d /tmp/new ]; then', '  du -sh /tmp/new; mv /tmp/new /tmp/cache', 'fi'),
        input('push', 'cache-to: "type=local,mode=max,dest=/tmp/new"'),
      ],
    ],
  ],
  [
    'caches and what else does not change what is built, in one of the two',
    {},
    [
      ['caches', input('push', 'cache-from: type=gha', 'cache-to: type=gha,mode=max')],
      ['load', input('build', 'load: true')],
      ['no cache', input('build', 'no-cache: true', 'pull: true')],
    ],
  ],
  [
    'the task definition registered anew',
    {},
    [
      [
        'out of a file',
        script(
          9,
          'aws ecs describe-task-definition --task-definition yoctogram --query taskDefinition > td.json',
          "jq 'del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)' td.json > new.json",
          'ARN=$(aws ecs register-task-definition --cli-input-json file://new.json --query taskDefinition.taskDefinitionArn --output text)',
          `${REDEPLOY} --task-definition "$ARN"`,
        ),
      ],
      [
        'by its containers',
        script(
          9,
          'containers=$(aws ecs describe-task-definition --task-definition yoctogram --query taskDefinition.containerDefinitions)',
          'aws ecs register-task-definition --family yoctogram --container-definitions "$containers" > /dev/null',
          `${REDEPLOY} --task-definition yoctogram`,
        ),
      ],
      [
        'in a pipe',
        script(
          9,
          "aws ecs describe-task-definition --task-definition yoctogram | jq '.taskDefinition | { family, containerDefinitions, cpu, memory }' > new.json",
          'revision=$(aws ecs register-task-definition --cli-input-json file://new.json | jq -r .taskDefinition.revision)',
          `${REDEPLOY} --task-definition "yoctogram:$revision"`,
        ),
      ],
    ],
  ],
  [
    'names that never repeat',
    {},
    [
      [
        'mktemp in two steps',
        before(7, 'f=$(mktemp)', 'echo "F=$f" >> "$GITHUB_ENV"', 'echo imageTag=latest > "$f"'),
        script(
          7,
          'g=$(mktemp)',
          'echo other > "$g"',
          UNTAG.replace('imageTag=latest', '"$(cat "$F")"'),
        ),
      ],
      [
        'a folder',
        script(
          7,
          'd=$(mktemp -d)',
          'trap \'rm -rf "$d"\' EXIT',
          'echo latest > "$d/tag"',
          UNTAG.replace('latest', '"$(< "$d/tag")"'),
        ),
      ],
      [
        'with an ending',
        script(
          7,
          'ids=$(mktemp --suffix=.json)',
          'echo \'[{"imageTag":"latest"}]\' > "$ids"',
          UNTAG.replace('imageTag=latest', '"file://$ids"'),
        ),
      ],
    ],
  ],
  [
    'a second tag that moves',
    {},
    [
      [
        'before the untagging',
        before(
          7,
          'M=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=latest --query "images[0].imageManifest" --output text)',
          'aws ecr put-image --repository-name cs40 --image-tag previous --image-manifest "$M"',
        ),
      ],
      [
        'after the push',
        before(
          9,
          'M=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=latest --query "images[].imageManifest" --output text)',
          'aws ecr put-image --repository-name cs40 --image-tag stable --image-manifest "$M" || true',
        ),
      ],
      [
        'through jq',
        before(
          7,
          "aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=latest | jq -r '.images[0].imageManifest' > m.json",
          'aws ecr put-image --repository-name cs40 --image-tag rollback --image-manifest file://m.json',
        ),
      ],
    ],
  ],
  [
    'jq over lists by their places',
    {},
    each(
      [
        `jq -nr '["a","latest"] | to_entries[] | select(.key == 1) | .value'`,
        `jq -nr '["a","latest"] | [keys[] as $k | .[$k]] | last'`,
        `jq -nr '[["a", 1], ["latest", 2]] | map({ name: .[0], n: .[1] }) | max_by(.n).name'`,
      ],
      (program) => script(7, `t=$(${program})`, UNTAG.replace('=latest', '="$t"')),
    ),
  ],
  [
    'jq over whole answers',
    {},
    each(
      [
        `jq -r '.imageDetails[] | select(.imageTags // [] | index("latest")) | .imageDigest'`,
        `jq -r '[.imageDetails[] | select(any(.imageTags[]?; . == "latest"))][0].imageDigest // empty'`,
        `jq -r '.imageDetails | map(select(.imageTags? | . and contains(["latest"]))) | .[].imageDigest'`,
      ],
      (program) =>
        script(
          7,
          `old=$(aws ecr describe-images --repository-name cs40 | ${program})`,
          `if [ -n "$old" ]; then ${UNTAG}; fi`,
        ),
    ),
  ],
  [
    'wildcards without quotes that match nothing',
    {},
    each(
      [
        'aws ecr list-images --repository-name cs40 --query imageIds[*].imageTag --output text',
        'aws ecs describe-services --cluster yoctogram-cluster --services yoctogram-service --query services[0].status',
        'echo [ok]',
      ],
      (line) => script(7, line, UNTAG),
    ),
  ],
  [
    'a delimiter by chance',
    {},
    each(
      [
        'dd if=/dev/urandom bs=15 count=1 status=none | base64',
        'openssl rand -hex 8',
        'uuidgen',
        'echo "$RANDOM$RANDOM" | md5sum | head -c 20',
      ],
      (program) =>
        script(
          1,
          `EOF=$(${program})`,
          '{ echo "timestamp<<$EOF"; date +%s%3N; echo "$EOF"; } >> "$GITHUB_OUTPUT"',
        ),
    ),
  ],
  [
    'a secret that is not listed, or else a text',
    {},
    each(
      [
        `\${{ secrets.AWS_ROLE || ${ROLE_ARN} }}`,
        `\${{ secrets.ROLE || secrets.OTHER_ROLE || ${ROLE_ARN} }}`,
        `\${{ secrets.ROLE == '' && ${ROLE_ARN} || secrets.ROLE }}`,
      ],
      (text) => [ROLE, `role-to-assume: ${text}`],
    ),
  ],
  [
    'a variable that is not listed, or else a text',
    {},
    each(
      [
        "${{ vars.AWS_REGION || 'us-west-2' }}",
        "${{ vars.REGION || vars.AWS_REGION || 'us-west-2' }}",
        "us-west-${{ vars.ZONE && '1' || '2' }}",
      ],
      (text) => ['aws-region: us-west-2', `aws-region: ${text}`],
    ),
  ],
  [
    'an output of an action that is not followed, read twice',
    {},
    [
      [
        'in one condition',
        before(7, '- { id: changes, uses: dorny/paths-filter@v3, with: { filters: x } }'),
        onlyIf(7, 'steps.changes.outputs.app == steps.changes.outputs.app'),
      ],
      [
        'in build and push',
        before(1, '- { id: meta, uses: ada/meta@v1 }'),
        input('build', 'labels: ${{ steps.meta.outputs.labels }}'),
        input('push', 'labels: ${{ steps.meta.outputs.labels }}'),
      ],
    ],
  ],

  // Wrong, and plainly so.
  [
    "a script that bash can't read",
    { tags: 'blocked', untag: 'failed', ...AFTER },
    each(['if true; then', 'for x in a; do', 'if true\necho', 'x=$(echo'], (broken) =>
      script(7, UNTAG, broken, '  echo'),
    ),
  ],
  [
    'a password of another region',
    { ...ALL, push: 'failed' },
    [
      ['by an option', signIn('us-east-1')],
      ['far away', signIn('eu-central-1')],
      [
        'by a variable',
        [
          referenceStep(4),
          signIn('$REGION')[1].replace('run:', 'env: { REGION: us-east-2 }\n      run:'),
        ],
      ],
    ],
  ],
  [
    'a login by another user',
    { untag: 'unknown', push: 'unknown' },
    [
      ['in small letters', signIn('us-west-2', 'aws')],
      ['of the machine', signIn('us-west-2', 'root')],
      ['of GitHub', signIn('us-west-2', '${{ github.actor }}')],
    ],
  ],
  [
    'a job that never starts',
    { credentials: 'failed', ...ALL },
    [
      ['a runner that is retired', ['ubuntu-latest', 'ubuntu-18.04']],
      ['a version without its v', ['build-push-action@v2', 'build-push-action@6']],
      ['another one', ['actions/checkout@v2', 'actions/checkout@4']],
    ],
  ],
  ['a runner that was retired later', {}, [['that ran then', ['ubuntu-latest', 'ubuntu-20.04']]]],
  [
    'a job of which it is not known whether it starts',
    NOTHING_KNOWN,
    [
      ['a slip in the runner', ['ubuntu-latest', 'ubuntu-lastest']],
      ['another one', ['ubuntu-latest', 'ubuntu-24.4']],
      ['a version to come', ['build-push-action@v2', 'build-push-action@v99']],
    ],
  ],
  [
    'a session name that AWS refuses',
    { credentials: 'failed', ...ALL },
    [
      ['with spaces', sessionName('GitHub Actions Deploy')],
      ['with a slash', sessionName('a/b')],
      ['of one letter', sessionName('a')],
      ['with a colon', sessionName('"ada:deploy"')],
    ],
  ],
  [
    'access keys of their own',
    { credentials: 'failed', ...ALL, untag: 'failed', redeploy: 'failed' },
    ['KEY', 'AWS_ACCESS_KEY_ID', 'ECR_USER'].map((name): Row => {
      const keys = `aws-access-key-id: \${{ secrets.${name} }}\n        aws-secret-access-key: \${{ secrets.X }}`
      return [name, [ROLE, keys], without(7), without(9)]
    }),
  ],
  [
    'a redeploy that forces nothing, and more that does not',
    { redeploy: 'failed' },
    // Of some it is not known whether they end well, since the role may not read there.
    each(
      [
        'aws ecs list-tasks --cluster yoctogram-cluster',
        'aws ecs describe-clusters',
        'aws sts get-caller-identity',
        'aws s3 ls',
        'aws logs describe-log-groups',
        'X=1\nmkdir -p out\nuniq < $X\naws s3 ls',
      ],
      (more) => script(9, NOT_FORCED, more),
    ),
  ],
  [
    'a redeploy that forces nothing, and more that may',
    { redeploy: 'unknown' },
    each(
      [
        './deploy.sh',
        'aws ecs update-service $(cat arguments.txt)',
        'aws ecs update-service --cli-input-json file://deploy/input.json',
        'aws ecs update-service ${{ github.event.before }}',
        'make deploy',
      ],
      (more) => script(9, NOT_FORCED, more),
    ),
  ],
  [
    'actions that render and deploy a task definition',
    { redeploy: 'failed' },
    [
      ['both', ['render', 'deploy']],
      ['the second alone', ['deploy']],
      ['the first alone', ['render']],
    ].map(
      ([name, parts]): Row => [
        String(name),
        [
          referenceStep(9),
          [
            `    - id: render\n      uses: aws-actions/amazon-ecs-render-task-definition@v1\n      with:\n        task-definition: td.json\n        container-name: app\n        image: ${REGISTRY}/cs40:latest\n`,
            '    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n      with:\n        task-definition: ${{ steps.render.outputs.task-definition }}\n        service: yoctogram-service\n        cluster: yoctogram-cluster\n        force-new-deployment: true\n',
          ]
            .filter((text) => [parts].flat().some((part) => text.includes(`amazon-ecs-${part}`)))
            .join(''),
        ],
      ],
    ),
  ],

  // Only a run shows it.
  [
    'a time by a program that is not followed',
    { tags: 'unknown', push: 'unknown' },
    each(
      [
        "node -p 'Date.now()'",
        "python3 -c 'import time; print(int(time.time()*1000))'",
        "perl -e 'print time'",
        "ruby -e 'print Time.now.to_i'",
      ],
      (program) => script(1, `echo "timestamp=$(${program})" >> "$GITHUB_OUTPUT"`),
    ),
  ],

  // One mistake, once.
  [
    'what its job has is left behind by a script',
    { tags: 'blocked', untag: 'failed', ...AFTER },
    each(['env -i aws', 'unset AWS_REGION AWS_DEFAULT_REGION; aws', 'sudo aws'], (aws) =>
      script(7, UNTAG.replace('aws', aws).replace(' --region us-west-2', '')),
    ),
  ],
  [
    'what its job has is left behind, and that is forgiven',
    { redeploy: 'failed' },
    each(
      ['env -i aws', 'AWS_ACCESS_KEY_ID= aws', 'AWS_PROFILE=deploy env -u AWS_ACCESS_KEY_ID aws'],
      (aws) => script(9, `${REDEPLOY.replace('aws', aws)} || true`),
    ),
  ],
  [
    'tags without the registry',
    { tags: 'failed', ...AFTER },
    [
      ['neither', ['${{ env.ECR_REGISTRY }}/', '']],
      ['of somebody else', ['${{ env.ECR_REGISTRY }}/', 'ada/']],
      ['of a folder', ['${{ env.ECR_REGISTRY }}/', 'library/yoctogram/']],
    ],
  ],
  [
    'no region',
    { credentials: 'failed', ...AFTER },
    each(['us-west-2a', 'oregon', 'us-west2'], (region) => [
      'aws-region: us-west-2',
      `aws-region: ${region}`,
    ]),
  ],
]

describe.each(KINDS)('%s', (_, wanted, rows) => {
  const all = rows.map(([name, ...edits]) => [name, edits] as const)
  test.each(all)('%s', async (_name, edits) => {
    const { refusal: _refusal, ...outcomes } = await judge(edited(...edits), { settings: SETTINGS })
    const entries = Object.entries<Outcome>(outcomes)
    const notPassed = entries.flatMap(([id, { outcome }]) =>
      outcome === 'passed' ? [] : [[id.replace('workflow.', ''), outcome]],
    )
    expect(Object.fromEntries(notPassed)).toEqual(wanted)
  })
})

test.each([
  'default: false',
  'default: 3',
  'type: boolean\n        default: yes',
  'type: number\n        default: many',
])('a workflow that is also started by hand, with %j, is valid', (attributes) => {
  const on = `on:\n  workflow_dispatch:\n    inputs:\n      x:\n        ${attributes}\n`
  expect(loadWorkflow(edited(['on:\n', on]), 'main.yml').state).toBe('valid')
})
