import '../checks/index.js'
import { describe, expect, test } from 'vitest'
import { SUBJECT } from '../evidence/test-subject.js'
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
