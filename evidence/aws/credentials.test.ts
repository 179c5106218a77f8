import { describe, expect, test } from 'vitest'
import { credentialFault, FAULTS, type Profiles, usesKeys } from './credentials.js'

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-key' }

describe('credentials are taken from where the aws command takes them', () => {
  test.each([
    ['nothing set: the default chain', null, {}, false],
    ['AWS_PROFILE alone: the default chain reads it', null, { AWS_PROFILE: 'cs40' }, false],
    ['keys alone', null, KEYS, true],
    ['keys win over AWS_PROFILE', null, { ...KEYS, AWS_PROFILE: 'cs40' }, true],
    ['--profile wins over keys', 'mine', KEYS, false],
    ['half a pair of keys is none', null, { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' }, false],
    ['an empty key is none', null, { ...KEYS, AWS_SECRET_ACCESS_KEY: '' }, false],
  ] as const)('%s', (_what, profile, env, keys) => {
    expect(usesKeys(profile, env)).toBe(keys)
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
    [null, FAULTS.none()],
    ['cs4O', FAULTS.noProfile('cs4O')],
    ['sso', FAULTS.sso('sso')],
    ['old-sso', FAULTS.sso('old-sso')],
    ['process', FAULTS.process('process')],
    ['mfa', FAULTS.mfa('mfa')],
    ['lost', FAULTS.noSource('lost', 'gone')],
    ['staff', FAULTS.role('staff', ROLE)],
    ['staff-by-sso', FAULTS.sso('sso')],
    ['circle', FAULTS.role('circle', ROLE)],
    ['two-a', FAULTS.role('two-a', ROLE)],
  ] as const)('%s', (name, fault) => {
    expect(credentialFault(name, all)).toEqual(fault)
  })
})
