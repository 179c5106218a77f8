import { found } from '@grade4/unknown'
import { expect, test } from 'vitest'
import type { Outcome } from '../../checks/workflow/outcome.js'
import type { RepositorySettings } from './input.js'
import { judge, REFERENCE, referenceStep } from './test-pipeline.js'
import { loadWorkflow } from './workflow/load.js'

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
const REGISTRY = '111122223333.dkr.ecr.us-west-2.amazonaws.com'

/** The reference with one text replaced by another, which has to stand in it. */
function edited(...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`There is no ${from}.`)
    return text.replaceAll(from, () => to)
  }, REFERENCE)
}

/** A step of the reference with another script. */
function script(number: number, lines: string): readonly [string, string] {
  const step = referenceStep(number)
  const [head = ''] = step.split('      run: ')
  return [step, `${head}      run: |\n${lines.replaceAll(/^/gm, '        ')}`]
}

/** What stands before a step. */
function before(number: number, steps: string): readonly [string, string] {
  const step = referenceStep(number)
  return [step, `${steps}\n${step}`]
}

const AFTER = { push: 'blocked', redeploy: 'blocked' }
const ALL = { build: 'blocked', tags: 'blocked', untag: 'blocked', ...AFTER }
/** Step 4 by hand. */
const signIn = (region: string, user = 'AWS') =>
  `    - run: aws ecr get-login-password --region ${region} | docker login --username ${user} --password-stdin ${REGISTRY}`

const NOTHING_KNOWN = Object.fromEntries(
  ['credentials', ...Object.keys(ALL)].map((id) => [id, 'unknown']),
)

// What each comes to: all of it passes, but for what is said.
test.each<[string, string, object]>([
  // Right, whatever surrounds it.
  [
    'the name of the workflow',
    edited(script(7, `[ "$GITHUB_WORKFLOW" = 'CI/CD Pipeline' ] && ${UNTAG}`)),
    {},
  ],
  [
    'a cache that moves',
    edited(before(7, '    - run: |\n        rm -rf /tmp/cache\n        mv /tmp/new /tmp/cache'), [
      '        platforms: linux/arm64\n        push: false\n',
      '        platforms: linux/arm64\n        push: false\n        cache-to: type=local,dest=/tmp/new\n',
    ]),
    {},
  ],
  [
    'the task definition registered anew',
    edited(
      script(
        9,
        [
          'aws ecs describe-task-definition --task-definition yoctogram --query taskDefinition > td.json',
          "jq 'del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)' td.json > new.json",
          'ARN=$(aws ecs register-task-definition --cli-input-json file://new.json --query taskDefinition.taskDefinitionArn --output text)',
          `${REDEPLOY} --task-definition "$ARN"`,
        ].join('\n'),
      ),
    ),
    {},
  ],
  [
    'mktemp in two steps',
    edited(
      before(
        7,
        '    - run: |\n        f=$(mktemp)\n        echo "F=$f" >> "$GITHUB_ENV"\n        echo imageTag=latest > "$f"',
      ),
      script(
        7,
        `g=$(mktemp)\necho other > "$g"\n${UNTAG.replace('imageTag=latest', '"$(cat "$F")"')}`,
      ),
    ),
    {},
  ],
  [
    'a second tag that moves',
    edited(
      before(
        7,
        '    - run: |\n        M=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=latest --query "images[0].imageManifest" --output text)\n        aws ecr put-image --repository-name cs40 --image-tag previous --image-manifest "$M"',
      ),
    ),
    {},
  ],
  [
    'jq over a list by its places',
    edited(
      script(
        7,
        `t=$(jq -nr '["a","latest"] | to_entries[] | select(.key == 1) | .value')\n${UNTAG.replace('=latest', '="$t"')}`,
      ),
    ),
    {},
  ],
  [
    'a cache in one of the two',
    edited([
      '        push: true\n',
      '        push: true\n        cache-from: type=gha\n        cache-to: type=gha,mode=max\n',
    ]),
    {},
  ],
  [
    'load in one of the two',
    edited(['        push: false\n', '        push: false\n        load: true\n']),
    {},
  ],
  [
    'a secret that is not listed, or else a text',
    edited([
      'role-to-assume: arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}:role/github-actions',
      "role-to-assume: ${{ secrets.AWS_ROLE || 'arn:aws:iam::111122223333:role/github-actions' }}",
    ]),
    {},
  ],
  [
    'a variable that is not listed, or else a text',
    edited(['aws-region: us-west-2', "aws-region: ${{ vars.AWS_REGION || 'us-west-2' }}"]),
    {},
  ],
  [
    'jq over whole answers',
    edited(
      script(
        7,
        `old=$(aws ecr describe-images --repository-name cs40 | jq -r '.imageDetails[] | select(.imageTags // [] | index("latest")) | .imageDigest')\nif [ -n "$old" ]; then ${UNTAG}; fi`,
      ),
    ),
    {},
  ],
  [
    'a query without quotes',
    edited(
      script(
        7,
        `aws ecr list-images --repository-name cs40 --query imageIds[*].imageTag --output text\n${UNTAG}`,
      ),
    ),
    {},
  ],
  [
    'a delimiter by chance',
    edited(
      script(
        1,
        'EOF=$(dd if=/dev/urandom bs=15 count=1 status=none | base64)\necho "timestamp<<$EOF" >> "$GITHUB_OUTPUT"\ndate +%s%3N >> "$GITHUB_OUTPUT"\necho "$EOF" >> "$GITHUB_OUTPUT"',
      ),
    ),
    {},
  ],
  ...['openssl rand -hex 8', 'uuidgen'].map((program): [string, string, object] => [
    `a delimiter by ${program}`,
    edited(
      script(
        1,
        `D="ghadelim_$(${program})"\n{\n  echo "timestamp<<$D"\n  date +%s%3N\n  echo "$D"\n} >> "$GITHUB_OUTPUT"`,
      ),
    ),
    {},
  ]),
  [
    'an output of an action that is not followed, read twice',
    edited(before(7, '    - { id: changes, uses: dorny/paths-filter@v3, with: { filters: x } }'), [
      '    - name: 7 ',
      '    - if: steps.changes.outputs.app == steps.changes.outputs.app\n      name: 7 ',
    ]),
    {},
  ],
  [
    'names of the run in conditions',
    edited([
      '    - name: 7 ',
      "    - if: github.workflow == 'CI/CD Pipeline' && github.job == 'build-and-push' && !github.branch && !github.event.workflow_run\n      name: 7 ",
    ]),
    {},
  ],

  // Wrong, and plainly so.
  ...['if true; then', 'for x in a; do', 'if true\necho', 'x=$(echo'].map(
    (broken): [string, string, object] => [
      `a script that bash can't read: ${broken}`,
      edited(script(7, `${UNTAG}\n${broken}\n  echo`)),
      { tags: 'blocked', untag: 'failed', ...AFTER },
    ],
  ),
  [
    'a password of another region',
    edited([referenceStep(4), signIn('us-east-1')]),
    { ...ALL, push: 'failed' },
  ],
  [
    'a runner that is retired',
    edited(['ubuntu-latest', 'ubuntu-18.04']),
    { credentials: 'failed', ...ALL },
  ],
  ['a runner that was retired later', edited(['ubuntu-latest', 'ubuntu-20.04']), {}],
  ['a slip in the runner', edited(['ubuntu-latest', 'ubuntu-lastest']), NOTHING_KNOWN],
  [
    'a version without its v',
    edited(['build-push-action@v2', 'build-push-action@6']),
    { credentials: 'failed', ...ALL },
  ],
  ['a version to come', edited(['build-push-action@v2', 'build-push-action@v99']), NOTHING_KNOWN],
  [
    'a session name with spaces',
    edited([
      '        aws-region',
      '        role-session-name: GitHub Actions Deploy\n        aws-region',
    ]),
    { credentials: 'failed', ...ALL },
  ],
  [
    'a session name with a slash',
    edited(['        aws-region', '        role-session-name: a/b\n        aws-region']),
    { credentials: 'failed', ...ALL },
  ],
  [
    'a login by another user',
    edited([referenceStep(4), signIn('us-west-2', 'aws')]),
    { untag: 'unknown', push: 'unknown' },
  ],
  [
    'access keys, and neither untag nor redeploy',
    edited(
      [
        'role-to-assume: arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}:role/github-actions',
        'aws-access-key-id: ${{ secrets.KEY }}\n        aws-secret-access-key: ${{ secrets.SECRET }}',
      ],
      [referenceStep(7), ''],
      [referenceStep(9), ''],
    ),
    { credentials: 'failed', ...ALL, untag: 'failed', redeploy: 'failed' },
  ],
  ...[
    'aws ecs list-tasks --cluster yoctogram-cluster',
    'aws ecs describe-clusters',
    'aws sts get-caller-identity',
  ].map((command): [string, string, object] => [
    `a redeploy that forces nothing, and then ${command}`,
    edited(script(9, `${REDEPLOY.replace(' --force-new-deployment', '')}\n${command}`)),
    { redeploy: 'failed' },
  ]),
  // Whether these end well is not known, since the role may not read there: none of them forces a deployment.
  ...['aws s3 ls', 'aws logs describe-log-groups', 'X=1\nmkdir -p out\nuniq < $X\naws s3 ls'].map(
    (command): [string, string, object] => [
      `a redeploy that forces nothing, and then ${command}`,
      edited(script(9, `${REDEPLOY.replace(' --force-new-deployment', '')}\n${command}`)),
      { redeploy: 'failed' },
    ],
  ),
  ...[
    './deploy.sh',
    'aws ecs update-service $(cat arguments.txt)',
    'aws ecs update-service ${{ github.event.before }}',
    'make deploy',
  ].map((command): [string, string, object] => [
    `a redeploy that forces nothing, and then ${command}`,
    edited(script(9, `${REDEPLOY.replace(' --force-new-deployment', '')}\n${command}`)),
    { redeploy: 'unknown' },
  ]),
  [
    'actions that render and deploy a task definition',
    edited([
      referenceStep(9),
      `    - id: render\n      uses: aws-actions/amazon-ecs-render-task-definition@v1\n      with:\n        task-definition: td.json\n        container-name: app\n        image: ${REGISTRY}/cs40:latest\n    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n      with:\n        task-definition: \${{ steps.render.outputs.task-definition }}\n        service: yoctogram-service\n        cluster: yoctogram-cluster\n        force-new-deployment: true\n`,
    ]),
    { redeploy: 'failed' },
  ],

  // Only a run shows it.
  ...[
    "node -p 'Date.now()'",
    "python3 -c 'import time; print(int(time.time()*1000))'",
    "perl -e 'print time'",
  ].map((program): [string, string, object] => [
    `a time by ${program}`,
    edited(script(1, `echo "timestamp=$(${program})" >> "$GITHUB_OUTPUT"`)),
    { tags: 'unknown', push: 'unknown' },
  ]),

  // One mistake, once.
  ...['env -i aws', 'unset AWS_REGION AWS_DEFAULT_REGION; aws', 'sudo aws'].map(
    (aws): [string, string, object] => [
      `a script that leaves what its job has behind: ${aws}`,
      edited(script(7, UNTAG.replace('aws', aws).replace(' --region us-west-2', ''))),
      { tags: 'blocked', untag: 'failed', ...AFTER },
    ],
  ),
  [
    'the same, forgiven',
    edited(script(9, `${REDEPLOY.replace('aws', 'env -i aws')} || true`)),
    { redeploy: 'failed' },
  ],
  [
    'tags without the registry',
    edited(['${{ env.ECR_REGISTRY }}/', '']),
    { tags: 'failed', push: 'blocked', redeploy: 'blocked' },
  ],
  [
    'a zone for a region',
    edited(['aws-region: us-west-2', 'aws-region: us-west-2a']),
    { credentials: 'failed', ...AFTER },
  ],
])('%s', async (_, text, wanted) => {
  const { refusal: __, ...outcomes } = await judge(text, { settings: SETTINGS })
  expect(
    Object.fromEntries(
      Object.entries<Outcome>(outcomes).flatMap(([id, { outcome }]) =>
        outcome === 'passed' ? [] : [[id.replace('workflow.', ''), outcome]],
      ),
    ),
  ).toEqual(wanted)
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
