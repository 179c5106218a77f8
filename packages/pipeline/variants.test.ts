import { absent, found, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import type { RunCheck } from '../../checks/workflow/not-run.js'
import type { Outcome } from '../../checks/workflow/outcome.js'
import {
  CUSTOMIZATION,
  image,
  judge,
  REFERENCE,
  type Setting,
  trustPolicy,
} from './test-pipeline.js'
import { Recording } from './test-recorded.js'
import { outcomesLines } from './test-trace.js'

/** Every word that a student would read. */
const recording = new Recording('variants.txt')

const CHECKS = ['credentials', 'build', 'tags', 'untag', 'push', 'redeploy'] as const
type Short = (typeof CHECKS)[number]

/** `blocked by X`, or the outcome's name. */
function inShort(outcome: Outcome): string {
  return outcome.outcome === 'blocked'
    ? `blocked by ${outcome.by.replace('workflow.', '')}`
    : outcome.outcome
}

async function verdicts(text: string, setting: Setting = {}) {
  const outcomes = await judge(text, setting)
  const all = CHECKS.map((name) => [name, outcomes[`workflow.${name}` as RunCheck]] as const)
  const different = all
    .filter(([, outcome]) => outcome.outcome !== 'passed')
    .map(([name, outcome]) => [name, inShort(outcome)] as const)
  const notPassed = all.filter(([, outcome]) => outcome.outcome !== 'passed')
  return {
    verdicts: Object.fromEntries(different),
    words: outcomesLines(Object.fromEntries(notPassed)).join('\n'),
  }
}

/** The reference with pieces replaced; every piece has to be there. */
function edited(...edits: [from: string | RegExp, to: string][]): string {
  let text = REFERENCE
  for (const [from, to] of edits) {
    const next = text.replaceAll(from instanceof RegExp ? new RegExp(from, 'g') : from, to)
    if (next === text) throw new Error(`nothing to replace: ${String(from)}`)
    text = next
  }
  return text
}

const UNTAG =
  'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest --region us-west-2'
const REDEPLOY =
  'aws ecs update-service --cluster yoctogram-cluster --service yoctogram-service --force-new-deployment --region us-west-2'
const LATEST_TAG = '${{ env.ECR_REGISTRY }}/${{ env.ECR_REPOSITORY }}:latest'
const TIME_TAG =
  '${{ env.ECR_REGISTRY }}/${{ env.ECR_REPOSITORY }}:${{ steps.timestamp.outputs.timestamp }}'
const TAGS_BLOCK = `tags: |
          ${LATEST_TAG}
          ${TIME_TAG}`

/** The reference without one of its steps, by number. */
function without(number: number): string {
  const pattern = new RegExp(`    - name: ${number} [\\s\\S]*?(?=\\n    - name: |$)`)
  return edited([pattern, ''])
}

/** A step's `run:` in place of the untag command, several lines. */
const untagBy = (...lines: string[]) =>
  edited([`run: ${UNTAG}`, `run: |\n${lines.map((line) => `          ${line}`).join('\n')}`])
const redeployBy = (...lines: string[]) =>
  edited([`run: ${REDEPLOY}`, `run: |\n${lines.map((line) => `          ${line}`).join('\n')}`])

describe('the same effect, whatever the spelling', () => {
  const same: Record<string, string> = {
    'hard-coded account': edited(['${{ secrets.AWS_ACCOUNT_ID }}', '111122223333']),
    'registry from the login step': edited([
      '${{ env.ECR_REGISTRY }}/',
      '${{ steps.login-ecr.outputs.registry }}/',
    ]),
    'tags as a comma list': edited([TAGS_BLOCK, `tags: ${LATEST_TAG},${TIME_TAG}`]),
    'tags as a folded block': edited([
      TAGS_BLOCK,
      `tags: >-
          ${LATEST_TAG},
          ${TIME_TAG}`,
    ]),
    'tags the other way round': edited([
      TAGS_BLOCK,
      `tags: |
          ${TIME_TAG}
          ${LATEST_TAG}`,
    ]),
    'newer actions': edited(
      [/build-push-action@v2/, 'build-push-action@v6'],
      ['checkout@v2', 'checkout@v5'],
    ),
    'actions by commit, in other case': edited([
      'docker/build-push-action@v2',
      'Docker/Build-Push-Action@c56af957549030174b10d6867f20e78cfd7debc5',
    ]),
    'push left out of the build': edited(['        push: false\n', '']),
    'push as text': edited(['push: false', "push: 'false'"], ['push: true', 'push: "true"']),
    'push as True': edited(['push: true', 'push: True']),
    'push by outputs': edited(['push: true', 'outputs: type=registry']),
    'push by an image exporter': edited(['push: true', 'outputs: type=image,push=true']),
    'platform with its variant': edited(['platforms: linux/arm64', 'platforms: linux/arm64/v8']),
    'no context': edited(['        context: .\n', '']),
    'least permissions': edited([
      'permissions: write-all',
      'permissions: { id-token: write, contents: read }',
    ]),
    'permissions of the job': edited(
      ['permissions: write-all\n', ''],
      [
        '    runs-on: ubuntu-latest\n',
        '    runs-on: ubuntu-latest\n    permissions: { id-token: write, contents: read }\n',
      ],
    ),
    'timestamp in the output file': edited([
      'run: echo "::set-output name=timestamp::$(date +%s%3N)"',
      'run: echo "timestamp=$(date +%s%3N)" >> "$GITHUB_OUTPUT"',
    ]),
    'timestamp in seconds': edited(['date +%s%3N', 'date +%s']),
    'timestamp as a date': edited(['date +%s%3N', 'date +%Y%m%d%H%M%S']),
    'timestamp in the environment': edited(
      [
        'run: echo "::set-output name=timestamp::$(date +%s%3N)"',
        'run: echo "STAMP=$(date +%s%3N)" >> $GITHUB_ENV',
      ],
      ['${{ steps.timestamp.outputs.timestamp }}', '${{ env.STAMP }}'],
    ),
    'an arm runner without emulation': edited(
      ['ubuntu-latest', 'ubuntu-24.04-arm'],
      [/ {4}- name: 5 [\s\S]*?(?=\n {4}- name: 6)/, ''],
    ),
    'untag: option with =': edited([UNTAG, UNTAG.replace('--image-ids ', '--image-ids=')]),
    'untag: JSON ids': edited([
      `run: ${UNTAG}`,
      `run: aws ecr batch-delete-image --repository-name cs40 --image-ids '[{"imageTag":"latest"}]'`,
    ]),
    'untag: global option first': edited([
      UNTAG,
      'aws --region us-west-2 ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest',
    ]),
    'untag: continued lines': untagBy(
      'aws ecr batch-delete-image \\',
      '  --repository-name $ECR_REPOSITORY \\',
      '  --image-ids imageTag=latest || true',
    ),
    'untag: a comment before it': untagBy('# take the tag off', UNTAG),
    'untag: a guard': untagBy(
      'if aws ecr describe-images --repository-name cs40 --image-ids imageTag=latest; then',
      `  ${UNTAG}`,
      'fi',
    ),
    'untag: only tagged images that are latest, in a loop': untagBy(
      "for tag in $(aws ecr list-images --repository-name cs40 --filter tagStatus=TAGGED --query 'imageIds[?imageTag==`latest`].imageTag' --output text); do",
      '  aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=$tag',
      'done',
    ),
    'untag: another tag moved on before it': untagBy(
      'manifest=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=latest --query "images[].imageManifest" --output text)',
      'aws ecr put-image --repository-name cs40 --image-tag 100 --image-manifest "$manifest"',
      UNTAG,
    ),
    'untag: another tag taken off, put on and taken along': untagBy(
      'manifest=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=latest --query "images[].imageManifest" --output text)',
      'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=100 || true',
      'if [ -n "$manifest" ] && [ "$manifest" != None ]; then',
      '  aws ecr put-image --repository-name cs40 --image-tag 100 --image-manifest "$manifest"',
      'fi',
      UNTAG,
    ),
    'untag: a look at the image scan before it': edited([
      '    - name: 7 ',
      '    - run: aws ecr describe-image-scan-findings --repository-name cs40 --image-id imageTag=latest\n    - name: 7 ',
    ]),
    'redeploy: a look at the deployments before it': edited([
      '    - name: 9 ',
      '    - run: aws ecs list-service-deployments --cluster yoctogram-cluster --service yoctogram-service\n    - name: 9 ',
    ]),
    'untag: with a shell': edited([`run: ${UNTAG}`, `shell: bash\n      run: ${UNTAG}`]),
    'untag: expressions in the command': edited([
      UNTAG,
      'aws ecr batch-delete-image --repository-name ${{ env.ECR_REPOSITORY }} --image-ids imageTag=latest --region ${{ env.AWS_REGION }}',
    ]),
    'redeploy: service by ARN, region from the credentials step': redeployBy(
      'aws ecs update-service --force-new-deployment \\',
      '  --cluster arn:aws:ecs:us-west-2:111122223333:cluster/yoctogram-cluster \\',
      '  --service arn:aws:ecs:us-west-2:111122223333:service/yoctogram-cluster/yoctogram-service',
    ),
    'redeploy: names from the environment': edited([
      `run: ${REDEPLOY}`,
      `env: { CLUSTER: yoctogram-cluster, SERVICE: yoctogram-service }
      run: aws ecs update-service --cluster "$CLUSTER" --service "\${SERVICE}" --force-new-deployment`,
    ]),
    'redeploy: a revision made of the current one, from a file': redeployBy(
      'aws ecs describe-task-definition --task-definition yoctogram --query taskDefinition > now.json',
      `jq 'del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities, .registeredAt, .registeredBy)' now.json > new.json`,
      'arn=$(aws ecs register-task-definition --cli-input-json file://new.json --query taskDefinition.taskDefinitionArn --output text)',
      `${REDEPLOY} --task-definition "$arn"`,
      'aws ecs wait services-stable --cluster yoctogram-cluster --services yoctogram-service',
    ),
    'redeploy: a revision with another image, by family': redeployBy(
      'definition=$(aws ecs describe-task-definition --task-definition yoctogram)',
      `echo "$definition" | jq --arg image x:1 '.taskDefinition | .containerDefinitions[0].image = $image | {family, containerDefinitions, cpu, memory, networkMode}' > new.json`,
      'aws ecs register-task-definition --cli-input-json "$(cat new.json)" > /dev/null',
      `${REDEPLOY} --task-definition yoctogram`,
    ),
    'redeploy: a revision by its number': redeployBy(
      `revision=$(aws ecs register-task-definition --family web --container-definitions '[{"name":"app","image":"x"}]' | jq -r .taskDefinition.revision)`,
      `${REDEPLOY} --task-definition web:$revision`,
    ),
    'redeploy: and wait': redeployBy(
      REDEPLOY,
      'aws ecs wait services-stable --cluster yoctogram-cluster --services yoctogram-service --region us-west-2',
    ),
    'a test step with a program the grader lacks': edited([
      '    - name: 3 Configure',
      '    - run: npm test\n    - name: 3 Configure',
    ]),
    'a message to a chat after the untagging, tests before the redeploy': edited(
      [`run: ${UNTAG}`, `run: |\n          ${UNTAG}\n          curl -d 'ECR is tidy' "$WEBHOOK"`],
      [`run: ${REDEPLOY}`, `run: |\n          npm ci\n          npm test\n          ${REDEPLOY}`],
    ),
    'a test step after the credentials': edited([
      '    - name: 4 Login',
      '    - run: pytest -q\n    - name: 4 Login',
    ]),
    'an action that is not known': edited([
      '    - name: 4 Login',
      '    - uses: ada/notify@v1\n      with: { text: hello }\n    - name: 4 Login',
    ]),
    'a condition on the branch': edited([
      '    - name: 8 Push Docker images\n',
      "    - name: 8 Push Docker images\n      if: github.ref == 'refs/heads/main'\n",
    ]),
    'a condition on a commit message': edited([
      '    - name: 9 Force a Fargate Redeploy\n',
      '    - name: 9 Force a Fargate Redeploy\n      if: "!contains(github.event.head_commit.message, \'[skip ci]\')"\n',
    ]),
    'an output that is a list of both tags': edited([
      'run: echo "::set-output name=timestamp::$(date +%s%3N)"',
      `run: |
          echo "timestamp=$(date +%s%3N)" >> $GITHUB_OUTPUT`,
    ]),
    'docker/login-action with the credentials of the job': edited([
      'aws-actions/amazon-ecr-login@v1',
      'docker/login-action@v3\n      with: { registry: 111122223333.dkr.ecr.us-west-2.amazonaws.com }',
    ]),
    'a login by hand': edited([
      'uses: aws-actions/amazon-ecr-login@v1',
      'run: aws ecr get-login-password --region us-west-2 | docker login --username AWS --password-stdin $ECR_REGISTRY',
    ]),
    'tags by docker/metadata-action': edited(
      [
        '    - name: 6 Build',
        `    - id: meta
      uses: docker/metadata-action@v5
      with:
        images: \${{ env.ECR_REGISTRY }}/cs40
        tags: |
          type=raw,value=latest
          type=raw,value=\${{ steps.timestamp.outputs.timestamp }}
    - name: 6 Build`,
      ],
      [TAGS_BLOCK, 'tags: ${{ steps.meta.outputs.tags }}'],
    ),
    'a matrix of one': edited(
      [
        '    runs-on: ubuntu-latest\n',
        '    strategy: { matrix: { platform: [ linux/arm64 ] } }\n    runs-on: ubuntu-latest\n',
      ],
      ['platforms: linux/arm64', 'platforms: ${{ matrix.platform }}'],
    ),
    'the timestamp from another job': edited(
      [
        'jobs:\n',
        `jobs:
  time:
    runs-on: ubuntu-latest
    outputs: { stamp: "\${{ steps.t.outputs.stamp }}" }
    steps:
    - id: t
      run: echo "stamp=$(date +%s%3N)" >> "$GITHUB_OUTPUT"
`,
      ],
      ['    runs-on: ubuntu-latest\n\n', '    needs: time\n    runs-on: ubuntu-latest\n\n'],
      ['${{ steps.timestamp.outputs.timestamp }}', '${{ needs.time.outputs.stamp }}'],
    ),
    'a failing step that is forgiven': edited([
      '    - name: 3 Configure',
      '    - { run: exit 3, continue-on-error: true }\n    - name: 3 Configure',
    ]),
    'steps for failures only': edited([
      '    - name: 9 Force',
      '    - { if: failure(), run: exit 1 }\n    - name: 9 Force',
    ]),
    anchors: edited(
      [
        '      with:\n        context: .\n        platforms: linux/arm64\n        push: false',
        '      with:\n        context: &context .\n        platforms: &platforms linux/arm64\n        push: false',
      ],
      [
        '        context: .\n        platforms: linux/arm64\n        push: true',
        '        context: *context\n        platforms: *platforms\n        push: true',
      ],
    ),
    'jobs by needs': edited(['    - name: 9 Force', JOB_TWO_STEPS()]),
  }

  function JOB_TWO_STEPS(): string {
    return `
  redeploy:
    needs: build-and-push
    runs-on: ubuntu-latest
    steps:
    - uses: aws-actions/configure-aws-credentials@v4
      with:
        role-to-assume: arn:aws:iam::111122223333:role/github-actions
        aws-region: us-west-2
    - name: 9 Force`
  }

  test.each(Object.entries(same))('%s', async (_, text) => {
    const { verdicts: different, words } = await verdicts(text)
    expect(different, words).toEqual({})
  })
})

const REST = (by: string, ...names: Short[]) =>
  Object.fromEntries(names.map((name) => [name, `blocked by ${by}`]))
const AFTER_CREDENTIALS = REST('credentials', 'build', 'tags', 'untag', 'push', 'redeploy')

{
  const wrong: Record<
    string,
    [text: string, verdicts: Record<string, string>, words: RegExp, setting?: Setting]
  > = {
    'a runner that GitHub has retired': [
      edited(['runs-on: ubuntu-latest', 'runs-on: ubuntu-18.04']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /does not run: no runner takes it: GitHub has retired ubuntu-18.04 on 2023-04-03/,
    ],
    'a version of an action without its v': [
      edited(['docker/build-push-action@v2', 'docker/build-push-action@6']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /GitHub finds no version "6" of docker\/build-push-action/,
    ],
    'a retired runner before the job that does the work': [
      edited(
        ['jobs:\n', 'jobs:\n  first:\n    runs-on: ubuntu-18.04\n    steps: [ { run: echo } ]\n'],
        ['    runs-on: ubuntu-latest\n', '    needs: first\n    runs-on: ubuntu-latest\n'],
      ),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /the job first, which it needs, did not succeed/,
    ],
    'step 1 left out': [
      without(1),
      {
        build: 'blocked by tags',
        tags: 'failed',
        untag: 'blocked by tags',
        push: 'blocked by tags',
        redeploy: 'blocked by tags',
      },
      /the timestamp that should follow is empty/,
    ],
    'step 2 left out': [
      without(2),
      { build: 'failed', ...REST('build', 'tags', 'untag', 'push', 'redeploy') },
      /no step before it checks out the repository/,
    ],
    'step 3 left out': [
      without(3),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /no step of its job assumes the role/,
    ],
    'step 4 left out': [
      without(4),
      { push: 'failed', redeploy: 'blocked by push' },
      /no basic auth/,
    ],
    'step 5 left out': [
      without(5),
      { build: 'failed', ...REST('build', 'tags', 'untag', 'push', 'redeploy') },
      /no step before it sets up Buildx/,
    ],
    'step 6 left out': [
      without(6),
      { build: 'failed', tags: 'blocked by build' },
      /pushes the image at once/,
    ],
    'step 7 left out': [without(7), { untag: 'failed' }, /No step removes the tag latest/],
    'step 8 left out': [without(8), { push: 'failed', tags: 'blocked by push' }, /only builds/],
    'step 9 left out': [without(9), { redeploy: 'failed' }, /No step redeploys/],
    'no untag in an account without latest': [
      without(7),
      { untag: 'failed' },
      /No step removes the tag latest/,
      { account: { images: [image('b', ['100'])] } },
    ],
    'build that pushes': [
      edited(['push: false', 'push: true']),
      { build: 'failed' },
      /6 Build.*pushes the image at once/,
    ],
    'push that does not push': [
      edited(['push: true', 'push: false']),
      { push: 'failed' },
      /only builds/,
    ],
    'push: yes': [
      edited(['push: true', 'push: yes']),
      { push: 'failed', redeploy: 'blocked by push' },
      /neither true nor false/,
    ],
    'amd64 in the build': [
      edited([
        /platforms: linux\/arm64\n {8}push: false/,
        'platforms: linux/amd64\n        push: false',
      ]),
      { build: 'failed' },
      /builds for linux\/amd64/,
    ],
    'amd64 in both': [
      edited(['platforms: linux/arm64', 'platforms: linux/amd64']),
      { build: 'failed', push: 'failed' },
      /builds for linux\/amd64/,
    ],
    'both platforms': [
      edited(['platforms: linux/arm64', 'platforms: linux/amd64,linux/arm64']),
      { build: 'failed', push: 'failed' },
      /linux\/amd64, linux\/arm64/,
    ],
    'no platforms': [
      edited(['        platforms: linux/arm64\n', '']),
      { build: 'failed', push: 'failed' },
      /gives no platforms/,
    ],
    'dashes in the tags block': [
      edited([TAGS_BLOCK, `tags: |\n          - ${LATEST_TAG}\n          - ${TIME_TAG}`]),
      {
        build: 'blocked by tags',
        tags: 'failed',
        untag: 'blocked by tags',
        push: 'blocked by tags',
        redeploy: 'blocked by tags',
      },
      /each line is a tag as it stands/,
    ],
    'only latest': [
      edited([`          ${TIME_TAG}\n`, '']),
      { tags: 'failed' },
      /does not tag the image with the timestamp/,
    ],
    'only the timestamp': [
      edited([`          ${LATEST_TAG}\n`, '']),
      { tags: 'failed' },
      /does not tag the image latest/,
    ],
    'a third tag': [
      edited([TAGS_BLOCK, `${TAGS_BLOCK}\n          ${LATEST_TAG}-2`]),
      { tags: 'failed' },
      /another tag than the two/,
    ],
    'the commit instead of the timestamp': [
      edited(['${{ steps.timestamp.outputs.timestamp }}', '${{ github.sha }}']),
      { tags: 'failed' },
      /does not tag the image with the timestamp/,
    ],
    'a hard-coded timestamp': [
      edited(['${{ steps.timestamp.outputs.timestamp }}', '1710014400000']),
      { tags: 'failed' },
      /same timestamp tag at every push/,
    ],
    'another repository in the tags': [
      edited(['ECR_REPOSITORY: cs40', 'ECR_REPOSITORY: cs41']),
      { tags: 'failed', push: 'blocked by tags', redeploy: 'blocked by tags' },
      /not in your cs40/,
    ],
    "another account's registry": [
      edited(['ECR_REGISTRY: ${{ secrets.AWS_ACCOUNT_ID }}', 'ECR_REGISTRY: 999988887777']),
      { tags: 'failed', push: 'blocked by tags', redeploy: 'blocked by tags' },
      /not in your cs40/,
    ],
    '$X in with': [
      edited(['${{ env.ECR_REGISTRY }}', '$ECR_REGISTRY']),
      {
        build: 'blocked by tags',
        tags: 'failed',
        untag: 'blocked by tags',
        push: 'blocked by tags',
        redeploy: 'blocked by tags',
      },
      /a tag that is none/,
    ],
    'untag after the push': [
      edited(
        [`7 Remove latest Tag From Old latest\n      run: ${UNTAG}`, 'X\n      run: echo'],
        ['    - name: 9', `    - name: 7 Remove\n      run: ${UNTAG}\n    - name: 9`],
      ),
      { untag: 'failed', push: 'blocked by untag' },
      /only after the push has begun/,
    ],
    'untag of another tag': [
      edited(['imageTag=latest', 'imageTag=latest-old']),
      { untag: 'failed' },
      /the tag latest-old, not latest/,
    ],
    'untag in another repository': [
      edited([UNTAG, UNTAG.replace('cs40', 'cs41')]),
      {
        untag: 'failed',
        push: 'blocked by untag',
        redeploy: 'blocked by untag',
        tags: 'blocked by untag',
      },
      /works on the repository cs41, not on cs40/,
    ],
    'untag in another repository, forgiven': [
      edited([UNTAG, `${UNTAG.replace('cs40', 'cs41')} || true`]),
      { untag: 'failed' },
      /works on the repository cs41, not on cs40/,
    ],
    'untag in another region': [
      edited([UNTAG, `${UNTAG.replace('us-west-2', 'us-east-1')} || true`]),
      { untag: 'failed' },
      /the region us-east-1/,
    ],
    'a login by hand with the password for another region': [
      edited([
        'uses: aws-actions/amazon-ecr-login@v1',
        'run: aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin $ECR_REGISTRY',
      ]),
      { ...REST('push', 'build', 'tags', 'untag', 'redeploy'), push: 'failed' },
      /the password is for registries in us-east-1/,
    ],
    'a login by hand as another user than AWS': [
      edited([
        'uses: aws-actions/amazon-ecr-login@v1',
        'run: aws ecr get-login-password | docker login --username aws --password-stdin $ECR_REGISTRY',
      ]),
      { untag: 'unknown', push: 'unknown' },
      /signs in to ECR as aws/,
    ],
    'a revision from a file that still has what only ECS fills in': [
      redeployBy(
        'aws ecs describe-task-definition --task-definition yoctogram --query taskDefinition > now.json',
        'aws ecs register-task-definition --cli-input-json file://now.json',
        REDEPLOY,
      ),
      { redeploy: 'failed' },
      /Unknown parameter in input: "registeredBy"/,
    ],
    'untag commented out': [
      untagBy(`# ${UNTAG}`, 'echo done'),
      { untag: 'failed' },
      /No step removes the tag latest/,
    ],
    'untag echoed': [untagBy(`echo "${UNTAG}"`), { untag: 'failed' }, /never runs it/],
    'untag after exit': [untagBy('exit 0', UNTAG), { untag: 'failed' }, /never runs it/],
    'untag switched off': [
      edited(['      run: aws ecr batch', '      if: false\n      run: aws ecr batch']),
      { untag: 'failed' },
      /does not run: its condition does not hold: if: false/,
    ],
    'untag that deletes every image': [
      untagBy(
        "for digest in $(aws ecr list-images --repository-name cs40 --query 'imageIds[].imageDigest' --output text); do",
        '  aws ecr batch-delete-image --repository-name cs40 --image-ids imageDigest=$digest',
        'done',
      ),
      { untag: 'failed' },
      /removes more than the tag latest/,
    ],
    'untag by digest and tag together': [
      untagBy(
        "ids=$(aws ecr list-images --repository-name cs40 --query 'imageIds[?imageTag==`latest`]' --output json)",
        'aws ecr batch-delete-image --repository-name cs40 --image-ids "$ids"',
      ),
      { untag: 'unknown' },
      /digest and tag together/,
    ],
    'untag by a program the grader lacks': [
      untagBy('python3 untag.py'),
      { untag: 'unknown' },
      /python3/,
    ],
    'raw docker build': [
      edited([
        /uses: docker\/build-push-action@v2\n {6}with:\n {8}context: \.\n {8}platforms: linux\/arm64\n {8}push: false\n[\s\S]*?(?=\n {4}- name: 7)/,
        'run: docker build --platform linux/arm64 -t $ECR_REGISTRY/$ECR_REPOSITORY:latest .\n',
      ]),
      { build: 'failed', tags: 'blocked by build' },
      /runs docker build itself/,
    ],
    'raw docker push': [
      edited([
        /uses: docker\/build-push-action@v2\n {6}with:\n {8}context: \.\n {8}platforms: linux\/arm64\n {8}push: true\n[\s\S]*?(?=\n {4}- name: 9)/,
        'run: docker push --all-tags $ECR_REGISTRY/$ECR_REPOSITORY\n',
      ]),
      { push: 'failed', tags: 'blocked by push' },
      /runs docker push itself/,
    ],
    'inputs that differ': [
      edited(['push: true', 'push: true\n        file: Dockerfile.prod']),
      { push: 'failed' },
      /another file than the build/,
    ],
    'redeploy before the push': [
      edited(
        ['    - name: 8 Push', `    - name: early\n      run: ${REDEPLOY}\n    - name: 8 Push`],
        [/\n {4}- name: 9 [\s\S]*$/, '\n'],
      ),
      { redeploy: 'failed' },
      /before the image is pushed/,
    ],
    'redeploy without force': [
      edited([' --force-new-deployment', '']),
      { redeploy: 'failed' },
      /without --force-new-deployment/,
    ],
    'redeploy of a service that is not there': [
      edited(['--service yoctogram-service', '--service yoctogram']),
      { redeploy: 'failed' },
      /refused by ECS/,
    ],
    'redeploy of a cluster that is not there': [
      edited(['--cluster yoctogram-cluster', '--cluster yoctogram']),
      { redeploy: 'failed' },
      /ClusterNotFound/,
    ],
    'redeploy in another region': [
      edited([
        '--force-new-deployment --region us-west-2',
        '--force-new-deployment --region us-east-1',
      ]),
      { redeploy: 'failed' },
      /region us-east-1/,
    ],
    'redeploy only echoed': [
      edited([`run: ${REDEPLOY}`, `run: echo "${REDEPLOY}"`]),
      { redeploy: 'failed' },
      /never runs it/,
    ],
    'no id-token': [
      edited(['permissions: write-all', 'permissions: { contents: read }']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /lacks the permission id-token: write/,
    ],
    'no permissions at all': [
      edited(['permissions: write-all\n', '']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /lacks the permission id-token: write/,
    ],
    'permissions of the job replace': [
      edited([
        '    runs-on: ubuntu-latest\n',
        '    runs-on: ubuntu-latest\n    permissions: { contents: read }\n',
      ]),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /in job build-and-push/,
    ],
    'id-token alone': [
      edited(['permissions: write-all', 'permissions: { id-token: write }']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /leaves out contents: read/,
    ],
    'role of another account': [
      edited(['arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}', 'arn:aws:iam::999988887777']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /another account, 999988887777/,
    ],
    'role that is not there': [
      edited(['role/github-actions', 'role/ROLE_NAME_HERE']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /there is no such role in your account/,
    ],
    'role by bare name': [
      edited([/role-to-assume: .*/, 'role-to-assume: github-actions']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /not the role's ARN/,
    ],
    'another region': [
      edited(['aws-region: us-west-2', 'aws-region: us-east-1']),
      { credentials: 'failed', push: 'blocked by credentials', redeploy: 'blocked by credentials' },
      /another region/,
    ],
    'region left out': [
      edited(['        aws-region: us-west-2\n', '']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /no valid aws-region/,
    ],
    'access keys': [
      edited([
        /role-to-assume: .*/,
        'aws-access-key-id: ${{ secrets.KEY }}\n        aws-secret-access-key: ${{ secrets.SECRET }}',
      ]),
      { credentials: 'failed', ...REST('credentials', 'untag', 'push', 'redeploy') },
      /access keys of its own/,
    ],
    'environment on the job': [
      edited([
        '    runs-on: ubuntu-latest\n',
        '    runs-on: ubuntu-latest\n    environment: production\n',
      ]),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /environment: production/,
    ],
    'redeploy in a job that does not wait': [
      edited([
        '    - name: 9 Force',
        `
  redeploy:
    runs-on: ubuntu-latest
    steps:
    - uses: aws-actions/configure-aws-credentials@v4
      with:
        role-to-assume: arn:aws:iam::111122223333:role/github-actions
        aws-region: us-west-2
    - name: 9 Force`,
      ]),
      { redeploy: 'failed' },
      /No needs: keeps the jobs/,
    ],
    'redeploy in a job without credentials': [
      edited([
        '    - name: 9 Force',
        `
  redeploy:
    needs: build-and-push
    runs-on: ubuntu-latest
    steps:
    - name: 9 Force`,
      ]),
      { credentials: 'failed', redeploy: 'blocked by credentials' },
      /no step of its job assumes the role/,
    ],
    'a failing test': [
      edited(['    - name: 3 Configure', '    - run: "false"\n    - name: 3 Configure']),
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /the job stops there/,
    ],
    'a reusable workflow': [
      'on: push\njobs: { all: { uses: ./.github/workflows/b.yml } }',
      {
        credentials: 'unknown',
        build: 'unknown',
        tags: 'unknown',
        untag: 'unknown',
        push: 'unknown',
        redeploy: 'unknown',
      },
      /a workflow of its own/,
    ],
    'an unknown condition on the push': [
      edited([
        '    - name: 8 Push Docker images\n',
        "    - name: 8 Push Docker images\n      if: vars.PUSH == 'yes'\n",
      ]),
      { push: 'unknown', tags: 'unknown' },
      /vars.PUSH/,
    ],
    'the image name through a job output, which GitHub drops': [
      edited(
        [
          'jobs:\n',
          `jobs:
  names:
    runs-on: ubuntu-latest
    outputs: { image: "\${{ steps.n.outputs.image }}" }
    steps:
    - id: n
      run: echo "image=$ECR_REGISTRY/cs40" >> "$GITHUB_OUTPUT"
`,
        ],
        ['    runs-on: ubuntu-latest\n\n', '    needs: names\n    runs-on: ubuntu-latest\n\n'],
        ['${{ env.ECR_REGISTRY }}/${{ env.ECR_REPOSITORY }}:', '${{ needs.names.outputs.image }}:'],
      ),
      {
        build: 'blocked by tags',
        tags: 'failed',
        untag: 'blocked by tags',
        push: 'blocked by tags',
        redeploy: 'blocked by tags',
      },
      /a tag whose registry is empty/,
    ],
    'untag in a job of its own that the push does not wait for': [
      edited(
        [`    - name: 7 Remove latest Tag From Old latest\n      run: ${UNTAG}\n`, ''],
        [
          'jobs:\n',
          `jobs:
  untag:
    runs-on: ubuntu-latest
    steps:
    - uses: aws-actions/configure-aws-credentials@v4
      with:
        role-to-assume: arn:aws:iam::111122223333:role/github-actions
        aws-region: us-west-2
    - run: ${UNTAG}
`,
        ],
      ),
      { untag: 'failed', push: 'blocked by untag' },
      /No needs: keeps the jobs/,
    ],
    'push and untag side by side': [
      edited([
        `    - name: 7 Remove latest Tag From Old latest\n      run: ${UNTAG}\n`,
        `    - name: 7 Remove\n      background: true\n      run: ${UNTAG}\n`,
      ]),
      {
        credentials: 'unknown',
        build: 'unknown',
        tags: 'unknown',
        untag: 'unknown',
        push: 'unknown',
        redeploy: 'unknown',
      },
      /side by side/,
    ],
    'a job that is switched off': [
      edited(['    runs-on: ubuntu-latest\n', '    if: false\n    runs-on: ubuntu-latest\n']),
      {
        credentials: 'failed',
        build: 'blocked by credentials',
        tags: 'blocked by build',
        untag: 'blocked by credentials',
        push: 'blocked by credentials',
        redeploy: 'blocked by credentials',
      },
      /its condition does not hold: if: false/,
    ],
    'a trust policy with the name alone where GitHub issues ids': [
      REFERENCE,
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /carry the ids.*\[repo:ada@1001\/yoctogram-app@2001:ref:refs\/heads\/main\]/,
      { customization: found({ ...CUSTOMIZATION, useImmutableSubject: true }) },
    ],
    'no word from GitHub on the form of the subject': [
      REFERENCE,
      { credentials: 'unknown' },
      /which subject GitHub's token has is not known/,
      { customization: unknown('no token', 'make one') },
    ],
    'wrong behind a role that is not known': [
      edited(['platforms: linux/arm64', 'platforms: linux/amd64']),
      { credentials: 'unknown', build: 'blocked by credentials', push: 'blocked by credentials' },
      /As it stands: .*builds for linux\/amd64/,
      { customization: unknown('no token', 'make one') },
    ],
    'a trust policy for another branch': [
      REFERENCE,
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /refused by the role's trust policy/,
      { account: { trust: trustPolicy('repo:ada/yoctogram-app:ref:refs/heads/dev') } },
    ],
    'no identity provider': [
      REFERENCE,
      { credentials: 'failed', ...AFTER_CREDENTIALS },
      /no identity provider/,
      { account: { providers: found([]) } },
    ],
    'roles that nobody may read': [
      REFERENCE,
      { credentials: 'unknown' },
      /AccessDenied/,
      { account: { role: unknown('iam:GetRole AccessDenied', 'ask') } },
    ],
    'no repository in the account': [
      REFERENCE,
      {
        tags: 'blocked by ecr.repository',
        untag: 'blocked by ecr.repository',
        push: 'blocked by ecr.repository',
        redeploy: 'blocked by ecr.repository',
      },
      /cs40/,
      {
        account: {
          change: () => ({
            ecrRepository: async () => absent('RepositoryNotFoundException'),
            images: async () => absent('RepositoryNotFoundException'),
          }),
        },
      },
    ],
    'images that nobody may read': [
      REFERENCE,
      { untag: 'unknown' },
      /AccessDenied/,
      {
        account: {
          change: () => ({ images: async () => unknown('ecr:DescribeImages AccessDenied', 'ask') }),
        },
      },
    ],
    'a service that nobody may read': [
      REFERENCE,
      { redeploy: 'unknown' },
      /AccessDenied/,
      {
        account: {
          change: () => ({
            service: async () => unknown('ecs:DescribeServices AccessDenied', 'ask'),
          }),
        },
      },
    ],
    'no service in the account': [
      REFERENCE,
      { redeploy: 'blocked by ecs.image' },
      /no service in the account/,
      {
        account: { change: () => ({ service: async () => absent('MISSING') }) },
        graded: { service: null },
      },
    ],
    'another role than the graded one': [
      REFERENCE,
      { credentials: 'failed' },
      /another role than the one that is graded/,
      { graded: { roleArn: 'arn:aws:iam::111122223333:role/other' } },
    ],
    'push: no in the build': [
      edited(['push: false', "push: 'no'"]),
      { build: 'failed', ...REST('build', 'tags', 'untag', 'push', 'redeploy') },
      /neither true nor false/,
    ],
    'a repository with immutable tags': [
      edited([`run: ${UNTAG}`, 'run: echo']),
      { untag: 'failed', push: 'blocked by untag', redeploy: 'blocked by untag' },
      /ImageTagAlreadyExists/,
      { account: { tagMutability: 'IMMUTABLE' } },
    ],
    'a matrix that pushes for two platforms': [
      edited(
        [
          '    runs-on: ubuntu-latest\n',
          '    strategy: { matrix: { platform: [ linux/amd64, linux/arm64 ] } }\n    runs-on: ubuntu-latest\n',
        ],
        ['platforms: linux/arm64', 'platforms: ${{ matrix.platform }}'],
      ),
      { build: 'failed', push: 'failed' },
      /builds for linux\/amd64/,
    ],
    'access keys in the environment': [
      edited(
        [/ {4}- name: 3 [\s\S]*?(?=\n {4}- name: 4)/, ''],
        [
          'env:\n  AWS_REGION',
          'env:\n  AWS_ACCESS_KEY_ID: ${{ secrets.KEY }}\n  AWS_SECRET_ACCESS_KEY: ${{ secrets.SECRET }}\n  AWS_REGION',
        ],
      ),
      { credentials: 'failed', ...REST('credentials', 'untag', 'push', 'redeploy') },
      /No step assumes a role/,
    ],
    'id-token alone, and it is not known whether the repository is private': [
      edited(['permissions: write-all', 'permissions: { id-token: write }']),
      {
        credentials: 'unknown',
        build: 'unknown',
        tags: 'unknown',
        untag: 'unknown',
        push: 'unknown',
        redeploy: 'unknown',
      },
      /whether the repository is private is not known/,
      { repository: { owner: 'ada', name: 'yoctogram-app', id: 2001, ownerId: 1001 } },
    ],
    'an action that is not known in place of the untagging': [
      edited([`run: ${UNTAG}`, 'uses: alan/untag-ecr@v1']),
      { untag: 'unknown' },
      /does not know what the action alan\/untag-ecr@v1 does/,
    ],
    'a step of the repository itself in place of the untagging': [
      edited([`run: ${UNTAG}`, 'uses: ./.github/actions/untag']),
      { untag: 'unknown' },
      /can't look into .\/.github\/actions\/untag/,
    ],
    'an unknown role': [
      edited([/role-to-assume: .*/, 'role-to-assume: ${{ secrets.ROLE }}']),
      { credentials: 'unknown' },
      /secrets.ROLE/,
    ],
    'an unknown registry': [
      edited([
        'ECR_REGISTRY: ${{ secrets.AWS_ACCOUNT_ID }}.dkr.ecr.us-west-2.amazonaws.com',
        'ECR_REGISTRY: ${{ secrets.REGISTRY }}',
      ]),
      { tags: 'unknown', push: 'unknown' },
      /secrets.REGISTRY/,
    ],
  }

  recording.each(
    'what has not the effect',
    Object.entries(wrong).map(([name, row]) => [name, ...row] as const),
    async (text, expected, words, setting?: Setting) => {
      const seen = await verdicts(text, setting)
      expect(seen.verdicts, seen.words).toEqual(expected)
      expect(seen.words).toMatch(words)
      return seen.words.split('\n')
    },
  )
  recording.compare()
}

describe('what the grader can not look into', () => {
  const LOGIN = 'uses: aws-actions/amazon-ecr-login@v1'
  const credentials = / {4}- name: 3 [\s\S]*?(?=\n {4}- name: 4)/

  test.each([
    ["somebody's action", 'uses: someone/ecr-login@v1'],
    ['a script of the repository', 'run: ./scripts/login.sh'],
    ['a program', 'run: python3 login_to_ecr.py'],
    ['make', 'run: make docker-login'],
    [
      'a registry in a variable',
      'uses: docker/login-action@v3\n      with: { registry: "${{ vars.R }}" }',
    ],
    ['an account in a variable', `${LOGIN}\n      with: { registries: "\${{ vars.A }}" }`],
    ['a region in a variable', `${LOGIN}\n      env: { AWS_REGION: "\${{ vars.R }}" }`],
    [
      'docker login to a registry in a variable',
      'run: aws ecr get-login-password | docker login --username AWS --password-stdin ${{ vars.R }}',
    ],
  ])('may have signed in to ECR: %s', async (_, step) => {
    const { verdicts: different, words } = await verdicts(edited([LOGIN, step]))
    expect(['unknown', undefined], words).toContain(different.untag)
    expect([different.push, different.credentials], words).toEqual(['unknown', undefined])
  })

  test.each([
    ['a label that no runner of GitHub has', 'runs-on: ubuntu-latest', 'runs-on: ubuntu-lastest'],
    ['a version newer than any', 'docker/build-push-action@v2', 'docker/build-push-action@v99'],
  ])('may never begin: %s', async (_, from, to) => {
    const { verdicts: different } = await verdicts(edited([from, to]))
    expect(different).toEqual(Object.fromEntries(CHECKS.map((name) => [name, 'unknown'])))
  })

  test.each([
    ["somebody's action", 'uses: someone/assume-role@v1'],
    ['a script of the repository', 'run: ./scripts/credentials.sh >> "$GITHUB_ENV"'],
    ['a program', 'run: python3 oidc.py'],
  ])('may have taken the role: %s', async (_, step) => {
    const { verdicts: different, words } = await verdicts(edited([credentials, `    - ${step}`]))
    expect(different, words).toEqual({ ...AFTER_CREDENTIALS, credentials: 'unknown' })
  })

  test.each([
    ['files, by a look at git', 2, 'run: git config user.name ada'],
    ['a builder, by a look at them', 5, 'run: docker buildx ls'],
  ])('has not prepared %s', async (_, number, step) => {
    const text = edited([
      new RegExp(`(- name: ${number} .*\\n)[\\s\\S]*?(?=\\n    - name: )`),
      `- ${step}`,
    ])
    expect((await verdicts(text)).verdicts.build).toBe('failed')
  })

  test.each([
    ["somebody's action", 'uses: someone/hello@v1'],
    ['a script of the repository', 'run: ./scripts/tests.sh'],
    ['a program', 'run: npm run tests -- --author ada'],
    ['a login to another registry', 'run: docker login --username ada --password x ghcr.io'],
    ['one that is skipped', 'uses: someone/ecr-login@v1\n      if: false'],
  ])('but has not, by its words: %s', async (_, step) => {
    const { verdicts: different, words } = await verdicts(edited([LOGIN, step]))
    expect(different, words).toEqual({ push: 'failed', redeploy: 'blocked by push' })
  })

  test.each([
    ['files, by an action', 2, 'uses: someone/checkout@v1'],
    ['files, by git', 2, 'run: git clone https://github.com/ada/yoctogram-app .'],
    ['a builder, by an action', 5, 'uses: someone/setup-buildx@v1'],
    ['a builder, by a script', 5, 'run: docker buildx create --use'],
    ['emulators', 5, 'run: docker run --privileged --rm tonistiigi/binfmt --install arm64'],
  ])('may have prepared %s', async (_, number, step) => {
    const text = edited([
      new RegExp(`(- name: ${number} .*\\n)[\\s\\S]*?(?=\\n    - name: )`),
      `- ${step}`,
    ])
    const { verdicts: different, words } = await verdicts(text)
    expect(different, words).toEqual({})
  })

  test('nor in another job', async () => {
    const other = '  other:\n    runs-on: ubuntu-latest\n    steps:\n    - run: ./login.sh\n\n'
    const text = edited(
      [LOGIN, 'run: true'],
      ['  build-and-push:\n', `${other}  build-and-push:\n`],
    )
    expect((await verdicts(text)).verdicts.push).toBe('failed')
  })

  test('a login that is known counts, whatever other is not known', async () => {
    const text = edited([
      LOGIN,
      `${LOGIN}\n    - uses: docker/login-action@v3\n      with: { registry: "\${{ vars.R }}", password: "\${{ secrets.P }}" }`,
    ])
    expect((await verdicts(text)).verdicts).toEqual({})
  })
})
