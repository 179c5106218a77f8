import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
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

const FOLDER = new URL('./bash-cases/', import.meta.url)

/** What bash 5.2 did with each script, as `bash -e` and as `bash -eo pipefail`; see fixtures/record-bash.ts. */
describe.each(readdirSync(FOLDER))('%s', (file) => {
  const cases: Case[] = JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8'))

  test.each(cases.map((one) => [one.script, one] as const))('%s', async (_name, one) => {
    const inBashE = { exitCode: one.exitCode, stdout: one.stdout }
    const both = [
      { pipefail: false, expected: inBashE },
      { pipefail: true, expected: one.pipefail ?? inBashE },
    ]
    for (const { pipefail, expected } of both) {
      const { run } = testJob()
      const { exitCode, stdout, unknown } = await run(one.script, {
        shell: { kind: 'bash', errexit: true, pipefail },
        env: { HOME: '/root' },
      })
      expect({ exitCode, stdout, unknown }).toEqual({ ...expected, unknown: null })
    }
  })
})
