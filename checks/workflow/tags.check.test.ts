import { describe, expect, test } from 'vitest'
import { judge, REFERENCE } from '../../packages/pipeline/test-pipeline.js'

/** What the check says when the timestamp step is this script, whose output `timestamp` is the tag. */
async function tagged(...script: string[]): Promise<string> {
  const run = `run: |\n${script.map((line) => `          ${line}\n`).join('')}`
  const text = REFERENCE.replace('run: echo "::set-output name=timestamp::$(date +%s%3N)"\n', run)
  const outcome = (await judge(text))['workflow.tags']
  return outcome.outcome === 'failed'
    ? outcome.findings.map(({ message }) => message).join(' ')
    : outcome.outcome
}

const put = (value: string) => `echo "timestamp=${value}" >> "$GITHUB_OUTPUT"`

describe('a tag is a time if the clock of the run, and only that, changes it', () => {
  test.each([
    'date +%s',
    'date +%s%3N',
    'date +%s%N',
    'date +%Y%m%d%H%M%S',
    'date -u +%Y-%m-%dT%H-%M-%SZ',
    'TZ=America/Los_Angeles date +%Y%m%d%H%M%S',
    'TZ=Asia/Tokyo date +%Y.%m.%d-%H.%M.%S',
    'date +%Y%m%d-%H%M',
    'date +build-%s',
    'date +%d-%m-%Y-%H-%M-%S',
    'date +%m%d%Y-%H%M',
    'date +%y%m%d%H%M%S',
    "date -u -d '14 hours ago' +%Y%m%d%H%M%S",
    "date -u -d '14 hours' +%Y%m%d%H%M%S",
  ])('%s', async (command) => {
    expect(await tagged(put(`$(${command})`))).toBe('passed')
  })

  test('however the script comes by it', async () => {
    expect(await tagged('now() { date "$@"; }', 'stamp=$(now +%s)', put('$stamp'))).toBe('passed')
    expect(await tagged("printf -v stamp '%(%s)T' -1", put('$stamp'))).toBe('passed')
    expect(await tagged(put('$EPOCHSECONDS'))).toBe('passed')
  })

  test.each([
    ['the commit, in a script that speaks of date', '# TODO: use date here', put('$GITHUB_SHA')],
    ['the number of the run, beside date', 'date', put('$GITHUB_RUN_NUMBER')],
    ['the day before the run', put("$(date -u -d '1 day ago' +%Y%m%d%H%M%S)")],
    ['the day after the run', put("$(date -u -d '1 day' +%Y%m%d%H%M%S)")],
    ['a day that is not the run’s', put("$(date -d '2 days ago' +%Y%m%d%H%M%S)")],
  ])('not %s', async (_, ...script) => {
    expect(await tagged(...script)).toMatch(
      /^Step "6 [^"]+" does not tag the image with the timest/,
    )
  })

  test.each([
    ['a moment that is written out', '1710014400000'],
    ['a moment that is written out in full', '20240309200005'],
    ['a day', '$(date +%F)'],
  ])('not %s: two pushes a minute apart get the same', async (_, value) => {
    expect(await tagged(put(value))).toMatch(/the same timestamp tag at every push/)
  })

  test.each([
    '$(( $(date +%s) % 1000 ))',
    '$(date +%s | md5sum | cut -c 1-8)',
    '171001440$(( GITHUB_RUN_NUMBER % 10 ))',
  ])('it is not known of what may be a time and does not surely read as one: %s', async (value) => {
    expect(await tagged(put(value))).toBe('unknown')
  })

  test('an empty one is named as such', async () => {
    expect(await tagged(put(''))).toMatch(/a tag that ends in a colon: the timestamp/)
  })

  test('it is not known where the step builds at some times only', async () => {
    const build = REFERENCE.replace(
      'echo "::set-output name=timestamp::$(date +%s%3N)"',
      'echo "::set-output name=timestamp::$(date +%s%3N)"; [ $(date +%Y) = 2024 ]',
    )
    expect((await judge(build))['workflow.tags'].outcome).toBe('unknown')
  })
})
