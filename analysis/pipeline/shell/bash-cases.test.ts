import { expect, test } from 'vitest'
import cases from './bash-cases.json'
import { testJob } from './test-script.js'

/**
 * What bash 5.2 did with each script, as `bash -e` and as `bash -eo pipefail`; `pipefail` is there
 * where the two differ. Recorded by running them.
 */
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
