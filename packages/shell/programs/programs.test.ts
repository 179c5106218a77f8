import { expect, test } from 'vitest'
import { testJob } from '../test-script.js'

// The clock stands at 2024-03-09T20:00:00Z, a Saturday.
test.each([
  ['date +%s', '1710014400'],
  ['date +%s%3N', '1710014400000'],
  ['date +%s%N', '1710014400000000000'],
  ['date +%Y%m%d-%H%M%S', '20240309-200000'],
  ['date -u +"%Y-%m-%dT%H:%M:%SZ"', '2024-03-09T20:00:00Z'],
  ['date --iso-8601=seconds', '2024-03-09T20:00:00+00:00'],
  ['date -I', '2024-03-09'],
  ['date +%F_%T', '2024-03-09_20:00:00'],
  ['date', 'Sat Mar  9 20:00:00 UTC 2024'],
  ['date -R', 'Sat, 09 Mar 2024 20:00:00 +0000'],
  ["date '+%-d %-m %j %a %B %I %p %y %e %%'", '9 3 069 Sat March 08 PM 24  9 %'],
  ['TZ=America/Los_Angeles date +%Y%m%d%H%M', '202403091200'],
  ['date -d @0 +%F', '1970-01-01'],
  ["date -d '1 day ago' +%F", '2024-03-08'],
  ["date -d '2024-03-09 20:00:00' +%s", '1710014400'],
  ['sleep 90; date +%s', '1710014490'],
  ['sleep 1m; date +%s', '1710014460'],
])('%s', async (script, line) => {
  const { run } = testJob()
  expect(await run(script)).toMatchObject({ exitCode: 0, stdout: `${line}\n` })
})

test.each([
  ["printf 'a b c' | xargs -n2 echo", 'a b\nc\n'],
  ["printf 'a\\nb\\n' | xargs -I% echo '<%>'", '<a>\n<b>\n'],
  ["printf 'a\\0b c\\0' | xargs -0 -n1 echo", 'a\nb c\n'],
  ["printf 'a,b' | xargs -d, -n1 echo", 'a\nb\n'],
  ['printf \'"a b" c\' | xargs -n1 echo', 'a b\nc\n'],
  ['printf "" | xargs echo none', 'none\n'],
  ['printf "" | xargs -r echo none', ''],
  ['printf "a b" | xargs -n2 -P4 echo x', 'x a b\n'],
])('%s', async (script, stdout) => {
  const { run } = testJob()
  expect(await run(script)).toMatchObject({ exitCode: 0, stdout })
})

test('xargs runs programs, not functions of the shell', async () => {
  const { run } = testJob()
  const { exitCode } = await run('untag() { :; }; echo a | xargs untag')
  expect(exitCode).toBeNull()
})

const REGISTRY = '111122223333.dkr.ecr.us-west-2.amazonaws.com'
const LOGIN = `aws ecr get-login-password | docker login -u AWS --password-stdin ${REGISTRY}`

test('docker build and push reach the twin, and are reported as raw docker', async () => {
  const { run, twin } = testJob()
  const { exitCode, did } = await run(`${LOGIN}
    docker build --platform linux/arm64 -t app .
    docker tag app ${REGISTRY}/cs40:latest
    docker push ${REGISTRY}/cs40:latest`)
  expect({ exitCode, did }).toEqual({
    exitCode: 0,
    did: ['docker build', 'docker tag', 'docker push', 'pushed cs40:latest for linux/arm64'],
  })
  const images = await twin.images('us-west-2', 'cs40')
  expect(images.state === 'found' && images.value.at(-1)?.tags).toEqual(['latest'])
})

test('buildx build --push pushes every tag', async () => {
  const { run } = testJob()
  const { did } = await run(
    `${LOGIN}\ndocker buildx build --push --platform=linux/arm64 -t ${REGISTRY}/cs40:latest --tag ${REGISTRY}/cs40:1 .`,
  )
  expect(did).toEqual([
    'docker buildx',
    'pushed cs40:latest for linux/arm64',
    'pushed cs40:1 for linux/arm64',
  ])
})

test.each([
  [
    'without a login',
    `docker build -t ${REGISTRY}/cs40:1 .\ndocker push ${REGISTRY}/cs40:1`,
    'refused NoBasicAuthCredentials',
  ],
  [
    'to no repository',
    `${LOGIN}\ndocker build -t ${REGISTRY}/nope:1 .\ndocker push ${REGISTRY}/nope:1`,
    'refused RepositoryNotFoundException',
  ],
])('a push %s fails', async (_name, script, refusal) => {
  const { run } = testJob()
  const { exitCode, did } = await run(script)
  expect({ exitCode, last: did.at(-1) }).toEqual({ exitCode: 1, last: refusal })
})

test('a pulled image that is pushed under another tag is the same image', async () => {
  const { run, twin } = testJob()
  await run(`${LOGIN}
    docker pull ${REGISTRY}/cs40:latest
    docker tag ${REGISTRY}/cs40:latest ${REGISTRY}/cs40:old
    docker push ${REGISTRY}/cs40:old`)
  const images = await twin.images('us-west-2', 'cs40')
  expect(images.state === 'found' && images.value[0]?.tags).toEqual([
    'latest',
    '1709294400000',
    'old',
  ])
})

test.each([
  ['uname -m', 'x86_64'],
  ['whoami', 'runner'],
  ['command -v aws', '/usr/local/bin/aws'],
  ['which docker', '/usr/bin/docker'],
  ['type cd', 'cd is a shell builtin'],
  ["NAME=x envsubst <<< 'a $NAME'", 'a x'],
  ['env -i A=1 env', 'A=1'],
  ['f=$(mktemp) && [ -f "$f" ] && echo made', 'made'],
])('%s', async (script, line) => {
  const { run } = testJob()
  expect(await run(script)).toMatchObject({ exitCode: 0, stdout: `${line}\n` })
})
