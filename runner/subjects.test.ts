import '../checks/index.js'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { found } from '@grade4/unknown'
import { afterAll, describe, expect, test } from 'vitest'
import { images } from '../evidence/aws/ecr.js'
import { identity } from '../evidence/aws/sts.js'
import { workflowFile, workflowRuns } from '../evidence/github/actions.js'
import { saveEvidence } from '../evidence/saved-evidence.js'
import { SUBJECT } from '../evidence/test-subject.js'
import { answer } from '../facts/test-evidence.js'
import type { Plan } from './plan.js'
import { Subjects } from './subjects.js'

/** Three subjects whose saved evidence is not there: every answer is "unknown", and nothing is sent. */
function subjectsOf(plan: Partial<Plan> = {}): Subjects {
  return new Subjects({
    subjects: ['ada', 'grace', 'edsger'].map((student) => ({ ...SUBJECT, student })),
    checks: ['repo.private', 'ecr.latest'],
    access: { githubToken: null, githubUrl: '', timeLimitMs: 1000 },
    loadFrom: ['/nowhere/ada.json', '/nowhere/grace.json', '/nowhere/edsger.json'],
    ...plan,
  })
}

const folder = mkdtempSync(join(tmpdir(), 'grade4-subjects-'))
afterAll(() => rmSync(folder, { recursive: true }))

const PUSHED = new Date('2024-03-09T20:00:00Z')
const MAIN_YML = 'on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [ { run: echo } ] } }'

/** Ada, whose evidence is in a file. */
async function savedAda(changes: Partial<Plan> = {}): Promise<Subjects> {
  const file = join(folder, 'ada.json')
  const subject = { ...SUBJECT, repository: { owner: 'ada', name: 'yoctogram-app' } }
  const latest = { digest: 'sha256:1', tags: ['latest'], sizeBytes: null, mediaType: null }
  await saveEvidence(file, {
    subject,
    gatheredAt: PUSHED,
    savedAt: PUSHED,
    answers: new Map([
      answer(
        identity,
        [],
        found({ account: '111122223333', arn: 'arn:aws:iam::111122223333:user/ada' }),
      ),
      answer(images, ['cs40'], found([{ ...latest, pushedAt: PUSHED }])),
      answer(workflowFile, [], found(MAIN_YML)),
      answer(workflowRuns, [], found([])),
    ]),
  })
  return subjectsOf({ subjects: [subject], loadFrom: [file], ...changes })
}

async function summaryOf(subjects: Subjects) {
  return await (await subjects.grading(0))?.summary
}

describe('subjects are graded', () => {
  test('one after the other, in the order they are asked for, under a limit of one', async () => {
    const subjects = subjectsOf({ inFlight: 1 })
    const order: string[] = []
    await Promise.all(
      [2, 0, 1].map(async (index) => {
        const grading = await subjects.grading(index)
        order.push(`begun ${index}`)
        await grading?.summary
        order.push(`ended ${index}`)
      }),
    )
    expect(order).toEqual(['begun 2', 'ended 2', 'begun 0', 'ended 0', 'begun 1', 'ended 1'])
  })

  test('each once, however often they are asked for', async () => {
    const subjects = subjectsOf()
    expect(await subjects.grading(0)).toBe(await subjects.grading(0))
  })

  test('but not one that the plan does not have, which is a bug of ours', async () => {
    await expect(subjectsOf({ inFlight: 9 }).grading(3)).rejects.toThrow(
      'The plan has no subject 3.',
    )
  })
})

describe('a run that is stopped', () => {
  test('begins no other subject, whether it was asked for before or is later', async () => {
    const subjects = subjectsOf({ inFlight: 1 })
    const [ada, grace] = [subjects.grading(0), subjects.grading(1)]
    const first = await ada
    subjects.stop()
    await first?.summary
    expect(await grace).toBe(null)
    expect(await subjects.grading(2)).toBe(null)
  })

  test('finishes the subjects that were begun', async () => {
    const subjects = subjectsOf()
    const grading = await subjects.grading(0)
    subjects.stop()
    expect(await subjects.grading(0)).toBe(grading)
    expect(await grading?.summary).toMatchObject({ unsaved: null })
  })
})

describe('one subject', () => {
  test('is judged by the checks of the plan, from the file that the plan names for it', async () => {
    const grading = await subjectsOf().grading(1)
    expect([...(grading?.verdicts.keys() ?? [])].toSorted()).toEqual(['ecr.latest', 'repo.private'])
    const reached = await grading?.verdicts.get('repo.private')
    expect(reached?.verdict).toMatchObject({
      status: 'error',
      findings: [{ message: expect.stringContaining('/nowhere/grace.json') }],
    })
  })

  test('is asked nothing beyond what its checks ask, and nothing without any', async () => {
    const grading = await subjectsOf({ checks: [] }).grading(0)
    expect(grading?.verdicts.size).toBe(0)
    expect((await grading?.summary)?.requests).toEqual({ aws: 0, github: 0 })
  })

  test('is saved to the file that the plan names for it, and says so when it could not be', async () => {
    const subjects = subjectsOf({ saveTo: [null, null, '/nowhere/edsger.json'] })
    expect((await (await subjects.grading(0))?.summary)?.unsaved).toBe(null)
    expect((await (await subjects.grading(2))?.summary)?.unsaved).toContain('/nowhere/edsger.json')
  })
})

describe('the summary of one subject', () => {
  test('says who it is, when the graded state came to be, and what that is taken from', async () => {
    expect(await summaryOf(await savedAda())).toMatchObject({
      account: '111122223333',
      repository: 'ada/yoctogram-app',
      submittedAt: PUSHED.toISOString(),
      submittedFrom: 'image',
      reality: null,
    })
  })

  test('says so where that is not known', async () => {
    expect(await summaryOf(subjectsOf())).toMatchObject({
      account: null,
      repository: null,
      submittedAt: null,
      submittedFrom: null,
    })
  })

  const TRACE = { trace: expect.objectContaining({}) }
  const WORKFLOW = { workflow: { path: '.github/workflows/main.yml', text: MAIN_YML } }

  test.each<[string, Partial<Plan>, object]>([
    ['nothing unless asked', { checks: ['workflow.build'] }, {}],
    ['its trace', { checks: ['workflow.build'], withTrace: true }, TRACE],
    ['no trace where no check ran it', { withTrace: true }, {}],
    ['its text', { checks: ['ecr.latest', 'workflow.build'], withWorkflow: true }, WORKFLOW],
    ['no text where no check read it', { withWorkflow: true }, {}],
  ])('has of main.yml %s', async (_, changes, wanted) => {
    const { trace, workflow } = (await summaryOf(await savedAda(changes))) ?? {}
    expect({ trace, workflow }).toEqual(wanted)
  })

  test('has a plan', async () => {
    expect(await summaryOf(await savedAda())).toMatchObject({ steps: expect.any(Array) })
  })
})
