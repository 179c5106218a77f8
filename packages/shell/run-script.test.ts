import { expect, test } from 'vitest'
import { image, testView } from '../pipeline/twin/test-account.js'
import { testJob, WORKSPACE } from './test-script.js'

const UNTAG = 'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest'
const NAMES = '--cluster yoctogram-cluster --service yoctogram-service'
const REDEPLOY = `aws ecs update-service ${NAMES} --force-new-deployment`

test.each([
  ['as the assignment has it', `${UNTAG} --region us-west-2`],
  ['over lines', UNTAG.replaceAll(' --', ' \\\n  --')],
  [
    'options in another order',
    'aws --region us-west-2 ecr batch-delete-image --image-ids=imageTag=latest --repository-name=cs40 --output text',
  ],
  [
    'names from the environment',
    'REPO=cs40\naws ecr batch-delete-image --repository-name "$REPO" --image-ids imageTag=latest --region $AWS_REGION',
  ],
  [
    'JSON',
    `aws ecr batch-delete-image --repository-name cs40 --image-ids '[{"imageTag":"latest"}]'`,
  ],
  [
    'JSON from a file',
    `echo '[{"imageTag":"latest"}]' > ids.json\naws ecr batch-delete-image --repository-name cs40 --image-ids file://ids.json`,
  ],
  [
    'the whole input as JSON',
    `aws ecr batch-delete-image --cli-input-json '{"repositoryName":"cs40","imageIds":[{"imageTag":"latest"}]}'`,
  ],
  ['an abbreviated option', 'aws ecr batch-delete-image --repo cs40 --image-id imageTag=latest'],
  ['or true', `${UNTAG} || true`],
  ['messages thrown away', `${UNTAG} > /dev/null 2>&1 && echo removed || echo none`],
  [
    'guarded by describe-images',
    `if aws ecr describe-images --repository-name cs40 --image-ids imageTag=latest > /dev/null 2>&1; then\n  ${UNTAG}\nfi`,
  ],
  [
    'a loop over list-images',
    `for tag in $(aws ecr list-images --repository-name cs40 --query 'imageIds[?imageTag==\`latest\`].imageTag' --output text); do\n  aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=$tag\ndone`,
  ],
  [
    'a loop that reads',
    `aws ecr list-images --repository-name cs40 --query 'imageIds[].imageTag' --output text | tr '\\t' '\\n' | while read -r tag; do\n  if [ "$tag" = "latest" ]; then aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag="$tag"; fi\ndone`,
  ],
  [
    'jq and xargs',
    `aws ecr list-images --repository-name cs40 | jq -r '.imageIds[] | select(.imageTag == "latest") | .imageTag' | xargs -r -I{} aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag={}`,
  ],
  [
    'a function',
    `untag() {\n  local tag="\${1:?}"\n  aws ecr batch-delete-image --repository-name cs40 --image-ids "imageTag=$tag"\n}\nuntag latest`,
  ],
  ['a child shell', `bash -c '${UNTAG}'`],
  ['in the background, waited for', `${UNTAG} &\nwait`],
  ['strict mode', `set -euo pipefail\ntrap 'echo bye' EXIT\n${UNTAG}`],
])('untagging %s is the same effect', async (_name, script) => {
  const { run } = testJob()
  const { exitCode, unknown, did } = await run(script)
  expect({ exitCode, unknown, did }).toEqual({
    exitCode: 0,
    unknown: null,
    did: ['untagged cs40:latest'],
  })
})

test.each([
  ['a comment', `# ${UNTAG}`],
  ['an echo', `echo "${UNTAG}"`],
  ['after exit 0', `exit 0\n${UNTAG}`],
  ['behind a false condition', `if [ "$GITHUB_REF" = refs/heads/never ]; then ${UNTAG}; fi`],
  ['in a function that nobody calls', `f() { ${UNTAG}; }`],
  ['a here document', `cat <<'EOF'\n${UNTAG}\nEOF`],
])('%s is not the effect', async (_name, script) => {
  const { run } = testJob()
  const { exitCode, unknown, did } = await run(script)
  expect({ exitCode, unknown, did }).toEqual({ exitCode: 0, unknown: null, did: [] })
})

test.each([
  [
    'a tag that is not there',
    UNTAG.replace('latest', 'latest-old'),
    0,
    ['nothing cs40:latest-old'],
  ],
  [
    'another repository',
    UNTAG.replace('cs40', 'other'),
    254,
    ['refused RepositoryNotFoundException'],
  ],
  ['another region', `${UNTAG} --region us-east-1`, 254, ['refused RepositoryNotFoundException']],
  ['no credentials', `unset AWS_ACCESS_KEY_ID\n${UNTAG}`, 253, ['refused NoCredentials']],
  ['no region', `unset AWS_REGION\n${UNTAG}`, 253, ['refused NoRegion']],
  ['sudo, which clears the environment', `sudo ${UNTAG}`, 253, ['refused NoRegion']],
  ['a misspelt command', 'aws ecr batch-delete-images --repository-name cs40', 252, []],
  ['a missing option', 'aws ecr batch-delete-image --repository-name cs40', 252, []],
  [
    'an empty list of ids',
    `aws ecr batch-delete-image --repository-name cs40 --image-ids '[]'`,
    252,
    [],
  ],
  [
    'an empty tag',
    'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=$NOPE',
    252,
    [],
  ],
  ['the place holder of the starter', 'COMMAND_HERE', 127, []],
  [
    'by digest',
    `aws ecr batch-delete-image --repository-name cs40 --image-ids imageDigest=$(aws ecr describe-images --repository-name cs40 --image-ids imageTag=latest --query 'imageDetails[0].imageDigest' --output text)`,
    0,
    ['deleted sha256:a with latest+1709294400000'],
  ],
  [
    'the cluster left as a place holder',
    'aws ecs update-service --cluster <cluster-name> --service <service-name> --force-new-deployment',
    1,
    [],
  ],
  [
    'no such cluster',
    REDEPLOY.replace('yoctogram-cluster', 'nope'),
    254,
    ['refused ClusterNotFoundException'],
  ],
  [
    'no such service',
    REDEPLOY.replace('yoctogram-service', 'nope'),
    254,
    ['refused ServiceNotFoundException'],
  ],
  [
    'a backslash forgotten before --force-new-deployment',
    `aws ecs update-service ${NAMES}\n  --force-new-deployment \\\n  --region us-west-2`,
    127,
    ['redeployed yoctogram-service without force'],
  ],
])('%s', async (_name, script, exitCode, did) => {
  const { run } = testJob()
  const result = await run(script)
  expect({ exitCode: result.exitCode, did: result.did, unknown: result.unknown }).toEqual({
    exitCode,
    did,
    unknown: null,
  })
})

test('a failing command ends the script, and what comes after does not happen', async () => {
  const { run } = testJob()
  const { exitCode, did } = await run(`${UNTAG}\nfalse\n${REDEPLOY}`)
  expect({ exitCode, did }).toEqual({ exitCode: 1, did: ['untagged cs40:latest'] })
})

test('without pipefail the last command of a pipeline decides, with it any', async () => {
  const script = `false | cat\n${REDEPLOY}`
  const { run } = testJob()
  expect(await run(script)).toMatchObject({ exitCode: 0 })
  const strict = { kind: 'bash', settings: ['-eo', 'pipefail'] } as const
  expect(await run(script, { shell: strict })).toMatchObject({ exitCode: 1, did: [] })
})

test('looking up cluster and service by list-* finds them', async () => {
  const { run } = testJob()
  const { did, unknown } = await run(`
    CLUSTER=$(aws ecs list-clusters --query 'clusterArns[0]' --output text)
    SERVICE=$(aws ecs list-services --cluster "$CLUSTER" --query "serviceArns[?contains(@, 'yoctogram')] | [0]" --output text)
    aws ecs update-service --cluster $CLUSTER --service $SERVICE --force-new-deployment`)
  expect({ did, unknown }).toEqual({ did: ['redeployed yoctogram-service'], unknown: null })
})

test('a rollout can be waited for: virtual minutes pass, nobody waits', async () => {
  const { run, clock } = testJob()
  const before = clock.now()
  const { exitCode } = await run(
    `${REDEPLOY}\naws ecs wait services-stable --cluster yoctogram-cluster --services yoctogram-service`,
  )
  expect(exitCode).toBe(0)
  expect(clock.now() - before).toBeGreaterThan(170_000)
})

test('polling until the rollout is complete ends', async () => {
  const { run } = testJob()
  const { exitCode, unknown } = await run(`${REDEPLOY}
    until [ "$(aws ecs describe-services --cluster yoctogram-cluster --services yoctogram-service --query 'services[0].deployments[0].rolloutState' --output text)" = COMPLETED ]; do
      sleep 10
    done`)
  expect({ exitCode, unknown }).toEqual({ exitCode: 0, unknown: null })
})

test('files live across the steps of a job, variables do not', async () => {
  const { run } = testJob()
  await run('echo "timestamp=$(date +%s%3N)" >> "$GITHUB_OUTPUT"; X=1; export X')
  const { stdout } = await run('cat "$GITHUB_OUTPUT"; echo "[${X:-unset}]"; pwd')
  expect(stdout).toBe(`timestamp=1710014400000\n[unset]\n${WORKSPACE}\n`)
})

test('retagging by AWS recipe keeps the old image', async () => {
  const { run } = testJob(testView([image('a', ['latest'])]))
  const { did } = await run(`
    MANIFEST=$(aws ecr batch-get-image --repository-name cs40 --image-ids imageTag=latest --query 'images[].imageManifest' --output text)
    aws ecr put-image --repository-name cs40 --image-tag "old-$(date +%s)" --image-manifest "$MANIFEST" > /dev/null
    ${UNTAG}`)
  expect(did).toEqual(['tagged cs40:old-1710014400', 'untagged cs40:latest'])
})

test('sh is dash: a script that needs bash is unknown, another runs', async () => {
  const { run } = testJob()
  const sh = { kind: 'sh', settings: ['-e'] } as const
  expect(await run(`${UNTAG} || true`, { shell: sh })).toMatchObject({ exitCode: 0 })
  expect(await run('[[ a == a ]] && echo yes', { shell: sh })).toMatchObject({
    exitCode: null,
    unknown: {
      because: 'line 1 of the script uses [[ … ]], which the grader does not follow in sh',
    },
  })
})

test('a script broken by an open quote fails where bash comes to it', async () => {
  const { run } = testJob()
  const { exitCode, did } = await run(`${UNTAG}\necho "open`)
  expect({ exitCode, did }).toEqual({ exitCode: 2, did: ['untagged cs40:latest'] })
})
