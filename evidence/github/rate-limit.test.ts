import { expect, test } from 'vitest'
import { isRateLimited, waitNamedBy } from './rate-limit.js'

type Headers = Readonly<Record<string, string | number | null>>

function answerOf(status: number, headers: Headers = {}, message = '') {
  return { status, message, header: (name: string) => headers[name] }
}

test.each<[number, Headers, string, boolean]>([
  [429, {}, '', true],
  [403, {}, '', false],
  [403, { 'x-ratelimit-remaining': '0' }, '', true],
  [403, { 'x-ratelimit-remaining': '1' }, '', false],
  [403, { 'retry-after': '60' }, '', true],
  [403, { 'retry-after': null }, '', false],
  [403, {}, 'You have exceeded a secondary rate limit.', true],
  [403, {}, 'API Rate Limit exceeded', true],
  [403, {}, 'Resource not accessible by integration', false],
  [200, { 'x-ratelimit-remaining': '0', 'retry-after': '60' }, 'rate limit', false],
  [404, { 'x-ratelimit-remaining': '0' }, '', false],
])('HTTP %i with %j, "%s" is for the rate limit: %s', (status, headers, message, isFor) => {
  expect(isRateLimited(answerOf(status, headers, message))).toBe(isFor)
})

const NOW = 1_000_000

test.each<[string, number, Headers, number | null]>([
  ['so many seconds from now', 429, { 'retry-after': '60' }, NOW + 60_000],
  ['the same as a number', 403, { 'retry-after': 2 }, NOW + 2000],
  ['nothing where it is no refusal', 200, { 'retry-after': '60' }, null],
  [
    'a second after the moment at which the points come back',
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2000' },
    2_001_000,
  ],
  [
    'that moment with the last answer before, too',
    200,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2000' },
    2_001_000,
  ],
  [
    'nothing as long as points are left',
    200,
    { 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': '2000' },
    null,
  ],
  ['nothing without a moment', 403, { 'x-ratelimit-remaining': '0' }, null],
  [
    'nothing where the moment is 0',
    403,
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0' },
    null,
  ],
  [
    'the seconds, where there are both',
    403,
    { 'retry-after': '60', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2000' },
    NOW + 60_000,
  ],
])('an answer says to wait for %s', (_, status, headers, moment) => {
  expect(waitNamedBy(answerOf(status, headers), NOW)).toBe(moment)
})
