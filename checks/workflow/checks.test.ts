import { absent, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import {
  type Account,
  judge,
  REFERENCE,
  referenceStep,
  type Setting,
  trustPolicy,
} from '../../packages/pipeline/test-pipeline.js'
import { outcomeLines } from '../../packages/pipeline/test-trace.js'

// What the six checks say of pipelines that are put together otherwise than the assignment's: every word of it.

/** A step of the reference with another text in it. */
function changed(number: number, from: string | RegExp, to: string): string {
  const text = referenceStep(number)
  if (typeof from === 'string' ? !text.includes(from) : !from.test(text)) {
    throw new Error(`nothing to replace in step ${number}: ${from}`)
  }
  return text.replace(from, () => to)
}

/** A step with more lines of its own, before `uses:` or `run:`. */
const withKey = (number: number, line: string) =>
  referenceStep(number).replace('\n', `\n      ${line}\n`)

const run = (script: string) => `    - run: ${script}`

type Step = number | string

/** A job of steps: numbers are the reference's. */
const job = (steps: readonly Step[], more = '') =>
  `    runs-on: ubuntu-latest\n${more}    steps:\n${steps.map((each) => (typeof each === 'number' ? referenceStep(each) : each)).join('\n')}\n`

/** A pipeline of jobs. */
const jobs = (bodies: Record<string, string>) =>
  `${REFERENCE.slice(0, REFERENCE.indexOf('jobs:'))}jobs:\n${Object.entries(bodies)
    .map(([id, body]) => `  ${id}:\n${body}`)
    .join('')}`

const one = (...steps: readonly Step[]) => jobs({ a: job(steps) })

async function outcomes(text: string, setting: Setting = {}): Promise<string> {
  const { refusal, ...checks } = await judge(text, setting)
  return [
    ...Object.entries(checks).flatMap(([check, outcome]) => outcomeLines(check, outcome)),
    ...(refusal === null ? [] : [`refusal ${refusal.reason}`]),
  ].join('\n')
}

const NEEDS_A = '    needs: a\n'
const UNTAG = (repository: string, more = '') =>
  run(
    `aws ecr batch-delete-image --repository-name ${repository} --image-ids imageTag=latest ${more}`,
  )
const REDEPLOY = (more: string) => run(`aws ecs update-service ${more}`)
const THERE = '--cluster yoctogram-cluster --service yoctogram-service'

describe('several jobs', () => {
  test.each<[string, string, Setting?]>([
    ['in order', jobs({ a: job([1, 2, 3, 4, 5, 6, 7, 8]), b: job([3, 9], NEEDS_A) })],
    ['in no order', jobs({ a: job([1, 2, 3, 4, 5, 6, 7, 8]), b: job([3, 9]) })],
    [
      'credentials in the first only',
      jobs({ a: job([1, 2, 3, 4, 5, 6, 7, 8]), b: job([9], NEEDS_A) }),
    ],
    [
      'build and push apart',
      jobs({ a: job([1, 2, 5, 6]), b: job([1, 2, 3, 4, 5, 7, 8, 9], NEEDS_A) }),
    ],
    ['untag apart', jobs({ a: job([3, 7]), b: job([1, 2, 3, 4, 5, 6, 8, 9], NEEDS_A) })],
    ['untag apart, in no order', jobs({ a: job([3, 7]), b: job([1, 2, 3, 4, 5, 6, 8, 9]) })],
    [
      'a test that fails before',
      jobs({ a: job([run('exit 1')]), b: job([1, 2, 3, 4, 5, 6, 7, 8, 9], NEEDS_A) }),
    ],
    [
      'a test that fails beside',
      jobs({ a: job([run('exit 1')]), b: job([1, 2, 3, 4, 5, 6, 7, 8, 9]) }),
    ],
    [
      'a job that is skipped before',
      jobs({
        a: job([run('true')], '    if: false\n'),
        b: job([1, 2, 3, 4, 5, 6, 7, 8, 9], NEEDS_A),
      }),
    ],
    [
      'all of it skipped',
      jobs({ a: job([1, 2, 3, 4, 5, 6, 7, 8, 9], "    if: github.ref == 'refs/heads/dev'\n") }),
    ],
    [
      'all of it on a condition',
      jobs({ a: job([1, 2, 3, 4, 5, 6, 7, 8, 9], "    if: vars.DEPLOY == 'yes'\n") }),
    ],
    [
      'another workflow before',
      `${jobs({ a: '    uses: ./.github/workflows/x.yml\n' })}  b:\n${job([1, 2, 3, 4, 5, 6, 7, 8, 9], NEEDS_A)}`,
    ],
    ['only another workflow', jobs({ a: '    uses: ./.github/workflows/x.yml\n' })],
    [
      'a role that is refused in one of them',
      jobs({
        a: job([changed(3, 'role/github-actions', 'role/other'), 7]),
        b: job([1, 2, 3, 4, 5, 6, 7, 8, 9]),
      }),
    ],
    [
      'a role that nobody knows in one of them',
      jobs({
        a: job([changed(3, /role-to-assume: .*/, 'role-to-assume: ${{ secrets.R }}'), 9]),
        b: job([1, 2, 3, 4, 5, 6, 7, 8]),
      }),
    ],
    [
      'a role that nobody knows in the one before',
      jobs({
        a: job([changed(3, /role-to-assume: .*/, 'role-to-assume: ${{ secrets.R }}')]),
        b: job([1, 2, 3, 4, 5, 6, 7, 8, run('exit 1')], NEEDS_A),
      }),
    ],
    [
      'a job two before',
      jobs({
        a: job([changed(3, /role-to-assume: .*/, 'role-to-assume: ${{ secrets.R }}')]),
        b: job([run('true')], NEEDS_A),
        c: job([1, 2, 3, 4, 5, 6, 8, 9], '    needs: b\n'),
      }),
    ],
    [
      'a matrix of platforms',
      jobs({
        a: job(
          [
            1,
            2,
            3,
            4,
            5,
            changed(6, 'linux/arm64', '${{ matrix.p }}'),
            7,
            changed(8, 'linux/arm64', '${{ matrix.p }}'),
            9,
          ],
          '    strategy: { matrix: { p: [ linux/arm64, linux/amd64 ] } }\n',
        ),
      }),
    ],
    [
      'a matrix of one',
      jobs({
        a: job(
          [
            1,
            2,
            3,
            4,
            5,
            changed(6, 'linux/arm64', '${{ matrix.p }}'),
            7,
            changed(8, 'linux/arm64', '${{ matrix.p }}'),
            9,
          ],
          '    strategy: { matrix: { p: [ linux/arm64 ] } }\n',
        ),
      }),
    ],
    [
      'the timestamp of another job',
      jobs({
        a: job([1], '    outputs: { t: "${{ steps.timestamp.outputs.timestamp }}" }\n'),
        b: job(
          [
            2,
            3,
            4,
            5,
            referenceStep(6).replaceAll('steps.timestamp.outputs.timestamp', 'needs.a.outputs.t'),
            7,
            referenceStep(8).replaceAll('steps.timestamp.outputs.timestamp', 'needs.a.outputs.t'),
            9,
          ],
          NEEDS_A,
        ),
      }),
    ],
    [
      'a timestamp a job',
      jobs({ a: job([1, 2, 5, 6]), b: job([run('sleep 5'), 1, 2, 3, 4, 5, 7, 8, 9], NEEDS_A) }),
    ],
    ['no timestamp at all', one(2, 3, 4, 5, 6, 7, 8, 9)],
    [
      'a role that nobody knows beside what lacks an untag',
      jobs({
        a: job([changed(3, /role-to-assume: .*/, 'role-to-assume: ${{ secrets.R }}')]),
        b: job([1, 2, 3, 4, 5, 6, 8, 9]),
      }),
    ],
    [
      'a role that is refused before what lacks an untag',
      jobs({
        a: job([
          withKey(3, 'continue-on-error: true').replace('role/github-actions', 'role/other'),
        ]),
        b: job([1, 2, 3, 4, 5, 6, 8, 9], NEEDS_A),
      }),
    ],
    [
      'a role that nobody knows after what lacks an untag',
      jobs({
        a: job([1, 2, 3, 4, 5, 6, 8]),
        b: job([changed(3, /role-to-assume: .*/, 'role-to-assume: ${{ secrets.R }}'), 9], NEEDS_A),
      }),
    ],
    [
      'two of everything, in no order',
      jobs({ a: job([1, 2, 3, 4, 5, 6, 7, 8, 9]), b: job([1, 2, 3, 4, 5, 6, 7, 8, 9]) }),
    ],
    [
      'a build in each, a push in one',
      jobs({ a: job([1, 2, 5, 6]), b: job([1, 2, 3, 4, 5, 6, 7, 8, 9]) }),
    ],
  ])('%s', async (_, text, setting) => {
    expect(await outcomes(text, setting)).toMatchSnapshot()
  })
})

describe('steps out of order, doubled, failing, hidden', () => {
  const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const without = (number: number) => ALL.filter((each) => each !== number)
  const instead = (number: number, ...steps: readonly Step[]) =>
    one(...ALL.flatMap((each): readonly Step[] => (each === number ? steps : [each])))
  test.each<[string, string, Setting?]>([
    ...ALL.map((number): [string, string] => [
      `step ${number} last`,
      one(...without(number), number),
    ]),
    ...ALL.map((number): [string, string] => [
      `step ${number} first`,
      one(number, ...without(number)),
    ]),
    ...ALL.map((number): [string, string] => [
      `step ${number} only if nobody knows what`,
      instead(number, withKey(number, "if: vars.X == 'a'")),
    ]),
    ...ALL.map((number): [string, string] => [
      `step ${number} never`,
      instead(number, withKey(number, 'if: false')),
    ]),
    ...ALL.map((number): [string, string] => [
      `a failure before step ${number}`,
      instead(number, run('exit 4'), number),
    ]),
    ...ALL.map((number): [string, string] => [
      `a folder's action before step ${number}`,
      instead(number, '    - uses: ./x', number),
    ]),
    [
      'every step may fail',
      one(...ALL.map((number) => withKey(number, 'continue-on-error: true'))),
    ],
    [
      'an untag that fails, forgiven',
      instead(7, `${UNTAG('other')}\n      continue-on-error: true`),
    ],
    [
      'a push that fails, forgiven',
      instead(
        8,
        changed(8, 'push: true', 'push: true\n        load: nonsense').replace(
          '\n',
          '\n      continue-on-error: true\n',
        ),
      ),
    ],
    ['two pushes', instead(8, 8, 8)],
    ['two builds', instead(6, 6, 6)],
    ['the untag after the push', one(1, 2, 3, 4, 5, 6, 8, 7, 9)],
    ['the untag before and after', one(1, 2, 3, 4, 5, 6, 7, 8, 7, 9)],
    ['an untag of another repository', instead(7, UNTAG('other'))],
    ['an untag in another region', instead(7, UNTAG('cs40', '--region us-east-1'))],
    ['an untag without a region', instead(7, UNTAG('cs40'))],
    [
      'an untag of an image',
      instead(
        7,
        run(
          'aws ecr batch-delete-image --repository-name cs40 --image-ids imageDigest=$(aws ecr describe-images --repository-name cs40 --image-ids imageTag=latest --query "imageDetails[0].imageDigest" --output text)',
        ),
      ),
    ],
    [
      'an untag of everything',
      instead(
        7,
        run(
          'aws ecr batch-delete-image --repository-name cs40 --image-ids "$(aws ecr list-images --repository-name cs40 --query "imageIds[*]" --output json)"',
        ),
      ),
    ],
    ['an untag by a script', instead(7, run('./untag.sh'))],
    ['an untag by a script of aws words', instead(7, run('python3 untag_ecr.py'))],
    ['an untag by a stranger', instead(7, '    - uses: someone/ecr-untag@v1')],
    ['an untag that swallows its failure', instead(7, `${UNTAG('other')} || true`)],
    [
      'a repository made anew',
      instead(
        7,
        run(
          'aws ecr delete-repository --repository-name cs40 --force && aws ecr create-repository --repository-name cs40',
        ),
      ),
    ],
    [
      'an untag of a known and an unknown tag',
      instead(
        7,
        run(
          'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest imageTag=${{ vars.T }}',
        ),
      ),
    ],
    ['a script that fails after the untag', instead(7, `${UNTAG('cs40')} && exit 3`)],
    [
      'a session that has expired',
      one(
        1,
        2,
        changed(
          3,
          'aws-region: us-west-2',
          'aws-region: us-west-2\n        role-duration-seconds: 900',
        ),
        4,
        5,
        6,
        run('sleep 1000'),
        7,
        8,
        9,
      ),
    ],
    ['a redeploy without force', instead(9, REDEPLOY(THERE))],
    [
      'a redeploy of another service',
      instead(9, REDEPLOY('--cluster yoctogram-cluster --service other --force-new-deployment')),
    ],
    [
      'a redeploy in another cluster',
      instead(9, REDEPLOY('--cluster other --service yoctogram-service --force-new-deployment')),
    ],
    [
      'a redeploy in another region',
      instead(9, REDEPLOY(`${THERE} --force-new-deployment --region us-east-1`)),
    ],
    [
      'a redeploy that is looked for',
      instead(
        9,
        run(
          'aws ecs update-service --cluster yoctogram-cluster --service $(aws ecs list-services --cluster yoctogram-cluster --query "serviceArns[0]" --output text) --force-new-deployment',
        ),
      ),
    ],
    [
      'a redeploy after a wrong look',
      instead(
        9,
        run(
          'aws ecs list-services --cluster other; aws ecs update-service --cluster other --service x --force-new-deployment',
        ),
      ),
    ],
    ['a redeploy by a script', instead(9, run('./redeploy.sh'))],
    ['a redeploy by a script of aws words', instead(9, run('python3 ecs_redeploy.py'))],
    ['a redeploy by a stranger', instead(9, '    - uses: someone/deploy@v1')],
    [
      'a redeploy by the deploy action',
      instead(
        9,
        '    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n      with: { service: yoctogram-service, cluster: yoctogram-cluster, force-new-deployment: true }',
      ),
    ],
    [
      'a redeploy that swallows its failure',
      instead(9, `${REDEPLOY('--cluster other --service x --force-new-deployment')} || true`),
    ],
    [
      'a redeploy of a service in a variable',
      instead(
        9,
        REDEPLOY('--cluster yoctogram-cluster --service ${{ vars.S }} --force-new-deployment'),
      ),
    ],
    ['a redeploy before the push', one(1, 2, 3, 4, 5, 6, 7, 9, 8)],
    ['a redeploy before and after', one(1, 2, 3, 4, 5, 6, 7, 9, 8, 9)],
    [
      'a redeploy that gives no credentials',
      instead(
        9,
        `${REDEPLOY(`${THERE} --force-new-deployment`)}\n      env: { AWS_ACCESS_KEY_ID: '' }`,
      ),
    ],
    [
      'docker in place of the actions',
      instead(8, run('docker push ${{ env.ECR_REGISTRY }}/cs40:latest')),
    ],
    [
      'docker for the build, too',
      one(
        1,
        2,
        3,
        4,
        run(
          'docker build -t ${{ env.ECR_REGISTRY }}/cs40:latest . && docker push ${{ env.ECR_REGISTRY }}/cs40:latest',
        ),
        7,
        9,
      ),
    ],
    ['a build-push-action of somebody', instead(8, '    - uses: someone/build-push-action@v1')],
    ['an untag by terraform', instead(7, run('terraform apply -target=aws_ecr_repository.cs40'))],
    ['a program of aws words before an untag', instead(7, run('terraform apply -target=ecr'), 7)],
    [
      'a build whose inputs fail',
      instead(6, changed(6, 'context: .', "context: ${{ fromJSON('x') }}")),
    ],
    [
      'a push whose inputs fail',
      instead(8, changed(8, 'context: .', "context: ${{ fromJSON('x') }}")),
    ],
    ['a push with a tag that is none', instead(8, changed(8, '}}:latest', '}}:la test'))],
    [
      'a look at what is not there',
      instead(5, run('aws ecr describe-images --repository-name nope'), 5),
    ],
    [
      'a look at a service that is not there',
      instead(5, run('aws ecs describe-services --cluster nope --services x'), 5),
    ],
    ['everything in another region', REFERENCE.replaceAll('us-west-2', 'us-east-1')],
    [
      'a tag of the first push only',
      REFERENCE.replaceAll(
        '}}:latest',
        "}}:${{ github.run_number == '42' && 'latest' || 'other' }}",
      ),
    ],
    ['neither build nor push', one(1, 2, 3, 4, 7, 9)],
    ['no build', one(1, 2, 3, 4, 5, 7, 8, 9)],
    ['nothing but a checkout', one(2)],
    [
      'an untag of another repository that is there',
      instead(
        7,
        run(
          'aws ecr create-repository --repository-name other && aws ecr batch-delete-image --repository-name other --image-ids imageTag=latest',
        ),
      ),
    ],
    [
      'an ambiguous delete in another repository',
      instead(
        7,
        run(
          `aws ecr create-repository --repository-name other && aws ecr batch-delete-image --repository-name other --image-ids imageTag=latest,imageDigest=sha256:${'a'.repeat(64)}`,
        ),
        7,
      ),
    ],
    [
      'an untag of too many',
      instead(
        7,
        run(
          'aws ecr batch-delete-image --repository-name cs40 --image-ids $(printf "imageTag=%s " {1..101}) || true',
        ),
      ),
    ],
    [
      'an untag of another tag',
      instead(7, run('aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=old')),
    ],
    [
      'an untag of a tag nobody asked for',
      instead(
        7,
        run(
          'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest imageTag=100',
        ),
      ),
    ],
    [
      'a second push to another registry',
      instead(
        8,
        8,
        run('docker login -u ada -p x ghcr.io'),
        referenceStep(8).replaceAll('${{ env.ECR_REGISTRY }}', 'ghcr.io/ada'),
      ),
    ],
    [
      'a first push to another registry',
      instead(
        8,
        run('docker login -u ada -p x ghcr.io'),
        referenceStep(8).replaceAll('${{ env.ECR_REGISTRY }}', 'ghcr.io/ada'),
        8,
      ),
    ],
    [
      'latest moved by put-image before the push',
      instead(
        7,
        7,
        run(
          'M=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=100 --query "images[0].imageManifest" --output text); aws ecr put-image --repository-name cs40 --image-tag latest --image-manifest "$M"',
        ),
      ),
    ],
    [
      'a redeploy whose failure is looked at',
      instead(
        9,
        run(
          'if ! aws ecs update-service --cluster other --service x --force-new-deployment; then exit 1; fi',
        ),
      ),
    ],
    [
      'a redeploy on a condition',
      instead(
        9,
        run(
          `if [ "$GITHUB_REF" = refs/heads/dev ]; then aws ecs update-service ${THERE} --force-new-deployment; fi`,
        ),
      ),
    ],
    [
      'a redeploy that is only echoed',
      instead(9, run(`echo aws ecs update-service ${THERE} --force-new-deployment`)),
    ],
    [
      'a redeploy of two services',
      instead(
        9,
        run(
          `aws ecs update-service ${THERE} --force-new-deployment && aws ecs update-service --cluster yoctogram-cluster --service other --force-new-deployment`,
        ),
      ),
    ],
  ])('%s', async (_, text, setting) => {
    expect(await outcomes(text, setting)).toMatchSnapshot()
  })
})

describe('the time in the tag', () => {
  const with_ = (script: string) =>
    one(
      `    - name: 1 Retrieve Timestamp\n      id: timestamp\n      run: echo "timestamp=${script}" >> "$GITHUB_OUTPUT"`,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      9,
    )
  test.each([
    ['in seconds', '$(date +%s)'],
    ['in another time zone', '$(TZ=Asia/Tokyo date +%Y%m%d%H%M%S)'],
    ['of fourteen hours before', "$(date -u -d '14 hours ago' +%Y%m%d%H%M%S)"],
    ['of fourteen hours after', "$(date -u -d '14 hours' +%Y%m%d%H%M%S)"],
    ['of a day before', "$(date -u -d '1 day ago' +%Y%m%d%H%M%S)"],
    ['of a day after', "$(date -u -d '1 day' +%Y%m%d%H%M%S)"],
    ['of the same day always', '20240309200005'],
    ['a date alone', '$(date +%F)'],
    ['a number that is no time', '$(( $(date +%s) % 1000 ))'],
    ['that is empty', ''],
    ['of a commit', '$GITHUB_SHA'],
    ['of a run', '$GITHUB_RUN_NUMBER'],
  ])('%s', async (_, script) => {
    expect(await outcomes(with_(script))).toMatchSnapshot()
  })
})

describe('inputs of build and push', () => {
  const inputs = (build: string, push: string) =>
    one(1, 2, 3, 4, 5, changed(6, 'context: .', build), 7, changed(8, 'context: .', push), 9)
  test.each([
    ['the same folder', inputs('context: .', 'context: ./')],
    ['the same folder, deeper', inputs('context: ./app/', 'context: app')],
    ['another folder', inputs('context: .', 'context: app')],
    ['the same file', inputs('context: .', 'context: .\n        file: Dockerfile')],
    ['the same file, longer', inputs('context: .\n        file: ./Dockerfile', 'context: .')],
    ['another file', inputs('context: .', 'context: .\n        file: Dockerfile.prod')],
    [
      'a boolean in capitals',
      inputs('context: .\n        no-cache: TRUE', 'context: .\n        no-cache: true'),
    ],
    ['a boolean left out', inputs('context: .\n        pull: false', 'context: .')],
    ['another boolean', inputs('context: .\n        pull: true', 'context: .')],
    [
      'a text that holds a boolean',
      inputs('context: .\n        target: TRUEx', 'context: .\n        target: truex'),
    ],
    [
      'a text that ends in a boolean',
      inputs('context: .\n        target: xTRUE', 'context: .\n        target: xtrue'),
    ],
    [
      'arguments in another order',
      inputs(
        'context: .\n        build-args: |\n          A=1\n          B=2',
        'context: .\n        build-args: |\n          B=2\n          A=1',
      ),
    ],
    [
      'other arguments',
      inputs('context: .\n        build-args: A=1', 'context: .\n        build-args: A=2'),
    ],
    ['a cache in one', inputs('context: .', 'context: .\n        cache-from: type=gha')],
    ['the same unknown', inputs('context: ${{ vars.C }}', 'context: ${{ vars.C }}')],
    ['two unknowns', inputs('context: ${{ vars.C }}', 'context: ${{ vars.D }}')],
    [
      'an unknown and a difference',
      inputs('context: ${{ vars.C }}', 'context: .\n        target: x'),
    ],
  ])('%s', async (_, text) => {
    expect(await outcomes(text)).toMatchSnapshot()
  })
})

describe('accounts that are not as they should be, or not known', () => {
  const nobody = unknown('no permission', 'give it')
  test.each<[string, Account]>([
    [
      'no repository',
      { change: () => ({ ecrRepository: async () => absent('RepositoryNotFoundException') }) },
    ],
    ['a repository that nobody knows', { change: () => ({ ecrRepository: async () => nobody }) }],
    ['images that nobody knows', { change: () => ({ images: async () => nobody }) }],
    ['a service that nobody knows', { change: () => ({ service: async () => nobody }) }],
    ['no service', { change: () => ({ service: async () => absent('MISSING') }) }],
    ['a role that nobody knows', { role: nobody }],
    ['no role', { role: absent('NoSuchEntityException') }],
    ['providers that nobody knows', { providers: nobody }],
    ['immutable tags', { tagMutability: 'IMMUTABLE' }],
    ['another repository in the trust policy', { trust: trustPolicy('repo:grace/other:*') }],
    [
      'another audience in the trust policy',
      { trust: trustPolicy().replace('sts.amazonaws.com', 'x') },
    ],
  ])('%s', async (_, account) => {
    expect(await outcomes(REFERENCE, { account })).toMatchSnapshot()
    // And when the job could have known better.
    expect(await outcomes(one(1, 2, 3, 4, 5, 6, 8, 9), { account })).toMatchSnapshot()
  })

  const JOB = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  const without = (...numbers: number[]) => one(...JOB.filter((each) => !numbers.includes(each)))
  const PIPELINES: Record<string, string> = {
    'no credentials': without(3),
    'no login': without(4),
    'no build': without(6),
    'no push': without(8),
    'no redeploy': without(9),
    'credentials in the script of a stranger': one(1, 2, run('./sign-in.sh'), 4, 5, 6, 7, 8, 9),
    'a script of the repository for the untag': one(1, 2, 3, 4, 5, 6, run('./untag.sh'), 8, 9),
    'a script of the repository that speaks of ECR': one(
      1,
      2,
      3,
      4,
      5,
      6,
      run('python3 ecr_untag.py'),
      8,
      run('python3 ecs_redeploy.py'),
    ),
    'an action of a stranger for the untag': one(1, 2, 3, 4, 5, 6, '    - uses: a/untag@v1', 8, 9),
    'an untag that is refused': one(
      1,
      2,
      3,
      4,
      5,
      6,
      UNTAG('cs40', '--registry-id 444455556666 --region us-west-2'),
      8,
      9,
    ),
    'an untag in a job of its own': jobs({
      a: job([1, 2, 3, 4, 5, 6]),
      b: job([3, 7], NEEDS_A),
      c: job([1, 2, 3, 4, 5, 8, 9], '    needs: b\n'),
    }),
    'the repository deleted': one(
      1,
      2,
      3,
      4,
      5,
      6,
      run('aws ecr delete-repository --repository-name cs40 --force --region us-west-2'),
      8,
      9,
    ),
    'a tag that nobody knows': one(
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      changed(8, /\$\{\{ steps\S+ \}\}/, '${{ secrets.TAG }}'),
      9,
    ),
    'a push to a registry that nobody knows': one(
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      changed(8, /\$\{\{ env.ECR_REGISTRY \}\}/g, '${{ secrets.REGISTRY }}'),
      9,
    ),
    'pushes that nobody knows': one(
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      changed(8, 'push: true', 'push: ${{ vars.PUSH }}'),
      9,
    ),
    'another region': one(
      1,
      2,
      changed(3, 'aws-region: us-west-2', 'aws-region: us-east-1'),
      4,
      5,
      6,
      7,
      8,
      9,
    ),
    'a redeploy in a script that swallows': one(
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      REDEPLOY(`${THERE} --region us-west-2 || true`),
    ),
    'a test that fails in the middle': one(
      1,
      2,
      3,
      4,
      5,
      6,
      run('pytest && exit 1 || exit 1'),
      7,
      8,
      9,
    ),
    'inputs that fail': one(
      1,
      2,
      3,
      4,
      5,
      changed(6, 'context: .', "context: ${{ fromJSON('x') }}"),
      7,
      8,
      9,
    ),
    'a build of a foreign platform': one(
      1,
      2,
      3,
      4,
      changed(6, 'linux/arm64', 'linux/amd64'),
      7,
      8,
      9,
    ),
  }
  const ACCOUNTS: Record<string, Account> = {
    'all right': {},
    'no repository': {
      change: () => ({
        ecrRepository: async () => absent('RepositoryNotFoundException'),
        images: async () => absent('RepositoryNotFoundException'),
      }),
    },
    'images that nobody knows': { change: () => ({ images: async () => nobody }) },
    'a role that nobody knows': { role: nobody },
    'no role': { role: absent('NoSuchEntityException') },
    'a service that nobody knows': { change: () => ({ service: async () => nobody }) },
    'no service': { change: () => ({ service: async () => absent('MISSING') }) },
    'immutable tags': { tagMutability: 'IMMUTABLE' },
  }

  describe.each(Object.entries(PIPELINES))('%s', (_, text) => {
    test.each(Object.entries(ACCOUNTS))('%s', async (_name, account) => {
      expect(await outcomes(text, { account })).toMatchSnapshot()
    })
  })

  test.each<[string, Setting]>([
    ['no role', { graded: { roleArn: null } }],
    ['another role', { graded: { roleArn: 'arn:aws:iam::111122223333:role/other' } }],
    ['no service', { graded: { service: null } }],
    [
      'another service',
      {
        graded: {
          service: {
            arn: 'arn:aws:ecs:us-west-2:111122223333:service/x/y',
            name: 'y',
            clusterArn: 'arn:aws:ecs:us-west-2:111122223333:cluster/x',
          },
        },
      },
    ],
  ])('graded by %s', async (_, setting) => {
    expect(await outcomes(REFERENCE, setting)).toMatchSnapshot()
  })
})
