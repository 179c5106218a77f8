import { describe, expect, test } from 'vitest'
import { mayBeGenerated } from './physical-names.js'

const STACK = 'yoctogram-compute-stack'
const ROLE = 'yoctogramghactionsrole5C0E3B7F'

describe('a name may be the one that CloudFormation generates', () => {
  test.each<[string, string, string, boolean]>([
    [`${STACK}-${ROLE}-Kd83nQ2xYv0a`, STACK, ROLE, true],
    // As IAM has it, cut to 64 characters.
    [`${STACK}-yoctogramghactionsrole5C0E3-Kd83nQ2xYv0a`, STACK, ROLE, true],
    [
      'a-stack-with-a-name-that-yoctogramghactionsrole5C-Kd83nQ2xYv0a',
      'a-stack-with-a-name-that-is-long',
      ROLE,
      true,
    ],
    [`${STACK}-yocto-Kd83nQ2xYv0a`, STACK, ROLE, false],
    [`${STACK}-${ROLE}`, STACK, ROLE, false],
    [`${STACK}-${ROLE}-a_b`, STACK, ROLE, false],
    [`other-stack-${ROLE}-Kd83nQ2xYv0a`, STACK, ROLE, false],
    ['ROLE_NAME_HERE', STACK, ROLE, false],
    ['', STACK, ROLE, false],
  ])('%s of the stack %s: %s', (name, stack, logicalId, wanted) => {
    expect(mayBeGenerated(name, stack, logicalId)).toBe(wanted)
  })
})
