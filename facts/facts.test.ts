import { absent, found, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { images } from '../evidence/aws/ecr.js'
import { clusters } from '../evidence/aws/ecs.js'
import { roles } from '../evidence/aws/iam.js'
import type { EcrImage } from '../evidence/aws/models.js'
import { identity } from '../evidence/aws/sts.js'
import { workflowFile, workflowRuns } from '../evidence/github/actions.js'
import type { WorkflowRun } from '../evidence/github/models.js'
import { repository } from '../evidence/github/repository.js'
import { type Facts, factsOf } from './facts.js'
import { type Answer, answer, SUBJECT, savedEvidence } from './test-evidence.js'

const NOBODY_KNOWS = unknown('AccessDenied', 'ask for the permission')
const WHO = { account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ada', userId: 'ADA' }
const at = (time: string) => new Date(`2026-03-09T${time}:00Z`)

function run(id: number, time: string, conclusion: string | null = 'success'): WorkflowRun {
  return {
    id,
    number: id,
    attempt: 1,
    headSha: 'f'.repeat(40),
    status: conclusion === null ? 'in_progress' : 'completed',
    conclusion,
    createdAt: at(time),
    startedAt: at(time),
    updatedAt: at(time),
    url: `https://github.com/ada/yoctogram-app/actions/runs/${id}`,
  }
}

function image(letter: string, ...tags: string[]): EcrImage {
  const digest = `sha256:${letter.repeat(64)}`
  return { digest, tags, pushedAt: at('20:00'), sizeBytes: null, mediaType: null }
}

const facts = (answers: readonly Answer[], subject = SUBJECT): Facts =>
  factsOf(savedEvidence(answers), subject)

describe('the repository', () => {
  const REPOSITORY = {
    fullName: 'Ada/Yoctogram-App',
    owner: 'Ada',
    name: 'Yoctogram-App',
    id: 1,
    ownerId: 2,
    private: true,
    visibility: 'private',
    defaultBranch: 'main',
  }

  test("is named in GitHub's spelling, else in the caller's", async () => {
    const known = facts([answer(repository, [], found(REPOSITORY))])
    expect(await known.repositoryName()).toBe('Ada/Yoctogram-App')
    const unread = facts([answer(repository, [], NOBODY_KNOWS)])
    expect(await unread.repositoryName()).toBe('ada/yoctogram-app')
    expect(await unread.knownRepository()).toEqual(
      found({ owner: 'ada', name: 'yoctogram-app', id: null, ownerId: null }),
    )
  })

  test('has no name where nobody named one', async () => {
    const nameless = { ...SUBJECT, repository: null }
    const asked = facts([answer(repository, [], NOBODY_KNOWS)], nameless)
    expect(await asked.repositoryName()).toBeNull()
  })
})

describe('the image behind latest', () => {
  const latest = async (...all: EcrImage[]) =>
    await facts([answer(images, ['cs40'], found(all))]).latestImage()

  test('is the one that carries the tag, and none where two do or none does', async () => {
    const none = absent('not exactly one image carries latest')
    expect(await latest(image('a', 'x'), image('b', 'y', 'latest'))).toEqual(
      found(image('b', 'y', 'latest')),
    )
    expect(await latest(image('a', 'x'))).toEqual(none)
    expect(await latest(image('a', 'latest'), image('b', 'latest'))).toEqual(none)
  })

  test('and what it holds are unknown where the images are', async () => {
    const unread = facts([answer(images, ['cs40'], NOBODY_KNOWS)])
    expect(await unread.latestImage()).toEqual(NOBODY_KNOWS)
    expect(await unread.latestContent()).toEqual(NOBODY_KNOWS)
  })
})

describe('the runs', () => {
  const of = (...all: WorkflowRun[]) => facts([answer(workflowRuns, [], found(all))])

  test('the graded one is the newest that tells something', async () => {
    const runs = of(run(1, '20:00'), run(3, '22:00', 'cancelled'), run(2, '21:00', 'failure'))
    expect(await runs.run()).toMatchObject({ value: { id: 2 } })
    expect(await runs.newestRun()).toMatchObject({ value: { id: 3 } })
  })

  test('there is none, or nobody knows', async () => {
    expect(await of().run()).toEqual(absent('main.yml never ran for a push to main'))
    expect(await of().newestRun()).toEqual(absent('no run'))
    const unread = facts([answer(workflowRuns, [], NOBODY_KNOWS)])
    expect(await unread.run()).toEqual(NOBODY_KNOWS)
    expect(await unread.newestRun()).toEqual(NOBODY_KNOWS)
  })

  test('tell when the graded state came to be', async () => {
    const both = facts([
      answer(workflowRuns, [], found([run(1, '19:30')])),
      answer(images, ['cs40'], found([image('a', 'latest')])),
    ])
    expect(await both.submission()).toEqual({ at: at('20:00'), from: 'image' })
    const runOnly = facts([
      answer(workflowRuns, [], found([run(1, '19:30')])),
      answer(images, ['cs40'], NOBODY_KNOWS),
    ])
    expect(await runOnly.submission()).toEqual({ at: at('19:30'), from: 'run' })
  })
})

describe('main.yml', () => {
  const VALID = 'on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [ { run: echo } ] } }'
  const account = answer(identity, [], found(WHO))

  test('is read from GitHub, or from this machine where the caller names a file', async () => {
    const remote = facts([answer(workflowFile, [], found(VALID))])
    expect(await remote.workflowText()).toEqual(
      found({ text: VALID, path: '.github/workflows/main.yml' }),
    )
    expect((await remote.workflow()).state).toBe('found')
    const local = { path: 'here.yml', text: 'on: push' }
    const asked = facts([answer(workflowFile, [], found(VALID))], {
      ...SUBJECT,
      localWorkflow: local,
    })
    expect(await asked.workflowText()).toEqual(found(local))
    expect(await asked.loadedWorkflow()).toMatchObject({ value: { state: 'invalid' } })
    expect(await asked.workflow()).toEqual(absent('main.yml is not valid'))
  })

  test('that is missing or unread makes what hangs on it so', async () => {
    for (const observed of [NOBODY_KNOWS, absent('404')]) {
      const asked = facts([answer(workflowFile, [], observed), account])
      expect(await asked.loadedWorkflow()).toEqual(observed)
      expect(await asked.pipeline()).toEqual(observed)
    }
  })

  test('runs only where the account is known, and is told of once it was asked for', async () => {
    const unread = facts([
      answer(workflowFile, [], found(VALID)),
      answer(identity, [], NOBODY_KNOWS),
    ])
    expect(await unread.pipeline()).toEqual(NOBODY_KNOWS)
    expect(await unread.traceSoFar()).toBeNull()
    expect(await unread.account()).toEqual(NOBODY_KNOWS)
    expect(await unread.role()).toEqual(NOBODY_KNOWS)

    const read = facts([answer(workflowFile, [], found(VALID)), account])
    expect(await read.traceSoFar()).toBeNull()
    const trace = await read.pipeline()
    expect(trace.state).toBe('found')
    expect(await read.traceSoFar()).toBe(trace.state === 'found' ? trace.value : undefined)
  })

  test('that takes more than the grader spends is unknown', async () => {
    const maybe = (name: number) => `{ if: vars.X${name} == 'a', run: echo }`
    const steps = Array.from({ length: 30 }, (_, index) => maybe(index)).join(', ')
    const endless = VALID.replace('{ run: echo }', steps)
    const asked = facts([answer(workflowFile, [], found(endless)), account])
    const trace = await asked.pipeline()
    expect(trace).toMatchObject({
      state: 'unknown',
      because: expect.stringMatching(/^too much of main.yml hangs on what is not known/),
    })
    expect(await asked.traceSoFar()).toBeNull()
  })

  test('names what the pipeline has to, as far as it is known', async () => {
    const asked = facts([
      answer(workflowFile, [], found(VALID)),
      account,
      answer(stackResources, [SUBJECT.stack], absent('ValidationError')),
      answer(roles, [], found([])),
      answer(clusters, [], found([])),
    ])
    expect(await asked.named()).toEqual({ roleArn: null, service: null })
    expect(await asked.taskDefinition()).toEqual(absent('no single service runs cs40'))
  })
})
