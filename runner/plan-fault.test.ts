import { expect, test, vi } from 'vitest'
import { SUBJECT } from '../evidence/test-subject.js'
import '../checks/index.js'
import { Subjects } from './subjects.js'

vi.mock('../diagnosis/diagnose.js', () => ({
  diagnose: async () => {
    throw new Error('the plan broke')
  },
}))

test('what breaks while a plan is looked for costs the plan alone, and is told', async () => {
  const subjects = new Subjects({
    subjects: [SUBJECT],
    checks: ['repo.private'],
    access: { githubToken: null, githubUrl: '', timeLimitMs: 1000 },
    loadFrom: ['/nowhere/ada.json'],
    withChanges: true,
  })
  const grading = await subjects.grading(0)
  const summary = await grading?.summary
  expect(summary).toMatchObject({ unsaved: null, submittedAt: null })
  expect(summary).not.toHaveProperty('steps')
  expect(String(grading?.planFault())).toBe('Error: the plan broke')
})
