import { expect, test } from 'vitest'
import { testJob } from '../../shell/test-script.js'

const REGISTRY = '111122223333.dkr.ecr.us-west-2.amazonaws.com'
const PASSWORD = 'aws ecr get-login-password'
const BUILD = `docker build -t ${REGISTRY}/cs40:new .`
const PUSH = `docker push ${REGISTRY}/cs40:new`
const login = (options: string, registry = REGISTRY) => `docker login ${options} ${registry}`

test.each([
  `${PASSWORD} | ${login('--username AWS --password-stdin')}`,
  `${PASSWORD} --region us-west-2 | ${login('-u AWS --password-stdin', `https://${REGISTRY}`)}`,
  login(`-u AWS -p "$(${PASSWORD})"`),
  login(`--username=AWS --password=$(${PASSWORD})`),
  login(`-uAWS -p$(${PASSWORD})`),
])('%s signs in, and a push follows', async (script) => {
  const { run } = testJob()
  const { exitCode, unknown, did } = await run(`${script}\n${BUILD}\n${PUSH}`)
  expect({ exitCode, unknown }).toEqual({ exitCode: 0, unknown: null })
  expect(did.at(-1)).toMatch(/^pushed cs40:new/)
})

// ECR's token is for the registries of one region. Source: ECR API Reference, GetAuthorizationToken.
test('a password for another region is refused', async () => {
  const { run } = testJob()
  const script = `${PASSWORD} --region us-east-1 | ${login('--username AWS --password-stdin')}`
  const { exitCode, stderr } = await run(`${script}\n${BUILD}\n${PUSH}`)
  expect(exitCode).toBe(1)
  expect(stderr).toContain('400 Bad Request')
})

test('without a user name or a password docker asks for one, and there is no terminal', async () => {
  const { run } = testJob()
  for (const options of ['--password-stdin', '--username AWS', '-u "" -p x']) {
    expect(await run(`echo x | ${login(options)}`)).toMatchObject({ exitCode: 1, unknown: null })
  }
})

test.each(['aws', 'ada', '$SECRET'])(
  'as the user %s nothing is known to be signed in',
  async (user) => {
    const { run } = testJob()
    const script = `${PASSWORD} | ${login(`--username ${user} --password-stdin`)}`
    expect(await run(script)).toMatchObject({ exitCode: null })
    expect(await run(`${BUILD}\n${PUSH}`)).toMatchObject({
      exitCode: null,
      did: ['docker build', 'docker push'],
    })
  },
)

test('any user may sign in to another registry', async () => {
  const { run } = testJob()
  expect(await run(login('-u ada -p x', 'ghcr.io'))).toMatchObject({ exitCode: 0, unknown: null })
})

test.each([
  ['docker image build -t x . && docker image tag x y && docker tag y z', 0],
  ['docker tag nope x', 1],
  [`docker pull ${REGISTRY}/cs40:latest`, 1],
  [`${PASSWORD} | ${login('-u AWS --password-stdin')}; docker pull ${REGISTRY}/cs40:latest`, 0],
  [`${PASSWORD} | ${login('-u AWS --password-stdin')}; docker image pull ${REGISTRY}/cs40:nope`, 1],
  ['docker buildx ls && docker image ls && docker --version', 0],
  ['docker run --privileged tonistiigi/binfmt --install all', 0],
  ['docker run alpine sh -c true', 0],
  ['docker -c other push x', null],
  ['docker -c other ps', 0],
  ['docker pull ghcr.io/ada/app -q && docker tag ghcr.io/ada/app x', 0],
  ['docker buildx build --output type=local,dest=out,name=x .', 0],
  ['docker buildx build --output type=image,push=true,name=x .', null],
  ['docker compose build; docker push --all-tags ghcr.io/ada/app', null],
  ['docker push --all-tags ghcr.io/ada/app', 0],
  ['export DOCKER_HOST=tcp://other; docker push ghcr.io/ada/app', null],
  ['DOCKER_HOST=tcp://other docker tag x y', null],
  ['docker compose build; docker tag app x', null],
  ['docker compose up -d', 0],
  ['docker compose build; docker push ghcr.io/ada/app', null],
  ['docker buildx bake', null],
  ['docker login --config x', null],
])('%s ends with %s', async (script, exitCode) => {
  const { run } = testJob()
  expect(await run(script)).toMatchObject({ exitCode })
})

test('a login that may go elsewhere leaves open what is signed in', async () => {
  const { run } = testJob()
  const script = `${PASSWORD} | ${login('--username AWS --password-stdin')}`
  await run(`export DOCKER_HOST=tcp://other; ${script}`)
  expect(await run(`${BUILD}\n${PUSH}`)).toMatchObject({ exitCode: null })
  const other = testJob()
  await other.run('export DOCKER_HOST=tcp://other; docker images')
  expect(await other.run(`${BUILD}\n${PUSH}`)).toMatchObject({ exitCode: 1 })
})

test('an emulator for other architectures is none of docker run', async () => {
  const { run } = testJob()
  const ran = async (image: string) =>
    (await run(`docker run --privileged -v /:/host ${image} --install all`)).unknown
  expect(await ran('tonistiigi/binfmt')).toBeNull()
  expect(await ran('multiarch/qemu-user-static:latest')).toBeNull()
})

test('an unknown push says what of docker is not followed', async () => {
  const { run } = testJob()
  const because = async (script: string) => (await run(script)).unknown?.because
  expect(await because('docker -H tcp://other push x')).toContain('another host or folder')
  expect(await because('DOCKER_HOST=tcp://other docker push x')).toContain('DOCKER_HOST')
})
