import { found, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { runJobs, type WorkflowRun, workflowRuns } from '../evidence/github/actions.js'
import { recordedPipeline } from './reality.js'
import { type Answer, answer, SUBJECT, savedEvidence } from './test-evidence.js'

const AT = new Date('2024-03-09T20:00:00Z')
const RUN: WorkflowRun = {
  id: 7,
  number: 3,
  attempt: 1,
  headSha: 'a'.repeat(40),
  status: 'completed',
  conclusion: 'success',
  createdAt: AT,
  startedAt: AT,
  updatedAt: AT,
  url: 'https://github.com/ada/yoctogram-app/actions/runs/7',
}
const ran = (changes: Partial<WorkflowRun> = {}) =>
  answer(workflowRuns, [], found([{ ...RUN, ...changes }]))
const denied = unknown('The token may not look.', 'Give it the permission.')

test.each<[what: string, answers: Answer[], run: number | null, reason: string]>([
  ['no run', [answer(workflowRuns, [], found([]))], null, 'main.yml never ran for a push to main.'],
  ['runs that are not readable', [answer(workflowRuns, [], denied)], null, denied.because],
  ['a run that goes on', [ran({ status: 'in_progress' })], 3, 'Run 3 is still in progress.'],
  ['jobs that are not readable', [ran(), answer(runJobs, ['7'], denied)], 3, denied.because],
  [
    'a main.yml that is not known',
    [ran(), answer(runJobs, ['7'], found([]))],
    3,
    'What main.yml does is not known.',
  ],
  [
    'evidence that was saved before jobs were asked for',
    [ran()],
    3,
    'The answer to github.runJobs is not in the saved evidence.',
  ],
])('nothing is compared with %s', async (_, answers, run, reason) => {
  const { reality } = await recordedPipeline(savedEvidence(answers))
  expect(reality).toEqual({ run, compared: false, reason, disagreements: [] })
})

test('nothing is asked where main.yml is a file of this machine', async () => {
  const localWorkflow = { text: 'on: push', path: 'main.yml' }
  const { reality } = await recordedPipeline(savedEvidence([], { ...SUBJECT, localWorkflow }))
  const reason = 'main.yml is graded from a file, not from GitHub.'
  expect(reality).toEqual({ run: null, compared: false, reason, disagreements: [] })
})
