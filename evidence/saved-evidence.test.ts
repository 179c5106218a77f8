import { absent, found, type Observed } from '@grade4/unknown'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { images } from './aws/ecr.js'
import { oidcProvider } from './aws/iam.js'
import { identity } from './aws/sts.js'
import { workflowFile } from './github/actions.js'
import { replay } from './replay.js'
import {
  readEvidence,
  type SavedEvidence,
  UnreadableEvidence,
  writeEvidence,
} from './saved-evidence.js'
import { anyEvidence } from './test-any-evidence.js'

const LATEST = {
  digest: `sha256:${'a'.repeat(64)}`,
  tags: ['latest'],
  pushedAt: new Date('2024-03-09T19:44:00.000Z'),
  sizeBytes: 105_000_000,
  mediaType: null,
}

const EVIDENCE: SavedEvidence = {
  subject: {
    student: 'ada',
    repository: { owner: 'ada', name: 'yoctogram-app' },
    region: 'us-west-2',
    stack: 'yoctogram-compute-stack',
    profile: 'teacher',
    roleArn: 'arn:aws:iam::111122223333:role/grade4-reader',
    externalId: 'planted-external-id',
    localWorkflow: null,
  },
  gatheredAt: new Date('2024-03-09T20:00:00.000Z'),
  savedAt: new Date('2024-03-09T20:00:01.000Z'),
  answers: new Map<string, Observed<unknown>>([
    ['ecr.images("cs40")', found([LATEST])],
    ['github.workflowFile', found('on: push\n')],
    ['iam.oidcProvider("token.actions.githubusercontent.com")', absent('not among the providers')],
  ]),
}

/** The evidence with something changed in its JSON. */
function tampered(change: (json: { [key: string]: unknown; answers: object }) => void): string {
  const json = JSON.parse(writeEvidence(EVIDENCE))
  change(json)
  return JSON.stringify(json)
}

describe('saved evidence', () => {
  test('is, when it is read again, the same evidence', () => {
    fc.assert(
      fc.property(anyEvidence, (evidence) => {
        expect(readEvidence(writeEvidence(evidence))).toEqual(evidence)
      }),
    )
  })

  test('keeps nothing that signs anybody in', () => {
    const text = writeEvidence(EVIDENCE)
    expect(text).not.toMatch(/planted|grade4-reader|teacher/)
    expect(readEvidence(text).subject).toMatchObject({ profile: null, externalId: null })
  })

  test('is the same text in whatever order the questions were asked', () => {
    const answers = new Map([...EVIDENCE.answers].toReversed())
    expect(writeEvidence({ ...EVIDENCE, answers })).toBe(writeEvidence(EVIDENCE))
  })

  test.for([
    ['nothing', '', 'it is not JSON'],
    ['half of it', writeEvidence(EVIDENCE).slice(0, 300), 'it is not JSON'],
    ['another file', '{"schema": 1}', 'it is not saved evidence of grade4'],
    ['a report', '{"schema": "grade4/report@1"}', 'it is of the form "grade4/report@1", and'],
    ['a later version', '{"schema": "grade4/evidence@2"}', 'it is of the form "grade4/evidence@2"'],
    ['no region', tampered((json) => Object.assign(json, { subject: {} })), 'subject.student'],
    ['no moment', tampered((json) => Object.assign(json, { gatheredAt: null })), 'gatheredAt'],
    ['no answers', tampered((json) => Object.assign(json, { answers: 7 })), 'answers'],
  ])('%s is refused, with why', ([, text = '', why = '']) => {
    expect(() => readEvidence(text)).toThrow(UnreadableEvidence)
    expect(() => readEvidence(text)).toThrow(why)
  })
})

describe('replayed evidence', () => {
  test('answers as the account did', async () => {
    const evidence = replay(readEvidence(writeEvidence(EVIDENCE)))
    expect(await evidence.ask(images, 'cs40')).toEqual(found([LATEST]))
    expect(await evidence.ask(workflowFile)).toEqual(found('on: push\n'))
    expect(await evidence.ask(oidcProvider, 'token.actions.githubusercontent.com')).toEqual(
      absent('not among the providers'),
    )
    expect(evidence.gatheredAt).toEqual(EVIDENCE.gatheredAt)
  })

  test('does not know what was not asked', async () => {
    const evidence = replay(EVIDENCE)
    expect(await evidence.ask(identity)).toMatchObject({
      state: 'unknown',
      because: 'The answer to sts.identity is not in the saved evidence.',
    })
    expect(await evidence.ask(images, 'another')).toMatchObject({ state: 'unknown' })
  })

  test('does not believe that what is always there is not', async () => {
    const text = tampered((json) =>
      Object.assign(json.answers, { 'sts.identity': { state: 'absent', saidBy: 'NoSuchAccount' } }),
    )
    const evidence = replay(readEvidence(text))
    expect(await evidence.ask(identity)).toMatchObject({ state: 'unknown' })
  })

  test.for([
    ['no state', {}],
    ['no value', { state: 'found' }],
    ['a value of another kind', { state: 'found', value: 'sha256:' }],
    ['a date that is none', { state: 'found', value: [{ ...LATEST, pushedAt: 'yesterday' }] }],
    ['a number for a date', { state: 'found', value: [{ ...LATEST, pushedAt: 0 }] }],
    ['no words', { state: 'absent' }],
  ])('does not know an answer that has %s, and still knows the others', async ([, answer]) => {
    const text = tampered((json) => Object.assign(json.answers, { 'ecr.images("cs40")': answer }))
    const evidence = replay(readEvidence(text))
    expect(await evidence.ask(images, 'cs40')).toMatchObject({
      state: 'unknown',
      because: "The saved answer to ecr.images can't be read by this version of grade4.",
    })
    expect(await evidence.ask(workflowFile)).toEqual(found('on: push\n'))
  })
})
