import { expect, test } from 'vitest'
import { shellOf } from './shell.js'

test.each([
  [null, { kind: 'bash', errexit: true, pipefail: false }],
  ['bash', { kind: 'bash', errexit: true, pipefail: true }],
  ['sh', { kind: 'sh', errexit: true, pipefail: false }],
  ['bash {0}', { kind: 'bash', errexit: false, pipefail: false }],
  ['bash -e {0}', { kind: 'bash', prelude: 'set -e; ' }],
  [
    '/usr/bin/bash --noprofile --norc -euxo pipefail {0}',
    { kind: 'bash', errexit: false, prelude: 'set -euxo pipefail; ' },
  ],
  ['bash -e -o pipefail {0}', { kind: 'bash', prelude: 'set -e -o pipefail; ' }],
  [' bash ', { kind: 'bash', errexit: true, pipefail: true }],
  ['sh -u {0}', { kind: 'sh', errexit: false, pipefail: false, prelude: 'set -u; ' }],
  ['bash --login {0}', { kind: 'bash', errexit: false, pipefail: false, prelude: '' }],
  ['bash -l {0}', { kind: 'bash', errexit: false, pipefail: false, prelude: '' }],
  ['bash -n {0}', { kind: 'bash', prelude: 'set -n; ' }],
  ['bash -e', { kind: 'other', program: 'bash -e' }],
  ['bash {0} -e', { kind: 'other', program: 'bash {0} -e' }],
  ['bash -c {0}', { kind: 'other' }],
  ['bash -s {0}', { kind: 'other' }],
  ['bash -i {0}', { kind: 'other' }],
  ['bash +e {0}', { kind: 'bash', errexit: false, prelude: 'set +e; ' }],
  ['bash --rcfile x {0}', { kind: 'other' }],
  ['sh -o pipefail {0}', { kind: 'other' }],
  ['constructor {0}', { kind: 'other' }],
  ['bash script.sh {0}', { kind: 'other', program: 'bash script.sh {0}' }],
  ['/tmp/bash {0}', { kind: 'other', program: 'bash' }],
  ['/usr/bin/zsh {0}', { kind: 'other', program: 'zsh' }],
  ['python', { kind: 'other', program: 'python' }],
  ['pwsh', { kind: 'other', program: 'pwsh' }],
  ['bash -c "{0}"', { kind: 'other' }],
])('shell: %s', (written, shell) => {
  expect(shellOf(written)).toMatchObject(shell)
})
