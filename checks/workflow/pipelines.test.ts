import { absent, unknown } from '@grade4/unknown'
import type { Targets } from '../../facts/targets.js'
import {
  type Account,
  judge,
  REFERENCE,
  referenceStep,
  type Setting,
  trustPolicy,
} from '../../packages/pipeline/test-pipeline.js'
import { Recording } from '../../packages/pipeline/test-recorded.js'
import { outcomeLines, outcomesLines } from '../../packages/pipeline/test-trace.js'
import { ALL, changed, job, jobs, one, replacing, run, steps, withKey } from './test-jobs.js'

// What the six checks say of pipelines that are put together otherwise than the assignment's, and of accounts that
// are not as they should be: every word but those about what is right.
const recording = new Recording('pipelines.txt')

/** What the checks say that do not pass. */
async function outcomes(text: string, setting: Setting = {}) {
  const { refusal: _, ...checks } = await judge(text, setting)
  const notPassed = Object.entries(checks).filter(([, { outcome }]) => outcome !== 'passed')
  return Object.fromEntries(notPassed)
}

async function lines(text: string, setting: Setting = {}): Promise<readonly string[]> {
  const notPassed = outcomesLines(await outcomes(text, setting))
  return notPassed.length === 0 ? ['all passed'] : notPassed
}

const UNKNOWN_ROLE = changed(3, /role-to-assume: .*/, 'role-to-assume: ${{ secrets.R }}')
const IN_OTHER_REGION = changed(3, 'aws-region: us-west-2', 'aws-region: us-east-1')
const NEEDS_A = '    needs: a\n'
const untag = (repository: string, more = '') =>
  run(
    `aws ecr batch-delete-image --repository-name ${repository} --image-ids imageTag=latest ${more}`,
  )
const untagBy = (images: string) =>
  run(`aws ecr batch-delete-image --repository-name cs40 --image-ids ${images}`)
const redeploy = (more: string) => run(`aws ecs update-service ${more}`)
const THERE = '--cluster yoctogram-cluster --service yoctogram-service'
const FORCED = `${THERE} --force-new-deployment`
const ELSEWHERE = '--cluster other --service x --force-new-deployment'

const platformsOf = (matrix: string) =>
  jobs({
    a: job(
      steps({
        6: changed(6, 'linux/arm64', '${{ matrix.p }}'),
        8: changed(8, 'linux/arm64', '${{ matrix.p }}'),
      }),
      `    strategy: { matrix: { p: [ ${matrix} ] } }\n`,
    ),
  })
const neededTime = (number: number) =>
  referenceStep(number).replaceAll('steps.timestamp.outputs.timestamp', 'needs.a.outputs.t')
const WITHOUT_UNTAG = [1, 2, 3, 4, 5, 6, 8, 9]

recording.each(
  'several jobs',
  [
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
    ['untag apart', jobs({ a: job([3, 7]), b: job(WITHOUT_UNTAG, NEEDS_A) })],
    ['untag apart, in no order', jobs({ a: job([3, 7]), b: job(WITHOUT_UNTAG) })],
    ['a test that fails before', jobs({ a: job([run('exit 1')]), b: job(ALL, NEEDS_A) })],
    [
      'a test that fails before, and another that does not',
      jobs({
        a: job([run('true')]),
        b: job([run('exit 1')]),
        c: job(ALL, '    needs: [ a, b ]\n'),
      }),
    ],
    [
      'a job that is skipped before, and another that is not',
      jobs({
        a: job([run('true')]),
        b: job([run('true')], '    if: false\n'),
        c: job(ALL, '    needs: [ a, b ]\n'),
      }),
    ],
    ['a test that fails beside', jobs({ a: job([run('exit 1')]), b: job(ALL) })],
    [
      'a job that is skipped before',
      jobs({ a: job([run('true')], '    if: false\n'), b: job(ALL, NEEDS_A) }),
    ],
    ['all of it skipped', jobs({ a: job(ALL, "    if: github.ref == 'refs/heads/dev'\n") })],
    ['all of it on a condition', jobs({ a: job(ALL, "    if: vars.DEPLOY == 'yes'\n") })],
    [
      'another workflow before',
      `${jobs({ a: '    uses: ./.github/workflows/x.yml\n' })}  b:\n${job(ALL, NEEDS_A)}`,
    ],
    ['only another workflow', jobs({ a: '    uses: ./.github/workflows/x.yml\n' })],
    [
      'a role that is refused in one of them',
      jobs({ a: job([changed(3, 'role/github-actions', 'role/other'), 7]), b: job(ALL) }),
    ],
    [
      'a role that is not known in one of them',
      jobs({ a: job([UNKNOWN_ROLE, 9]), b: job([1, 2, 3, 4, 5, 6, 7, 8]) }),
    ],
    [
      'a role that is not known in the one before',
      jobs({ a: job([UNKNOWN_ROLE]), b: job([1, 2, 3, 4, 5, 6, 7, 8, run('exit 1')], NEEDS_A) }),
    ],
    [
      'a job two before',
      jobs({
        a: job([UNKNOWN_ROLE]),
        b: job([run('true')], NEEDS_A),
        c: job(WITHOUT_UNTAG, '    needs: b\n'),
      }),
    ],
    ['a matrix of platforms', platformsOf('linux/arm64, linux/amd64')],
    ['a matrix of one', platformsOf('linux/arm64')],
    [
      'a matrix of objects, all of another platform',
      platformsOf('{ name: linux/amd64 }, { name: linux/386 }').replaceAll(
        'matrix.p ',
        'matrix.p.name ',
      ),
    ],
    [
      'the timestamp of another job',
      jobs({
        a: job([1], '    outputs: { t: "${{ steps.timestamp.outputs.timestamp }}" }\n'),
        b: job([2, 3, 4, 5, neededTime(6), 7, neededTime(8), 9], NEEDS_A),
      }),
    ],
    [
      'the timestamp of a job with a matrix',
      jobs({
        a: job(
          [1],
          '    strategy: { matrix: { p: [ 1, 2 ] } }\n    outputs: { t: "${{ steps.timestamp.outputs.timestamp }}" }\n',
        ),
        b: job([2, 3, 4, 5, neededTime(6), 7, neededTime(8), 9], NEEDS_A),
      }),
    ],
    [
      'a timestamp a job',
      jobs({ a: job([1, 2, 5, 6]), b: job([run('sleep 5'), 1, 2, 3, 4, 5, 7, 8, 9], NEEDS_A) }),
    ],
    ['no timestamp at all', replacing({ 1: [] })],
    [
      'a role that is not known beside what lacks an untag',
      jobs({ a: job([UNKNOWN_ROLE]), b: job(WITHOUT_UNTAG) }),
    ],
    [
      'a role that is refused before what lacks an untag',
      jobs({
        a: job([
          withKey(3, 'continue-on-error: true').replace('role/github-actions', 'role/other'),
        ]),
        b: job(WITHOUT_UNTAG, NEEDS_A),
      }),
    ],
    [
      'a role that is not known after what lacks an untag',
      jobs({ a: job([1, 2, 3, 4, 5, 6, 8]), b: job([UNKNOWN_ROLE, 9], NEEDS_A) }),
    ],
    ['two of everything, in no order', jobs({ a: job(ALL), b: job(ALL) })],
    ['a build in each, a push in one', jobs({ a: job([1, 2, 5, 6]), b: job(ALL) })],
    [
      'two pushes that are skipped, one of them for another event',
      replacing({
        8: [
          withKey(8, "if: github.event_name == 'pull_request'"),
          withKey(8, "if: github.ref == 'refs/heads/master'").replace('8 Push', '8b Push'),
        ],
      }),
    ],
    [
      'an untag and a push that are skipped',
      jobs({ a: job([1, 2, 3, 4, 5, 6]), b: job([3, 4, 7, 8], '    if: false\n') }),
    ],
    [
      'another workflow before what fails before the push, without an untag',
      `${jobs({ a: '    uses: ./.github/workflows/x.yml\n' })}  b:\n${job([1, 2, 3, 4, 5, 6, run('exit 1'), 8], NEEDS_A)}`,
    ],
    [
      'a role in another region in the one before',
      jobs({
        a: job([IN_OTHER_REGION]),
        b: job(
          steps({
            7: `${untag('cs40')}\n      env: { AWS_REGION: us-east-1, AWS_DEFAULT_REGION: us-east-1 }`,
          }),
          NEEDS_A,
        ),
      }),
    ],
  ],
  lines,
)

const without = (number: number) => ALL.filter((each) => each !== number)
const forEach = (name: (number: number) => string, text: (number: number) => string) =>
  ALL.map((number) => [name(number), text(number)] as const)

recording.each(
  'steps out of order, failing, hidden',
  [
    ...forEach(
      (number) => `step ${number} last`,
      (number) => one(...without(number), number),
    ),
    ...forEach(
      (number) => `step ${number} first`,
      (number) => one(number, ...without(number)),
    ),
    ...forEach(
      (number) => `step ${number} on a condition that is not known`,
      (number) => replacing({ [number]: withKey(number, "if: vars.X == 'a'") }),
    ),
    ...forEach(
      (number) => `step ${number} never`,
      (number) => replacing({ [number]: withKey(number, 'if: false') }),
    ),
    ...forEach(
      (number) => `a failure before step ${number}`,
      (number) => replacing({ [number]: [run('exit 4'), number] }),
    ),
    ...forEach(
      (number) => `a folder's action before step ${number}`,
      (number) => replacing({ [number]: ['    - uses: ./x', number] }),
    ),
    [
      'every step may fail',
      one(...ALL.map((number) => withKey(number, 'continue-on-error: true'))),
    ],
    [
      'a look at what is not there',
      replacing({ 5: [run('aws ecr describe-images --repository-name nope'), 5] }),
    ],
    [
      'a look at a service that is not there',
      replacing({ 5: [run('aws ecs describe-services --cluster nope --services x'), 5] }),
    ],
    ['everything in another region', REFERENCE.replaceAll('us-west-2', 'us-east-1')],
    ['neither build nor push', replacing({ 5: [], 6: [], 8: [] })],
    ['nothing but a checkout', one(2)],
    [
      'a session that has expired',
      replacing({
        3: changed(
          3,
          'aws-region: us-west-2',
          'aws-region: us-west-2\n        role-duration-seconds: 900',
        ),
        7: [run('sleep 1000'), 7],
      }),
    ],
  ],
  lines,
)

const toOtherRegistry = referenceStep(8).replaceAll('${{ env.ECR_REGISTRY }}', 'ghcr.io/ada')
const OTHER_LOGIN = run('docker login -u ada -p x ghcr.io')
const notForgiven = changed(8, 'push: true', 'push: true\n        load: nonsense')

recording.each(
  'builds and pushes',
  [
    ['two pushes', replacing({ 8: [8, 8] })],
    ['two builds', replacing({ 6: [6, 6] })],
    ['no build', replacing({ 6: [] })],
    [
      'a push that fails, forgiven',
      replacing({ 8: notForgiven.replace('\n', '\n      continue-on-error: true\n') }),
    ],
    [
      'docker in place of the actions',
      replacing({ 8: run('docker push ${{ env.ECR_REGISTRY }}/cs40:latest') }),
    ],
    [
      'docker for the build, too',
      replacing({
        5: [],
        6: run(
          'docker build -t ${{ env.ECR_REGISTRY }}/cs40:latest . && docker push ${{ env.ECR_REGISTRY }}/cs40:latest',
        ),
        8: [],
      }),
    ],
    [
      'a build-push-action of another owner',
      replacing({ 8: '    - uses: someone/build-push-action@v1' }),
    ],
    [
      'a build whose inputs fail',
      replacing({ 6: changed(6, 'context: .', "context: ${{ fromJSON('x') }}") }),
    ],
    [
      'a push whose inputs fail',
      replacing({ 8: changed(8, 'context: .', "context: ${{ fromJSON('x') }}") }),
    ],
    [
      'a build whose inputs fail, and no push',
      replacing({ 6: changed(6, 'context: .', "context: ${{ fromJSON('x') }}"), 8: [] }),
    ],
    ['a push with a tag that is none', replacing({ 8: changed(8, '}}:latest', '}}:la test') })],
    [
      'a tag of the first push only',
      REFERENCE.replaceAll(
        '}}:latest',
        "}}:${{ github.run_number == '42' && 'latest' || 'other' }}",
      ),
    ],
    ['a second push to another registry', replacing({ 8: [8, OTHER_LOGIN, toOtherRegistry] })],
    ['a first push to another registry', replacing({ 8: [OTHER_LOGIN, toOtherRegistry, 8] })],
  ],
  lines,
)

recording.each(
  'untagging',
  [
    ['that fails, forgiven', replacing({ 7: `${untag('other')}\n      continue-on-error: true` })],
    ['after the push', replacing({ 7: [], 8: [8, 7] })],
    ['before and after the push', replacing({ 8: [8, 7] })],
    ['of another repository', replacing({ 7: untag('other') })],
    ['in another region', replacing({ 7: untag('cs40', '--region us-east-1') })],
    ['without a region', replacing({ 7: untag('cs40') })],
    [
      'of an image',
      replacing({
        7: untagBy(
          'imageDigest=$(aws ecr describe-images --repository-name cs40 --image-ids imageTag=latest --query "imageDetails[0].imageDigest" --output text)',
        ),
      }),
    ],
    [
      'of everything',
      replacing({
        7: untagBy(
          '"$(aws ecr list-images --repository-name cs40 --query "imageIds[*]" --output json)"',
        ),
      }),
    ],
    ['by a script', replacing({ 7: run('./untag.sh') })],
    ['by a script of aws words', replacing({ 7: run('python3 untag_ecr.py') })],
    ['by another action', replacing({ 7: '    - uses: someone/ecr-untag@v1' })],
    ['that swallows its failure', replacing({ 7: `${untag('other')} || true` })],
    [
      'by a repository made anew',
      replacing({
        7: run(
          'aws ecr delete-repository --repository-name cs40 --force && aws ecr create-repository --repository-name cs40',
        ),
      }),
    ],
    [
      'of a known and an unknown tag',
      replacing({ 7: untagBy('imageTag=latest imageTag=${{ vars.T }}') }),
    ],
    ['and a failure after it', replacing({ 7: `${untag('cs40')} && exit 3` })],
    ['by terraform', replacing({ 7: run('terraform apply -target=aws_ecr_repository.cs40') })],
    ['after a program of aws words', replacing({ 7: [run('terraform apply -target=ecr'), 7] })],
    [
      'of another repository that is there',
      replacing({
        7: run(
          'aws ecr create-repository --repository-name other && aws ecr batch-delete-image --repository-name other --image-ids imageTag=latest',
        ),
      }),
    ],
    [
      'after an ambiguous delete in another repository',
      replacing({
        7: [
          run(
            `aws ecr create-repository --repository-name other && aws ecr batch-delete-image --repository-name other --image-ids imageTag=latest,imageDigest=sha256:${'a'.repeat(64)}`,
          ),
          7,
        ],
      }),
    ],
    ['of too many', replacing({ 7: untagBy('$(printf "imageTag=%s " {1..101}) || true') })],
    ['of another tag', replacing({ 7: untagBy('imageTag=old') })],
    ['of a tag too many', replacing({ 7: untagBy('imageTag=latest imageTag=100') })],
    [
      'and latest moved by put-image before the push',
      replacing({
        7: [
          7,
          run(
            'M=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=100 --query "images[0].imageManifest" --output text); aws ecr put-image --repository-name cs40 --image-tag latest --image-manifest "$M"',
          ),
        ],
      }),
    ],
  ],
  lines,
)

recording.each(
  'redeploying',
  [
    ['without force', replacing({ 9: redeploy(THERE) })],
    [
      'another service',
      replacing({
        9: redeploy('--cluster yoctogram-cluster --service other --force-new-deployment'),
      }),
    ],
    [
      'in another cluster',
      replacing({
        9: redeploy('--cluster other --service yoctogram-service --force-new-deployment'),
      }),
    ],
    ['in another region', replacing({ 9: redeploy(`${FORCED} --region us-east-1`) })],
    [
      'what is looked for',
      replacing({
        9: redeploy(
          '--cluster yoctogram-cluster --service $(aws ecs list-services --cluster yoctogram-cluster --query "serviceArns[0]" --output text) --force-new-deployment',
        ),
      }),
    ],
    [
      'after a wrong look',
      replacing({
        9: run(`aws ecs list-services --cluster other; aws ecs update-service ${ELSEWHERE}`),
      }),
    ],
    ['by a script', replacing({ 9: run('./redeploy.sh') })],
    ['by a script of aws words', replacing({ 9: run('python3 ecs_redeploy.py') })],
    ['by another action', replacing({ 9: '    - uses: someone/deploy@v1' })],
    [
      'by the deploy action',
      replacing({
        9: '    - uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n      with: { service: yoctogram-service, cluster: yoctogram-cluster, force-new-deployment: true }',
      }),
    ],
    ['so that its failure is swallowed', replacing({ 9: `${redeploy(ELSEWHERE)} || true` })],
    [
      'so that its failure is looked at',
      replacing({ 9: run(`if ! aws ecs update-service ${ELSEWHERE}; then exit 1; fi`) }),
    ],
    [
      'a service in a variable',
      replacing({
        9: redeploy('--cluster yoctogram-cluster --service ${{ vars.S }} --force-new-deployment'),
      }),
    ],
    ['before the push', replacing({ 8: [], 9: [9, 8] })],
    ['before and after the push', replacing({ 8: [9, 8] })],
    [
      'without credentials',
      replacing({ 9: `${redeploy(FORCED)}\n      env: { AWS_ACCESS_KEY_ID: '' }` }),
    ],
    [
      'on a condition',
      replacing({
        9: run(`if [ "$GITHUB_REF" = refs/heads/dev ]; then aws ecs update-service ${FORCED}; fi`),
      }),
    ],
    ['only echoed', replacing({ 9: run(`echo aws ecs update-service ${FORCED}`) })],
    [
      'two services',
      replacing({
        9: redeploy(
          `${FORCED} && aws ecs update-service --cluster yoctogram-cluster --service other --force-new-deployment`,
        ),
      }),
    ],
  ],
  lines,
)

const retag = (source: string, tag: string) =>
  run(
    `M=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=${source} --query "images[0].imageManifest" --output text); aws ecr put-image --repository-name cs40 --image-tag ${tag} --image-manifest "$M"`,
  )
const TIME = '${{ steps.timestamp.outputs.timestamp }}'
const scale = (count: number | string) => redeploy(`${THERE} --desired-count ${count}`)
const erase = (more = '') => run(`aws ecs delete-service ${THERE} ${more}`)
const DROP = run('aws ecr delete-repository --repository-name cs40 --force')
const deleteDigest = untagBy(
  'imageDigest=$(aws ecr describe-images --repository-name cs40 --image-ids imageTag=latest --query "imageDetails[0].imageDigest" --output text)',
)

recording.each(
  'what holds when the run ends: images',
  [
    ['latest taken off after the push', replacing({ 8: [8, 7] })],
    ['latest taken off, and put back', replacing({ 8: [8, 7, retag(TIME, 'latest')] })],
    ['latest taken off, and pushed again', replacing({ 8: [8, 7, 8] })],
    [
      'latest taken off, and another image pushed as it',
      replacing({ 8: [8, 7, changed(8, 'context: .', 'context: app')] }),
    ],
    ['latest moved after the push', replacing({ 8: [8, retag('100', 'latest')] })],
    [
      'latest moved, and moved back',
      replacing({ 8: [8, retag('100', 'latest'), retag(TIME, 'latest')] }),
    ],
    ['another tag after the push', replacing({ 8: [8, retag('latest', 'live')] })],
    ['the timestamp taken off after the push', replacing({ 8: [8, untagBy(`imageTag=${TIME}`)] })],
    ['another tag taken off after the push', replacing({ 8: [8, untagBy('imageTag=100')] })],
    [
      'both tags taken off after the push',
      replacing({ 8: [8, untagBy(`imageTag=latest imageTag=${TIME}`)] }),
    ],
    ['the image deleted after the push', replacing({ 8: [8, deleteDigest] })],
    ['the repository deleted after the push', replacing({ 8: [8, DROP] })],
    ['the repository deleted, and no push', replacing({ 7: DROP, 8: [] })],
    ['in another region', replacing({ 8: [8, untag('cs40', '--region us-east-1 || true')] })],
    [
      'another image pushed by a script',
      replacing({
        8: [
          8,
          run(
            'docker build -t ${{ env.ECR_REGISTRY }}/cs40:latest . && docker push ${{ env.ECR_REGISTRY }}/cs40:latest',
          ),
        ],
      }),
    ],
    [
      'a tag that is not known taken off',
      replacing({ 8: [8, untagBy('imageTag=${{ vars.OLD }}')] }),
    ],
    [
      'a deletion after a program that is not known',
      replacing({
        8: [
          8,
          '    - run: |\n        x=$(./old.sh)\n        if [ "$x" = y ]; then aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=$x; fi',
        ],
      }),
    ],
    ['terraform after the push', replacing({ 9: [9, run('terraform apply')] })],
    ['a program that is not known', replacing({ 9: [9, run('./notify.sh')] })],
    ['in a job beside it', jobs({ a: job(ALL), b: job([3, 7]) })],
  ],
  lines,
)

recording.each(
  'what holds when the run ends: the service',
  [
    ['deleted after the redeploy', replacing({ 9: [9, erase('--force')] })],
    ['deleted before the redeploy', replacing({ 9: [erase('--force'), 9] })],
    ['deleted without force', replacing({ 9: [9, erase()] })],
    ['deleted without force, forgiven', replacing({ 9: [9, `${erase()} || true`] })],
    ['scaled to zero, then deleted', replacing({ 9: [9, scale(0), erase()] })],
    ['scaled to zero after the redeploy', replacing({ 9: [9, scale(0)] })],
    ['scaled to zero before the redeploy', replacing({ 9: [scale(0), 9] })],
    ['scaled to zero by the redeploy', replacing({ 9: redeploy(`${FORCED} --desired-count 0`) })],
    [
      'scaled to zero, and back by the redeploy',
      replacing({ 9: [scale(0), redeploy(`${FORCED} --desired-count 1`)] }),
    ],
    ['scaled to zero, and back', replacing({ 9: [9, scale(0), scale(2)] })],
    [
      'scaled to zero until it is stable, and back',
      replacing({
        9: [
          9,
          `${scale(0)} && aws ecs wait services-stable --cluster yoctogram-cluster --services yoctogram-service`,
          scale(2),
        ],
      }),
    ],
    ['scaled up', replacing({ 9: [9, scale(4)] })],
    ['scaled to what is not known', replacing({ 9: [9, scale('${{ vars.N }}')] })],
    [
      'another service scaled to zero',
      replacing({
        9: [
          9,
          `${redeploy('--cluster yoctogram-cluster --service other --desired-count 0')} || true`,
        ],
      }),
    ],
    [
      'a look at it',
      replacing({
        9: [
          9,
          run(
            'aws ecs describe-services --cluster yoctogram-cluster --services yoctogram-service --query "services[0].events[0].message"',
          ),
        ],
      }),
    ],
    ['a program that is not known', replacing({ 9: [9, run('./notify.sh')] })],
  ],
  lines,
)

const DENIED = unknown('no permission', 'give it')
const NO_REPOSITORY = absent('RepositoryNotFoundException')
const ACCOUNTS: Readonly<Record<string, Account>> = {
  'all right': {},
  'no repository': {
    change: () => ({ ecrRepository: async () => NO_REPOSITORY, images: async () => NO_REPOSITORY }),
  },
  'images not known': { change: () => ({ images: async () => DENIED }) },
  'role not known': { role: DENIED },
  'no role': { role: absent('NoSuchEntityException') },
  'service not known': { change: () => ({ service: async () => DENIED }) },
  'no service': { change: () => ({ service: async () => absent('MISSING') }) },
  'immutable tags': { tagMutability: 'IMMUTABLE' },
}

/** What is said in each of the accounts, and in which of them. */
async function linesByAccount(
  text: string,
  accounts: Readonly<Record<string, Account>> = ACCOUNTS,
): Promise<readonly string[]> {
  const said = new Map<string, Set<string>>()
  for (const [name, account] of Object.entries(accounts)) {
    const grouped = outcomesLines(await outcomes(text, { account }))
    for (const line of grouped) said.set(line, (said.get(line) ?? new Set()).add(name))
  }
  const all = Object.keys(accounts).length
  return [...said].map(
    ([line, names]) => `[${names.size === all ? 'each' : [...names].join(', ')}] ${line}`,
  )
}

recording.each(
  'accounts that are not as they should be, or not known',
  [
    ['the reference', REFERENCE],
    ['no untag', one(...WITHOUT_UNTAG)],
    ['no credentials', replacing({ 3: [] })],
    ['no login', replacing({ 4: [] })],
    ['no build', replacing({ 6: [] })],
    ['no push', replacing({ 8: [] })],
    ['no redeploy', replacing({ 9: [] })],
    ["credentials in the repository's script", replacing({ 3: run('./sign-in.sh') })],
    ["the untag in the repository's script", replacing({ 7: run('./untag.sh') })],
    [
      "scripts of the repository's that speak of ECR",
      replacing({ 7: run('python3 ecr_untag.py'), 9: run('python3 ecs_redeploy.py') }),
    ],
    ['another action for the untag', replacing({ 7: '    - uses: a/untag@v1' })],
    [
      'an untag that is refused',
      replacing({ 7: untag('cs40', '--registry-id 444455556666 --region us-west-2') }),
    ],
    [
      'an untag in a job of its own',
      jobs({
        a: job([1, 2, 3, 4, 5, 6]),
        b: job([3, 7], NEEDS_A),
        c: job([1, 2, 3, 4, 5, 8, 9], '    needs: b\n'),
      }),
    ],
    [
      'the repository deleted',
      replacing({
        7: run('aws ecr delete-repository --repository-name cs40 --force --region us-west-2'),
      }),
    ],
    [
      'a tag that is not known',
      replacing({ 8: changed(8, /\$\{\{ steps\S+ \}\}/, '${{ secrets.TAG }}') }),
    ],
    [
      'a push to a registry that is not known',
      replacing({ 8: changed(8, /\$\{\{ env.ECR_REGISTRY \}\}/g, '${{ secrets.REGISTRY }}') }),
    ],
    [
      'a push that is not known to be one',
      replacing({ 8: changed(8, 'push: true', 'push: ${{ vars.PUSH }}') }),
    ],
    [
      'another region',
      replacing({ 3: changed(3, 'aws-region: us-west-2', 'aws-region: us-east-1') }),
    ],
    [
      'a redeploy whose failure is swallowed',
      replacing({ 9: redeploy(`${THERE} --region us-west-2 || true`) }),
    ],
    ['a test that fails in the middle', replacing({ 7: [run('pytest && exit 1 || exit 1'), 7] })],
    [
      'inputs that fail',
      replacing({ 6: changed(6, 'context: .', "context: ${{ fromJSON('x') }}") }),
    ],
    [
      'a build of another platform',
      replacing({ 5: [], 6: changed(6, 'linux/arm64', 'linux/amd64') }),
    ],
  ],
  linesByAccount,
)

const OTHERS: Readonly<Record<string, Account>> = {
  'repository not known': { change: () => ({ ecrRepository: async () => DENIED }) },
  'providers not known': { providers: DENIED },
  'another repository in the trust policy': { trust: trustPolicy('repo:grace/other:*') },
  'another audience in the trust policy': {
    trust: trustPolicy().replace('sts.amazonaws.com', 'x'),
  },
}

recording.each(
  'accounts that are otherwise not as they should be',
  [
    ['the reference', REFERENCE, OTHERS],
    ['no untag', one(...WITHOUT_UNTAG), OTHERS],
  ],
  linesByAccount,
)

const OTHER_SERVICE = {
  arn: 'arn:aws:ecs:us-west-2:111122223333:service/x/y',
  name: 'y',
  clusterArn: 'arn:aws:ecs:us-west-2:111122223333:cluster/x',
}

recording.each(
  'the reference, graded by',
  [
    ['no role', { roleArn: null }],
    ['another role', { roleArn: 'arn:aws:iam::111122223333:role/other' }],
    ['no service', { service: null }],
    ['another service', { service: OTHER_SERVICE }],
  ],
  (graded: Partial<Targets>) => lines(REFERENCE, { graded }),
)

recording.each('what is right', [['the reference', REFERENCE]], async (text) => {
  const { refusal: _, ...checks } = await judge(text)
  return Object.entries(checks).flatMap(([check, outcome]) => outcomeLines(check, outcome))
})

recording.compare()
