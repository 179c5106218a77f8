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

const count = { cases: 0, refused: 0 }

test.each(readdirSync(FOLDER))('%s: as real bash has it, or refused', async (file) => {
  const cases: Case[] = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))
  for (const { script, exitCode, stdout, pipefail } of cases) {
    const plain = { exitCode, stdout }
    const outcomes = [await outcomeOf(script, false), await outcomeOf(script, true)]
    const expected = [plain, pipefail ?? plain]
    expect.soft({ script, outcomes }).toEqual({
      script,
      outcomes: outcomes.map((one, i) => (one === 'refused' ? one : expected[i])),
    })
    count.cases++
    if (outcomes.includes('refused')) count.refused++
  }
})

test('few of them are refused', () => {
  const { cases, refused } = count
  process.stdout.write(`bash cases: ${cases - refused} agree, ${refused} refused\n`)
  expect(refused / cases).toBeLessThan(0.05)
})
