import { expect, test } from 'vitest'
import { shellOf } from './shell.js'

test.each([
  [null, { kind: 'bash', errexit: true, pipefail: false }],
  ['bash', { kind: 'bash', errexit: true, pipefail: true }],
  ['sh', { kind: 'sh', errexit: true, pipefail: false }],
  ['bash {0}', { kind: 'bash', errexit: false, pipefail: false }],
  ['bash -e {0}', { kind: 'bash', errexit: true, pipefail: false }],
  [
    '/usr/bin/bash --noprofile --norc -euxo pipefail {0}',
    { kind: 'bash', errexit: true, pipefail: true, prelude: 'set -u\n' },
  ],
  [' bash ', { kind: 'bash', errexit: true, pipefail: true }],
  ['sh -u {0}', { kind: 'sh', errexit: false, pipefail: false, prelude: 'set -u\n' }],
  ['bash --login {0}', { kind: 'bash', errexit: false, pipefail: false, prelude: '' }],
  ['bash -e', { kind: 'other', program: 'bash -e' }],
  ['bash script.sh {0}', { kind: 'other', program: 'bash script.sh {0}' }],
  ['/usr/bin/zsh {0}', { kind: 'other', program: 'zsh' }],
  ['python', { kind: 'other', program: 'python' }],
  ['pwsh', { kind: 'other', program: 'pwsh' }],
  ['bash -c "{0}"', { kind: 'other' }],
])('shell: %s', (written, shell) => {
  expect(shellOf(written)).toMatchObject(shell)
})
