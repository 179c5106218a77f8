import { describe, expect, test } from 'vitest'
import { credentialSource } from './credentials.js'

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-key' }

describe('credentials are taken from where the aws command takes them', () => {
  test.each([
    ['nothing set: the default chain', null, {}, { kind: 'default-chain' }],
    [
      'AWS_PROFILE alone: the default chain reads it',
      null,
      { AWS_PROFILE: 'cs40' },
      { kind: 'default-chain' },
    ],
    ['keys alone', null, KEYS, { kind: 'environment', unusedProfile: null }],
    [
      'keys win over AWS_PROFILE',
      null,
      { ...KEYS, AWS_PROFILE: 'cs40' },
      { kind: 'environment', unusedProfile: 'cs40' },
    ],
    ['--profile wins over keys', 'mine', KEYS, { kind: 'profile', name: 'mine' }],
    [
      'half a pair of keys is none',
      null,
      { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_PROFILE: 'cs40' },
      { kind: 'default-chain' },
    ],
    [
      'an empty key is none',
      null,
      { ...KEYS, AWS_SECRET_ACCESS_KEY: '' },
      { kind: 'default-chain' },
    ],
  ] as const)('%s', (_what, profile, env, source) => {
    expect(credentialSource(profile, env)).toEqual(source)
  })
})
