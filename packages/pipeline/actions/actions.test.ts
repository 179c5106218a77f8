import { absent, found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import {
  judgeTrace,
  REFERENCE,
  referenceStep,
  type Setting,
  traceOf,
  trustPolicy,
} from '../test-pipeline.js'
import { Recording } from '../test-recorded.js'
import { changes, firstPush, outcomesLines } from '../test-trace.js'
import type { PipelineTrace } from '../trace.js'

// What a step's inputs change in what the pipeline does, and in what the checks conclude from it. Where actions.txt
// differs from the action's own source and README, which its file names, it is wrong.

const recording = new Recording('actions.txt')

const reference = firstPush(await traceOf(REFERENCE))
const usual = outcomesOf(await traceOf(REFERENCE))

function outcomesOf(trace: PipelineTrace, setting: Setting = {}): string[] {
  const { refusal: _refusal, ...all } = judgeTrace(trace, setting.graded)
  return outcomesLines(all)
}

/** The reference with another text in the place of one that has to be there. */
function edited(from: string | RegExp, to: string): string {
  const text = REFERENCE.replace(from, () => to)
  if (text === REFERENCE) throw new Error(`nothing to replace: ${String(from)}`)
  return text
}

async function changesBy(text: string, setting: Setting = {}): Promise<string[]> {
  return changes(reference, firstPush(await traceOf(text, setting)))
}

/** The same, and what the checks conclude otherwise than from the reference. */
async function changesAndOutcomes(text: string, setting: Setting = {}): Promise<string[]> {
  const trace = await traceOf(text, setting)
  const different = outcomesOf(trace, setting).filter((line) => !usual.includes(line))
  const all = [...changes(reference, firstPush(trace)), ...different]
  return all.length === 0 ? ['no difference'] : all
}

/** A step with these inputs before those it has. */
function withInputs(number: number, ...lines: string[]): string {
  const text = referenceStep(number)
  const [head = '', inputs = ''] = text.split('\n      with:\n')
  const added = lines.map((line) => `        ${line}`).join('\n')
  return edited(text, `${head}\n      with:\n${added}\n${inputs}`)
}

const ROLE_LINE = 'role-to-assume: arn:aws:iam::${{ secrets.AWS_ACCOUNT_ID }}:role/github-actions'
const withRole = (role: string) => edited(ROLE_LINE, `role-to-assume: ${role}`)

recording.each(
  'configure-aws-credentials',
  [
    ['no role', withRole("''")],
    ['a bare name', withRole('github-actions')],
    ['no ARN of a role', withRole('arn:aws:iam::111122223333:user/ada')],
    ['the role of another account', withRole('arn:aws:iam::444455556666:role/github-actions')],
    ['a role that is not there', withRole('arn:aws:iam::111122223333:role/other')],
    ['a role with a path', withRole('arn:aws:iam::111122223333:role/x/github-actions')],
    ['a secret that is not known', withRole('${{ secrets.ROLE }}')],
    ['no region', edited('aws-region: us-west-2', "aws-region: ''")],
    ['a region that is none', edited('aws-region: us-west-2', 'aws-region: US West')],
    ['two regions', edited('aws-region: us-west-2', 'aws-region: us-west-2,us-east-1')],
    ['another region', edited('aws-region: us-west-2', 'aws-region: eu-west-1')],
    ['a region that is not known', edited('aws-region: us-west-2', 'aws-region: ${{ vars.R }}')],
    ['another audience', withInputs(3, 'audience: https://github.com/ada')],
    ['an audience of capitals', withInputs(3, 'AUDIENCE: sts.amazonaws.com')],
    ['static keys', withInputs(3, 'aws-access-key-id: x', 'aws-secret-access-key: y')],
    ['the other half of a static key', withInputs(3, 'aws-access-key-id: x')],
    ['half a static key', withInputs(3, 'aws-secret-access-key: y')],
    ['a token from a file', withInputs(3, 'web-identity-token-file: /tmp/token')],
    ['a chained role', withInputs(3, 'role-chaining: true')],
    ['no chained role', withInputs(3, 'role-chaining: false')],
    ['OIDC skipped', withInputs(3, 'force-skip-oidc: true')],
    ['accounts that are allowed', withInputs(3, 'allowed-account-ids: 444455556666, 111122223333')],
    ['accounts without ours', withInputs(3, 'allowed-account-ids: 444455556666')],
    ['a narrowed session', withInputs(3, "inline-session-policy: '{}'")],
    [
      'managed session policies',
      withInputs(3, 'managed-session-policies: arn:aws:iam::aws:policy/x'),
    ],
    ['keys that stay out of the environment', withInputs(3, 'output-env-credentials: False')],
    ['the shortest session', withInputs(3, 'role-duration-seconds: 900')],
    ['a session that is too short', withInputs(3, 'role-duration-seconds: 899')],
    ['a session of no length', withInputs(3, 'role-duration-seconds: long')],
    ['a session longer than the role allows', withInputs(3, 'role-duration-seconds: 3601')],
    ['no permission to ask for a token', edited('permissions: write-all', 'permissions: read-all')],
    ['only that permission', edited('permissions: write-all', 'permissions: { id-token: write }')],
    ['no provider', REFERENCE, { account: { providers: found([]) } }],
    ['no list of providers', REFERENCE, { account: { providers: absent('none') } }],
    ['a provider that is not known', REFERENCE, { account: { providers: unknown('why', 'how') } }],
    ['a role that is not known', REFERENCE, { account: { role: unknown('why', 'how') } }],
    ['another repository', REFERENCE, { account: { trust: trustPolicy('repo:grace/x:*') } }],
    [
      'another repository, and a session longer than the role allows',
      withInputs(3, 'role-duration-seconds: 3601'),
      { account: { trust: trustPolicy('repo:grace/x:*') } },
    ],
    ['a trust policy that is none', REFERENCE, { account: { trust: '{' } }],
    ['no repository', REFERENCE, { repository: null }],
    [
      'the form with ids, which is not known to be meant',
      REFERENCE,
      { customization: unknown('no token', 'make one') },
    ],
    [
      'a policy for both forms, where it is not known which is meant',
      REFERENCE,
      {
        customization: unknown('no token', 'make one'),
        account: { trust: trustPolicy('repo:ada*/yoctogram-app*:ref:refs/heads/main') },
      },
    ],
    [
      'an environment',
      edited('runs-on: ubuntu-latest', 'runs-on: ubuntu-latest\n    environment: production'),
    ],
    [
      'an environment that is not known',
      edited('runs-on: ubuntu-latest', 'runs-on: ubuntu-latest\n    environment: ${{ vars.E }}'),
    ],
  ],
  changesAndOutcomes,
)

test.each([
  ['a+b=c,d.e@f-g_1', true],
  ["''", true],
  ['deploy-${{ github.run_id }}', true],
  ['a/b', false],
  ['GitHub Actions Deploy', false],
  ['run ${{ github.run_id }}', false],
  ['x', false],
  ['x'.repeat(64), true],
  ['x'.repeat(65), false],
])('AWS takes a session of the name %s: %s', async (name, takes) => {
  const trace = await changesBy(withInputs(3, `role-session-name: ${name}`))
  expect(trace.join().includes('"reason":"session-name"')).toBe(!takes)
})

test.each(
  Object.entries({
    iss: 'https://token.actions.githubusercontent.com',
    ref: 'refs/heads/main',
    ref_type: 'branch',
    event_name: 'push',
    repository: 'ada/yoctogram-app',
    repository_owner: 'ada',
    repository_id: '2001',
    repository_owner_id: '1001',
    workflow_ref: 'ada/yoctogram-app/.github/workflows/main.yml@refs/heads/main',
    job_workflow_ref: 'ada/yoctogram-app/.github/workflows/main.yml@refs/heads/main',
    runner_environment: 'github-hosted',
  }),
)('the token of a push has the claim %s', async (claim, value) => {
  const policy = (asked: string) =>
    trustPolicy().replace(
      '"StringLike":{',
      () => `"StringLike":{"token.actions.githubusercontent.com:${claim}":"${asked}",`,
    )
  const taken = (asked: string) => changesBy(REFERENCE, { account: { trust: policy(asked) } })
  expect(await taken(value)).toEqual([])
  expect((await taken('other')).join()).toMatch(new RegExp(`:${claim}".*"found":"${value}"`))
})

const HOST = '111122223333.dkr.ecr.us-west-2.amazonaws.com'
const OUTPUT = 'steps.login-ecr.outputs.docker_'

recording.each(
  'amazon-ecr-login',
  [
    ['a public registry', withInputs(4, 'registry-type: public')],
    ['another account', withInputs(4, "registries: '444455556666'")],
    ['two accounts', withInputs(4, "registries: '111122223333, 444455556666'")],
    [
      'two accounts, and docker signed in anew by the outputs',
      withInputs(4, "registries: '111122223333, 444455556666'").replace(
        '    - name: 5',
        `    - run: |
        docker logout ${HOST}
        echo "\${{ ${OUTPUT}password_${HOST.replaceAll(/[.-]/g, '_')} }}" |
          docker login -u "\${{ ${OUTPUT}username_${HOST.replaceAll(/[.-]/g, '_')} }}" --password-stdin ${HOST}
    - name: 5`,
      ),
    ],
    [
      'two accounts in China',
      withInputs(4, "registries: '111122223333, 444455556666'").replace(
        'uses: aws-actions/amazon-ecr-login@v1',
        'uses: aws-actions/amazon-ecr-login@v1\n      env: { AWS_REGION: cn-north-1 }',
      ),
    ],
    ['before the credentials', edited(`${referenceStep(3)}\n`, '')],
    [
      'without a region',
      edited(
        'uses: aws-actions/amazon-ecr-login@v1',
        "uses: aws-actions/amazon-ecr-login@v1\n      env: { AWS_REGION: '', AWS_DEFAULT_REGION: '' }",
      ),
    ],
    [
      'in another region',
      edited(
        'uses: aws-actions/amazon-ecr-login@v1',
        'uses: aws-actions/amazon-ecr-login@v1\n      env: { AWS_REGION: eu-west-1 }',
      ),
    ],
  ],
  changesAndOutcomes,
)

const login = (...lines: string[]) =>
  edited(
    'uses: aws-actions/amazon-ecr-login@v1',
    ['uses: docker/login-action@v3', '      with:', ...lines.map((line) => `        ${line}`)].join(
      '\n',
    ),
  )

recording.each(
  'docker/login-action',
  [
    ['ECR, by the credentials of the job', login(`registry: ${HOST}`)],
    ['ECR in another region', login(`registry: ${HOST.replace('west-2', 'east-1')}`)],
    ['ECR with keys', login(`registry: ${HOST}`, 'username: AKIA', 'password: x')],
    ['ECR with a password only', login(`registry: ${HOST}`, 'password: x')],
    [
      'ECR as any registry',
      login(`registry: ${HOST}`, 'username: AWS', 'password: x', 'ecr: False'),
    ],
    ['Docker Hub', login('username: ada', 'password: x')],
    ['GitHub', login('registry: ghcr.io', 'username: ada', 'password: x')],
    [
      'ECR by keys of its own in the environment',
      login(`registry: ${HOST}`).replace(
        'uses: docker/login-action@v3',
        'uses: docker/login-action@v3\n      env: { AWS_ACCESS_KEY_ID: AKIA, AWS_SECRET_ACCESS_KEY: x }',
      ),
    ],
    [
      'ECR at another endpoint',
      login(`registry: ${HOST}`).replace(
        'uses: docker/login-action@v3',
        'uses: docker/login-action@v3\n      env: { AWS_ENDPOINT_URL: "http://localhost:4566" }',
      ),
    ],
    [
      'Docker Hub, and a push to it',
      login('username: ada', 'password: x').replace(
        referenceStep(8),
        referenceStep(8).replace(/ {8}tags: [\s\S]*/, '        tags: ada/cs40:latest'),
      ),
    ],
    ['ECR before the credentials', login(`registry: ${HOST}`).replace(`${referenceStep(3)}\n`, '')],
  ],
  changesAndOutcomes,
)

const build = (step: 6 | 8, ...lines: string[]) => withInputs(step, ...lines)
const without = (step: 6 | 8, key: string) => {
  const text = REFERENCE.replace(
    new RegExp(`(- name: ${step} [^]*?)        ${key}: [^\\n]*\\n`),
    (_whole, before: string) => before,
  )
  if (text === REFERENCE) throw new Error(`no ${key}`)
  return text
}

/** The push of step 8 by docker, of an image that the action built for this exporter. */
const pushedByDocker = (outputs: string) =>
  edited(
    referenceStep(8),
    `${referenceStep(8)
      .replace('push: true', `outputs: ${outputs}`)
      .trimEnd()}\n    - run: docker push --all-tags "$ECR_REGISTRY/$ECR_REPOSITORY"`,
  )

const bothBuild = (context: string) => REFERENCE.replaceAll('context: .', `context: "${context}"`)

/** A build with a cache, and a step that moves the cache's folder. */
const withCache = (cache: string) => {
  const text = referenceStep(6)
  const cached = text.replace('\n      with:\n', `\n      with:\n        cache-to: ${cache}\n`)
  return edited(text, `${cached}\n    - run: mv /tmp/new /tmp/old`)
}

recording.each(
  'build-push-action',
  [
    ['version 1', edited('build-push-action@v2', 'build-push-action@v1')],
    ['version 2.5, lenient', edited('build-push-action@v2', 'build-push-action@v2.5.0')],
    ['version 6', edited('build-push-action@v2', 'build-push-action@v6')],
    ['no context', without(6, 'context')],
    [
      'a context from git',
      without(6, 'context').replace(
        'platforms',
        'context: "{{defaultContext}}"\n        platforms',
      ),
    ],
    ['a build for the store', build(6, 'load: true')],
    ['load that is neither', build(6, 'load: maybe')],
    [
      'load that is neither, in version 2.5',
      build(6, 'load: maybe').replaceAll('build-push-action@v2', 'build-push-action@v2.5'),
    ],
    [
      'load that is neither, in version 2.6',
      build(6, 'load: maybe').replaceAll('build-push-action@v2', 'build-push-action@v2.6.0'),
    ],
    ['an exporter that pushes', build(6, 'outputs: type=registry')],
    ['an exporter that may push', build(6, 'outputs: type=image,push=true')],
    ['an exporter that does not', build(6, 'outputs: type=image,push=false')],
    ['an exporter to a folder', build(6, 'outputs: type=local,dest=out')],
    ['an exporter to a file that says push', build(6, 'outputs: type=oci,push=true,dest=x.tar')],
    [
      'an exporter that pushes by a name of its own',
      build(6, 'outputs: type=image,push=true,name=x'),
    ],
    [
      'a push by an exporter alone',
      without(8, 'push').replace(
        /( {8}context: [^\n]*\n)(?![\s\S]* {8}context: )/,
        '$1        outputs: type=registry\n',
      ),
    ],
    ['an exporter for the store', build(6, 'outputs: type=docker')],
    ['a push by docker of what an exporter put into the store', pushedByDocker('type=docker')],
    [
      'the same, among others',
      pushedByDocker('|\n          type=local,dest=out\n          type=docker'),
    ],
    ['a push by docker of what stands in a folder', pushedByDocker('type=local,dest=out')],
    ['an exporter with blanks', build(6, 'outputs: type = registry , compression=gzip')],
    ['an exporter with an annotation', build(6, 'outputs: type=registry,annotation.a=b=c')],
    ['an exporter of no type', build(6, 'outputs: dest=out')],
    ['an exporter that is not known', build(6, 'outputs: ${{ vars.OUT }}')],
    ['a push that is not known', edited('push: true', 'push: ${{ vars.PUSH }}')],
    [
      'no tags in the push',
      edited(referenceStep(8), referenceStep(8).replace(/ {8}tags: [\s\S]*/, '')),
    ],
    ['a tag that is none', edited('}}:latest', '}}:la test')],
    ['a platform that is none', edited('platforms: linux/arm64', 'platforms: linux/arm64/v8/x')],
    ['a variant', edited('platforms: linux/arm64', 'platforms: linux/arm64/v8')],
    ['only an architecture', edited('platforms: linux/arm64', 'platforms: arm64')],
    [
      'two platforms on lines',
      edited(
        'platforms: linux/arm64',
        'platforms: |\n          linux/arm64\n          linux/amd64',
      ),
    ],
    ['a platform that is not known', edited('platforms: linux/arm64', 'platforms: ${{ vars.P }}')],
    ['no platform', without(6, 'platforms')],
    [
      'no platform, on a runner that is not known',
      without(6, 'platforms').replace('runs-on: ubuntu-latest', 'runs-on: self-hosted'),
    ],
    [
      'no platform, on an ARM runner',
      without(6, 'platforms').replace('runs-on: ubuntu-latest', 'runs-on: ubuntu-24.04-arm'),
    ],
    [
      'a push to two registries',
      edited(
        referenceStep(8),
        referenceStep(8).replace(
          / {8}tags: [\s\S]*/,
          `        tags: ${HOST}/cs40:latest,ghcr.io/ada/cs40:latest,${HOST}/cs40:two`,
        ),
      ),
    ],
    [
      'an ARM runner without Buildx',
      edited('runs-on: ubuntu-latest', 'runs-on: ubuntu-24.04-arm').replace(
        `${referenceStep(5)}\n`,
        '',
      ),
    ],
    [
      'QEMU instead of Buildx',
      edited('docker/setup-buildx-action@v1', 'docker/setup-qemu-action@v3'),
    ],
    ['Buildx with the docker driver', withInputs(5, 'driver: docker')],
    ['Buildx with the usual driver', withInputs(5, 'driver: docker-container')],
    ['Buildx with the driver of a cluster', withInputs(5, 'driver: kubernetes')],
    ['Buildx with another driver of docker', withInputs(5, 'driver: docker-x')],
    ['Buildx with another driver for docker', withInputs(5, 'driver: x-docker')],
    ['Buildx on another machine', withInputs(5, 'endpoint: tcp://builder:1234')],
    ['a cache in a folder', withCache('type=local,dest=/tmp/new')],
    ['a cache in a folder, and another', withCache('type=local,mode=max,dest=/tmp/new')],
    ['a cache without a folder', withCache('type=local')],
    ['a cache elsewhere', withCache('type=registry,dest=/tmp/new')],
    [
      'a context from an address',
      edited('context: .', 'context: https://github.com/ada/yoctogram-app.git'),
    ],
    [
      'a context from an address, and a file',
      edited(
        'context: .',
        'context: https://github.com/ada/yoctogram-app.git\n        file: nope/Dockerfile',
      ),
    ],
    ['the default context of both', bothBuild('{{defaultContext}}')],
    ['the default context of both, with blanks', bothBuild('{{  defaultContext  }}')],
    ['a folder of the default context', bothBuild('{{ defaultContext }}:app')],
    [
      'what only ends as the default context',
      bothBuild('https://github.com/grace/x.git#{{defaultContext}}'),
    ],
    ['another repository as the context of both', bothBuild('https://github.com/grace/x.git#main')],
    [
      'the own repository as the context of both',
      bothBuild('https://github.com/Ada/yoctogram-app.git#main'),
    ],
    ['a context that is not there', edited('context: .', 'context: nope')],
    [
      'another registry',
      edited('${{ secrets.AWS_ACCOUNT_ID }}.dkr.ecr.us-west-2.amazonaws.com', 'ghcr.io/ada'),
    ],
    ['another repository', edited('ECR_REPOSITORY: cs40', 'ECR_REPOSITORY: other')],
    ['another region', edited('dkr.ecr.us-west-2', 'dkr.ecr.us-east-1')],
    [
      'a repository that is not known',
      edited('ECR_REPOSITORY: cs40', 'ECR_REPOSITORY: ${{ vars.REPO }}'),
    ],
    [
      'a registry that is not known',
      edited('${{ secrets.AWS_ACCOUNT_ID }}.dkr', '${{ secrets.OTHER }}.dkr'),
    ],
  ],
  changesAndOutcomes,
)

const REGISTRY = '${{ env.ECR_REGISTRY }}/${{ env.ECR_REPOSITORY }}'
/** The tags of the push as the action makes them. */
const made = (...lines: string[]) =>
  edited(
    referenceStep(8),
    [
      '    - id: meta',
      '      uses: docker/metadata-action@v5',
      '      with:',
      ...lines.map((line) => `        ${line}`),
      referenceStep(8).replace(/ {8}tags: [\s\S]*/, '        tags: ${{ steps.meta.outputs.tags }}'),
    ].join('\n'),
  )
const images = `images: ${REGISTRY}`
const block = (...types: string[]) => ['tags: |', ...types.map((type) => `  ${type}`)]

recording.each(
  'metadata-action',
  [
    ['no types', made(images)],
    [
      'the two of the assignment',
      made(images, ...block('latest', 'type=raw,value=${{ steps.timestamp.outputs.timestamp }}')),
    ],
    ['a branch', made(images, ...block('type=ref,event=branch', 'type=ref,event=tag'))],
    ['a commit', made(images, ...block('type=sha'))],
    ['a commit with a prefix', made(images, ...block('type=sha,prefix=git-,suffix=-x'))],
    ['a long commit', made(images, ...block('type=sha,format=long'))],
    [
      'what is switched off',
      made(images, ...block('type=raw,value=a,enable=false', 'type=raw,value=b,enable=true')),
    ],
    [
      'what may be switched on',
      made(images, ...block('type=raw,value=a,enable={{is_default_branch}}')),
    ],
    ['a template', made(images, ...block('type=raw,value={{date}}'))],
    ['a version', made(images, ...block('type=semver,pattern=v1', 'type=schedule', 'latest'))],
    ['a type that does not exist', made(images, ...block('type=weather'))],
    ['a prefix and a suffix', made(images, ...block('type=raw,value=a,prefix=p-,suffix=-s'))],
    ['a flavor', made(images, 'flavor: latest=true', ...block('latest'))],
    [
      'latest as a flavor',
      made(
        images,
        'flavor: latest=true',
        ...block('type=raw,value=${{ steps.timestamp.outputs.timestamp }}'),
      ),
    ],
    [
      'latest as a flavor of nothing',
      made(images, 'flavor: latest=true', ...block('type=schedule')),
    ],
    [
      'latest on the default branch',
      made(
        images,
        'flavor: latest=auto',
        ...block(
          'type=raw,value=latest,enable={{is_default_branch}}',
          'type=raw,value=${{ steps.timestamp.outputs.timestamp }},enable={{ is_default_branch }}',
        ),
      ),
    ],
    [
      'a flavor around tags, and around latest',
      made(
        images,
        'flavor: |',
        '  latest=true',
        '  prefix=p-,onlatest=true',
        '  suffix=-s,onlatest=false',
        ...block('type=raw,value=a b/c', 'type=raw,value=d,suffix=', 'type=sha'),
      ),
    ],
    ['a flavor that does not exist', made(images, 'flavor: taste=sweet', ...block('latest'))],
    ['a flavor without a value', made(images, 'flavor: latest', ...block('latest'))],
    ['a flavor that is neither', made(images, 'flavor: latest=maybe', ...block('latest'))],
    ['a flavor on nothing', made(images, 'flavor: prefix=a,onlatest=maybe', ...block('latest'))],
    [
      'a flavor that is not known',
      made(images, 'flavor: latest=${{ vars.X }}', ...block('latest')),
    ],
    [
      'by priority, each once',
      made(
        images,
        ...block(
          'type=sha',
          'a',
          'type=edge',
          'a',
          'type=raw,value=z,priority=900',
          'type=edge,branch=dev',
        ),
      ),
    ],
    ['a priority that is none', made(images, ...block('type=raw,value=a,priority=x'))],
    [
      'branch and commit in a template',
      made(images, ...block('{{branch}}-{{sha}}{{tag}}{{base_ref}}')),
    ],
    ['a template in three braces', made(images, ...block('{{{branch}}}'))],
    ['a template of no name', made(images, ...block('{{weather}}'))],
    ['comments', made(images, ...block('# of the assignment', 'latest'))],
    [
      'a version written out',
      made(images, ...block('type=semver,pattern={{version}},value=1.2.3')),
    ],
    ['a value that is not known', made(images, ...block('type=raw,value=${{ vars.X }}'))],
    ['an entry that is not known', made(images, ...block('${{ vars.X }}'))],
    ['a switch that is not known', made(images, ...block('type=raw,value=a,enable=${{ vars.X }}'))],
    ['a switch that is neither', made(images, ...block('type=raw,value=a,enable=maybe'))],
    ['a format that is none', made(images, ...block('type=sha,format=tiny'))],
    ['an event that is none', made(images, ...block('type=ref,event=x'))],
    ['no event', made(images, ...block('type=ref'))],
    ['no value', made(images, ...block('type=raw'))],
    ['another separator', made(images, "sep-tags: ','", ...block('latest', 'a'))],
    ['the commit of the workflow', made(images, 'context: workflow', ...block('latest'))],
    ['the commit of git', made(images, 'context: git', ...block('latest'))],
    [
      'an old version',
      made(images, ...block('latest')).replace('metadata-action@v5', 'metadata-action@v1'),
    ],
    [
      'a length of its own',
      made(images, ...block('type=sha'), "env: { X: '' }").replace(
        "        env: { X: '' }",
        '      env: { DOCKER_METADATA_SHORT_SHA_LENGTH: 12 }',
      ),
    ],
    [
      'tags taken out of the JSON',
      made(
        images,
        ...block('latest', 'type=raw,value=${{ steps.timestamp.outputs.timestamp }}'),
      ).replace(
        '${{ steps.meta.outputs.tags }}',
        "${{ join(fromJSON(steps.meta.outputs.json).tags, ',') }}",
      ),
    ],
    [
      'tags taken out of the environment',
      made(
        images,
        ...block('latest', 'type=raw,value=${{ steps.timestamp.outputs.timestamp }}'),
      ).replace('${{ steps.meta.outputs.tags }}', '${{ env.DOCKER_METADATA_OUTPUT_TAGS }}'),
    ],
    [
      'an environment that was not asked for',
      made(images, ...block('latest'), 'env: { X: 1 }')
        .replace('        env: { X: 1 }', '      env: { DOCKER_METADATA_SET_OUTPUT_ENV: false }')
        .replace('${{ steps.meta.outputs.tags }}', '${{ env.DOCKER_METADATA_OUTPUT_TAGS }}'),
    ],
    ['several images in a line', made("images: 'a/b, C/d'", ...block('latest'))],
    [
      'an image that is switched off',
      made('images: |', '  name=x,enable=false', '  y', ...block('latest')),
    ],
    ['an image with another attribute', made('images: name=x,size=1', ...block('latest'))],
    ['an image that may be there', made('images: name=x,enable=maybe', ...block('latest'))],
    ['an image without a name', made('images: enable=true', ...block('latest'))],
    ['no image', made("images: ''", ...block('latest'))],
    [
      'capitals in an image',
      made(`images: ${REGISTRY.replace('}}/', '}}/CS40/')}`, ...block('latest')),
    ],
    ['an image with attributes', made('images: name=x,enable=true', ...block('latest'))],
  ],
  changesAndOutcomes,
)

const CHECKOUT = 'uses: actions/checkout@v2'
const inputs = (...lines: string[]) =>
  edited(CHECKOUT, [CHECKOUT, '      with:', ...lines.map((line) => `        ${line}`)].join('\n'))
const mayNotRead = (text: string) =>
  text.replace('permissions: write-all', 'permissions: { id-token: write }')

recording.each(
  'checkout',
  [
    ['a token of its own', mayNotRead(inputs('token: ${{ secrets.PAT }}'))],
    ['a key of its own', mayNotRead(inputs('ssh-key: ${{ secrets.KEY }}'))],
    ['another repository', mayNotRead(inputs('repository: ada/other'))],
    ['a folder', inputs('path: app')],
    ['the folder it goes to anyway', inputs('path: ./')],
    ['a context outside the repository', edited('context: .', 'context: ../other')],
    [
      'a Dockerfile outside the repository',
      edited('context: .', 'context: .\n        file: /tmp/Dockerfile'),
    ],
    [
      'a folder in other words',
      inputs('path: ./app/').replaceAll('context: .', 'context: app/../app'),
    ],
    [
      'a folder that is not known',
      inputs('path: ${{ vars.X }}').replaceAll('context: .', 'context: app'),
    ],
    [
      'a folder that the builds know',
      inputs('path: app').replaceAll('context: .', 'context: ./app/'),
    ],
    [
      'a folder, and a Dockerfile named in it',
      inputs('path: app').replaceAll('context: .', 'context: .\n        file: app/Dockerfile'),
    ],
    [
      'a folder, and a Dockerfile that a script writes',
      inputs('path: app').replace(
        '    - name: 6',
        '    - run: echo "FROM scratch" > Dockerfile\n    - name: 6',
      ),
    ],
    [
      'a folder that is copied',
      inputs('path: app').replace('    - name: 6', '    - run: cp -r app/. .\n    - name: 6'),
    ],
    ['nothing, but files of another job', edited(CHECKOUT, 'uses: actions/download-artifact@v4')],
    ['nothing, but files that were kept', edited(CHECKOUT, 'uses: actions/cache@v4')],
    ['nothing', edited(CHECKOUT, 'uses: actions/setup-node@v4')],
    ['a branch', inputs('ref: dev')],
  ],
  changesAndOutcomes,
)

const DEPLOY = 'aws-actions/amazon-ecs-deploy-task-definition@v2'

recording.each(
  'amazon-ecs-deploy-task-definition',
  ['', '0', '1', '10', 'x2', '${{ vars.COUNT }}'].map((count): [string, string] => [
    `beside step 9, desired count ${count || 'unset'}`,
    `${REFERENCE}\n    - uses: ${DEPLOY}\n      with: { desired-count: '${count}' }\n`,
  ]),
  changesAndOutcomes,
)

recording.compare()
