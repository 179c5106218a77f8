import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SUBJECT } from '../evidence/test-subject.js'

// Loaded anew, with the stand-in.
beforeAll(() => {
  vi.resetModules()
  vi.doMock('../diagnosis/diagnose.js', () => ({
    diagnose: async () => {
      throw new Error('the plan broke')
    },
  }))
})
afterAll(() => {
  vi.doUnmock('../diagnosis/diagnose.js')
  vi.resetModules()
})

test('what breaks while a plan is looked for costs the plan alone, and is reported', async () => {
  await import('../checks/index.js')
  const { Subjects } = await import('./subjects.js')
  const subjects = new Subjects({
    subjects: [SUBJECT],
    checks: ['repo.private'],
    access: { githubToken: null, githubUrl: '', timeLimitMs: 1000 },
    loadFrom: ['/nowhere/ada.json'],
  })
  const grading = await subjects.grading(0)
  const summary = await grading?.summary
  expect(summary).toMatchObject({ unsaved: null, submittedAt: null })
  expect(summary).not.toHaveProperty('steps')
  expect(String(summary?.planFault)).toBe('Error: the plan broke')
})
