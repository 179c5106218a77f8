import { describe, expect, test } from 'vitest'
import { credentialFault, credentialSource, type Profiles } from './credentials.js'

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

describe('a profile without credentials says what is wrong with it', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/staff'
  const all: Profiles = {
    default: { region: 'us-west-2' },
    sso: { sso_session: 'school' },
    'old-sso': { sso_start_url: 'https://school.awsapps.com/start' },
    process: { credential_process: '/usr/bin/vault' },
    mfa: { role_arn: ROLE, source_profile: 'default', mfa_serial: 'arn:aws:iam::1:mfa/ada' },
    lost: { role_arn: ROLE, source_profile: 'gone' },
    staff: { role_arn: ROLE, source_profile: 'default' },
    'staff-by-sso': { role_arn: ROLE, source_profile: 'sso' },
    circle: { role_arn: ROLE, source_profile: 'circle' },
    'two-a': { role_arn: ROLE, source_profile: 'two-b' },
    'two-b': { role_arn: ROLE, source_profile: 'two-a' },
  }
  test.each([
    [null, { kind: 'none' }],
    ['cs4O', { kind: 'unknown-profile', profile: 'cs4O' }],
    ['sso', { kind: 'sso', profile: 'sso' }],
    ['old-sso', { kind: 'sso', profile: 'old-sso' }],
    ['process', { kind: 'process', profile: 'process' }],
    ['mfa', { kind: 'mfa', profile: 'mfa' }],
    ['lost', { kind: 'no-source-profile', profile: 'lost', source: 'gone' }],
    ['staff', { kind: 'role', profile: 'staff', roleArn: ROLE }],
    ['staff-by-sso', { kind: 'sso', profile: 'sso' }],
    ['circle', { kind: 'role', profile: 'circle', roleArn: ROLE }],
    ['two-a', { kind: 'role', profile: 'two-a', roleArn: ROLE }],
  ] as const)('%s', (name, fault) => {
    expect(credentialFault(name, all)).toEqual(fault)
  })
})
