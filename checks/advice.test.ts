import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { type EcrImage, images } from '../evidence/aws/ecr.js'
import { type WorkflowRun, workflowFile, workflowRuns } from '../evidence/github/actions.js'
import { answer, savedEvidence } from '../facts/test-evidence.js'
import { advise } from './advice.js'

const NOT_KNOWN = unknown('denied', 'ask')
const MUTABLE =
  'ecr.mutable: A tag that moves, as latest does here, is fine for this assignment; in production make tags immutable and deploy digests.'

/** An image behind latest of so many bytes. */
function latest(sizeBytes: number | null): Observed<EcrImage[]> {
  return found([
    { digest: 'sha256:1', tags: ['latest'], pushedAt: null, sizeBytes, mediaType: null },
  ])
}

/** A run for a push to main at a time of one day. */
function run(number: number, time: string, changes: Partial<WorkflowRun> = {}): WorkflowRun {
  const at = new Date(`2024-03-09T${time}Z`)
  return {
    id: number,
    number,
    attempt: 1,
    headSha: 'a'.repeat(40),
    status: 'completed',
    conclusion: 'success',
    createdAt: at,
    startedAt: at,
    updatedAt: at,
    url: `https://github.com/ada/yoctogram-app/actions/runs/${number}`,
    ...changes,
  }
}

interface Seen {
  readonly image?: Observed<EcrImage[]>
  readonly mainYml?: Observed<string>
  readonly runs?: Observed<WorkflowRun[]>
}

async function advice({ image, mainYml, runs }: Seen): Promise<string[]> {
  const evidence = savedEvidence([
    answer(images, ['cs40'], image ?? NOT_KNOWN),
    answer(workflowFile, [], mainYml ?? NOT_KNOWN),
    answer(workflowRuns, [], runs ?? NOT_KNOWN),
  ])
  return (await advise(evidence)).map(({ id, message }) => `${id}: ${message}`)
}

const size = (megabytes: number) =>
  `ecr.size: The image behind latest is ${megabytes} MB; around 105 MB are expected.`

test.each<[number | null, string[]]>([
  [105_000_000, []],
  [52_500_000, []],
  [52_499_999, [size(52)]],
  [210_000_000, []],
  [210_000_001, [size(210)]],
  [1_234_567_890, [size(1235)]],
  [null, []],
])(
  'an image of %s bytes is far from the expected size at half or twice of it',
  async (bytes, wanted) => {
    expect(await advice({ image: latest(bytes) })).toEqual([...wanted, MUTABLE])
  },
)

test.each<[string, Seen]>([
  ['is not known', {}],
  ['is not there', { image: absent('no repository'), mainYml: absent('404'), runs: absent('404') }],
  ['is empty', { image: found([]), runs: found([]) }],
])('what %s is passed over in silence', async (_, seen) => {
  expect(await advice(seen)).toEqual([])
})

test('main.yml is looked at', async () => {
  const mainYml = found(
    'on: push\npermissions: write-all\njobs: { a: { runs-on: ubuntu-latest, steps: [ { run: echo } ] } }',
  )
  expect(await advice({ mainYml })).toEqual([expect.stringContaining('workflow.write-all: ')])
})

const NEWER = { headSha: 'b'.repeat(40), conclusion: 'cancelled' }

test.each<[string, WorkflowRun[], string[]]>([
  ['graded is the newest run', [run(1, '20:00:00', NEWER), run(2, '21:00:00')], []],
  [
    'the newest run is for the same commit',
    [run(1, '20:00:00'), run(2, '21:00:00', { conclusion: 'cancelled' })],
    [],
  ],
  [
    'a newer run for another commit was cancelled',
    [run(1, '20:00:00'), run(2, '21:00:00', NEWER)],
    [
      'delivery.newer-commit: main has moved on since the graded run 1: run 2 is for another commit and was cancelled.',
    ],
  ],
  ['every run was cancelled', [run(1, '20:00:00', NEWER)], []],
])('main has moved on: %s', async (_, runs, wanted) => {
  expect(await advice({ runs: found(runs) })).toEqual(wanted)
})
