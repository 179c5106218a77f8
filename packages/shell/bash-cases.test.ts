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
    shell: { kind: 'bash', errexit: true, pipefail },
    env: { HOME: '/root' },
  })
  return exitCode === null || hasHole(stdout) ? 'refused' : { exitCode, stdout }
}

const CASES: readonly [string, readonly Case[]][] = readdirSync(FOLDER).map((file) => [
  file,
  JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
])

// `refused` is written by hand: what was followed may not become refused unseen.
test.each(CASES)('%s: as real bash has it, or refused where it says so', async (_file, cases) => {
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
  const all = CASES.flatMap(([, cases]) => cases)
  expect(all.filter(({ refused }) => refused).length / all.length).toBeLessThan(0.05)
})
