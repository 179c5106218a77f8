import fc from 'fast-check'
import type { Finding } from '../checks/verdict.js'
import type { Report } from '../grading/report.js'
import { HOSTILE, reportWith, TEST_IDS } from './test-reports.js'

/** Text that mixes ordinary words with everything a terminal, an eye or a line break could trip over. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'cs40:latest',
        ' ',
        'arn:aws:iam::111122223333:role/deploy',
        'a',
        '…',
        '写真',
      ),
      fc.constantFrom(...Object.values(HOSTILE)),
      fc.constantFrom(
        '\u001B[',
        '\u009B',
        '\u202E',
        '\u2069',
        '\u200D',
        '\uFE0F',
        '\u20E3',
        '1',
        '👩',
        '🏽',
      ),
      fc.constantFrom(
        '\r\n',
        '\n',
        '\t',
        '\u00A0',
        '\u3000',
        '\u0301',
        '\uE0F0',
        '0',
        '\uE0F1',
        '\uD83D',
      ),
      fc.constantFrom('\u1100', '\u1161', '\u11A8', '\uFF9E', '\u0E33', '\u0903', '\u0600'),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({ maxLength: 90 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

const anyFinding: fc.Arbitrary<Finding> = fc.record({
  message: hostileText,
  expected: fc.option(hostileText),
  actual: fc.option(hostileText),
  location: fc.option(
    fc.record({
      file: hostileText,
      line: fc.integer({ min: 1, max: 1_000_000 }),
      column: fc.integer({ min: 1, max: 300 }),
      source: fc.option(hostileText),
    }),
  ),
  hint: fc.option(hostileText),
})

const anyId = fc.constantFrom(...TEST_IDS)

const anyChange = fc.record({
  status: fc.constantFrom('passed', 'failed', 'blocked', 'error'),
  findings: fc.array(anyFinding, { maxLength: 3 }),
  blockedBy: fc.option(anyId),
})

/** Any report at all, chains and circles of blocked checks and hostile text included. */
export const anyReport: fc.Arbitrary<Report> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(anyId, anyChange), {
      maxLength: 8,
      selector: ([id]) => id,
    }),
    fc.record({
      student: fc.option(hostileText),
      repository: fc.option(hostileText),
      account: fc.option(fc.constant('111122223333')),
      submittedAt: fc.option(fc.constant('2024-03-09T19:41:07.000Z')),
      late: fc.boolean(),
      deploy: fc.option(
        fc.array(
          fc.record({
            id: anyId,
            status: fc.constantFrom('passed', 'failed', 'blocked', 'error'),
            message: hostileText,
          }),
          { maxLength: 2 },
        ),
        { nil: undefined },
      ),
      advice: fc.array(fc.record({ id: fc.constant('advice'), message: hostileText }), {
        maxLength: 2,
      }),
    }),
  )
  .map(([changes, about]) => reportWith(Object.fromEntries(changes), about))
