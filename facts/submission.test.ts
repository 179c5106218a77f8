import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { type EcrImage, images } from '../evidence/aws/ecr.js'
import { type WorkflowRun, workflowRuns } from '../evidence/github/actions.js'
import { submission, submissionOf } from './submission.js'
import { answer, savedEvidence } from './test-evidence.js'

const at = (time: string) => new Date(`2024-03-09T${time}:00.000Z`)

/** A run from 20:00 to 20:10. */
function run(change: Partial<WorkflowRun> = {}): Observed<WorkflowRun> {
  return found({
    id: 1,
    number: 1,
    attempt: 1,
    headSha: 'f'.repeat(40),
    status: 'completed',
    conclusion: 'success',
    createdAt: at('20:00'),
    startedAt: at('20:00'),
    updatedAt: at('20:10'),
    url: 'https://github.com/ada/yoctogram-app/actions/runs/1',
    ...change,
  })
}

function pushed(time: string | null): Observed<EcrImage> {
  const pushedAt = time === null ? null : at(time)
  return found({ digest: 'sha256:', tags: ['latest'], pushedAt, sizeBytes: null, mediaType: null })
}

const NO_RUN = absent('no run')
const NO_IMAGE = absent('no image')
const NOT_KNOWN = unknown('denied', 'ask')

test.for<[string, Observed<WorkflowRun>, Observed<EcrImage>, string | null]>([
  ['the run pushed the image', run(), pushed('20:08'), 'run 20:00'],
  ['an identical rebuild kept the old push', run(), pushed('09:00'), 'run 20:00'],
  ['the push and the end of the run differ by clocks', run(), pushed('20:11'), 'run 20:00'],
  ['a laptop pushed after the run', run(), pushed('23:00'), 'image 23:00'],
  ['the run goes on', run({ status: 'in_progress' }), pushed('20:40'), 'run 20:00'],
  ['the run was run again', run({ startedAt: at('20:05') }), pushed('20:08'), 'run 20:05'],
  ['there is no image', run(), NO_IMAGE, 'run 20:00'],
  ['images are not known', run(), NOT_KNOWN, 'run 20:00'],
  ['there is no run', NO_RUN, pushed('21:00'), 'image 21:00'],
  ['there is no run, and ECR did not say when', NO_RUN, pushed(null), null],
  ['there is nothing', NO_RUN, NO_IMAGE, null],
  ['runs are not known: a push is later than its run', NOT_KNOWN, pushed('20:08'), null],
])('%s', ([, graded, image, wanted]) => {
  const submission = submissionOf(graded, image)
  const submitted =
    submission &&
    `${submission.from} ${submission.at.toISOString().slice('2024-03-09T'.length, 16)}`
  expect(submitted).toBe(wanted)
})

test('is taken from the graded run and the image behind latest', async () => {
  const [graded, image] = [run(), pushed('20:20')]
  if (graded.state !== 'found' || image.state !== 'found') throw new Error('Both are there.')
  const evidence = savedEvidence([
    answer(workflowRuns, [], found([graded.value])),
    answer(images, ['cs40'], found([image.value])),
  ])
  expect(await submission(evidence)).toEqual({ at: at('20:20'), from: 'image' })
})
