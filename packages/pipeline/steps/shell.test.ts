import { expect, test } from 'vitest'
import { shellOf } from './shell.js'

test.each([
  [null, { kind: 'bash', settings: ['-e'] }],
  ['bash', { kind: 'bash', settings: ['-eo', 'pipefail'] }],
  ['sh', { kind: 'sh', settings: ['-e'] }],
  ['bash {0}', { kind: 'bash', settings: [] }],
  ['bash -e {0}', { kind: 'bash', settings: ['-e'] }],
  [
    '/usr/bin/bash --noprofile --norc -euxo pipefail {0}',
    { kind: 'bash', settings: ['-euxo', 'pipefail'], login: false },
  ],
  ['bash -e -o pipefail {0}', { kind: 'bash', settings: ['-e', '-o', 'pipefail'] }],
  [' bash ', { kind: 'bash', settings: ['-eo', 'pipefail'] }],
  ['sh -u {0}', { kind: 'sh', settings: ['-u'] }],
  ['bash --login {0}', { kind: 'bash', settings: [], login: true }],
  ['bash -l {0}', { kind: 'bash', settings: [], login: true }],
  ['bash -n {0}', { kind: 'bash', settings: ['-n'] }],
  ['bash +e {0}', { kind: 'bash', settings: ['+e'] }],
  ['bash -e', { kind: 'other', program: 'bash -e' }],
  ['bash {0} -e', { kind: 'other', program: 'bash {0} -e' }],
  ['bash -c {0}', { kind: 'other' }],
  ['bash -s {0}', { kind: 'other' }],
  ['bash -i {0}', { kind: 'other' }],
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
