import { readdirSync, readFileSync } from 'node:fs'
import { hasHole } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { testJob } from './test-script.js'

interface Outcome {
  readonly exitCode: number
  readonly stdout: string
}

interface Case extends Outcome {
  readonly script: string
  /** Where the script ends differently under it. */
  readonly pipefail?: Outcome
  /** It has something that is not followed. */
  readonly refused?: true
}

/** What bash 5.2 did with each script, as `bash -e` and as `bash -eo pipefail`; see fixtures/record-bash.ts. */
const FOLDER = new URL('./bash-cases/', import.meta.url)

/** How a script comes out here, or that it is refused, or that a part of what it writes is not known. */
async function outcomeOf(script: string, pipefail: boolean): Promise<Outcome | 'refused'> {
  const { exitCode, stdout } = await testJob().run(script, {
    shell: { kind: 'bash', settings: pipefail ? ['-eo', 'pipefail'] : ['-e'] },
    env: { HOME: '/root' },
  })
  return exitCode === null || hasHole(stdout) ? 'refused' : { exitCode, stdout }
}

/** Cases of one test: few, so that it is quick, and says where to look. */
const AT_ONCE = 25

const CASES = readdirSync(FOLDER).flatMap((file) => {
  const all: Case[] = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
  const starts = all.flatMap((_, at) => (at % AT_ONCE === 0 ? [at] : []))
  return starts.map((at) => ({ file, from: at + 2, cases: all.slice(at, at + AT_ONCE) }))
})

// `refused` is written by hand: what was followed may not become refused unseen.
test.each(CASES)('$file, from line $from: as in bash, or refused', async ({ cases }) => {
  for (const { script, exitCode, stdout, pipefail, refused = false } of cases) {
    const plain = { exitCode, stdout }
    const outcomes = [await outcomeOf(script, false), await outcomeOf(script, true)]
    const expected = [plain, pipefail ?? plain]
    expect.soft({ script, outcomes, refused: outcomes.includes('refused') }).toEqual({
      script,
      outcomes: outcomes.map((one, i) => (refused && one === 'refused' ? one : expected[i])),
      refused,
    })
  }
})

test('few of them are refused', () => {
  const all = CASES.flatMap(({ cases }) => cases)
  expect(all.filter(({ refused }) => refused).length / all.length).toBeLessThan(0.05)
})
