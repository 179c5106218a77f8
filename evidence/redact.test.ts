import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keepSecret, keepSecretsOf, redact, redactAll } from './redact.js'

/** Made here, so that no text of the project looks like a key. */
const random = (length: number) => 'aB3dE5gH7/jK9mN+pQ1sT2vW4yZ6'.repeat(20).slice(0, length)
const KEY_ID = `AKIA${'ABCD1234'.repeat(2)}`
const SECRET = random(40)
const SESSION = `${random(300)}==`
const TOKEN = `ghp_${'aB3d'.repeat(9)}`
const FINE_GRAINED = `github_pat_${'aB3d_'.repeat(12)}`
const PEM = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
}).privateKey

describe('a secret is known by its shape', () => {
  test.for([
    ['an access key id', KEY_ID],
    ['a key id of a session', KEY_ID.replace('AKIA', 'ASIA')],
    ['a secret access key', SECRET],
    ['a session token', SESSION],
    ['a classic token of GitHub', TOKEN],
    ['a token of an App', TOKEN.replace('ghp_', 'ghs_')],
    ['a fine-grained token', FINE_GRAINED],
    ['a private key', PEM.trim()],
    ['a private key on one line', PEM.trim().replaceAll('\n', '\\n')],
    ['a private key without its end', PEM.slice(0, 200).trim()],
    ['a line of a private key', PEM.split('\n')[3] ?? ''],
    ['a JSON Web Token', `eyJ${'aB3d'.repeat(5)}.eyJ${'aB3d'.repeat(20)}.${'aB3_'.repeat(20)}`],
  ] as const)('%s', ([, secret]) => {
    for (const text of [
      secret,
      `key: ${secret}`,
      `KEY=${secret}`,
      `{"key":"${secret}"}`,
      `run: aws --key '${secret}' # ${secret}`,
    ]) {
      const safe = redact(text)
      // No piece of it is left that would be worth anything.
      for (let from = 0; from + 16 <= secret.length; from += 8) {
        const piece = secret.slice(from, from + 16)
        if (!/PRIVATE KEY/.test(piece)) expect(safe, text).not.toContain(piece)
      }
      expect(safe).toContain('REDACTED')
      expect(safe.length).toBe(text.length)
      expect(safe.split('\n').length).toBe(text.split('\n').length)
    }
  })

  test('the signature and the credentials of a presigned URL', () => {
    const url = `https://bucket.s3.amazonaws.com/layer?X-Amz-Credential=FAKEKEY%2Fus-west-2&X-Amz-Date=20240309T000000Z&X-Amz-Signature=${'0a1b'.repeat(16)}&X-Amz-Security-Token=${encodeURIComponent(SESSION)}`
    const safe = redact(`GET ${url} failed`)
    expect(safe).not.toMatch(/FAKEKEY|0a1b0a1b|pQ1sT2/)
    expect(safe).toMatch(/X-Amz-Date=20240309T000000Z/)
  })

  test('a signed request, as AWS repeats it in errors', () => {
    const header = `AWS4-HMAC-SHA256 Credential=FAKEKEY0123456789/20240309/us-west-2/ecr/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0a1b'.repeat(16)}`
    expect(redact(`Authorization: ${header}`)).not.toMatch(/FAKEKEY|0a1b/)
    expect(redact('authorization: token not-a-secret-at-all')).not.toMatch(/not-a-secret/)
    expect(redact('{"x-amz-security-token":"not-a-secret-at-all"}')).not.toMatch(/not-a-secret/)
  })

  test.for([
    'aws-secret-access-key: hunter2hunter2',
    'AWS_SECRET_ACCESS_KEY=hunter2hunter2 aws ecr get-login-password',
    'export AWS_SESSION_TOKEN="hunter2hunter2"',
    '{"SecretAccessKey": "hunter2hunter2"}',
    'github-token: hunter2hunter2',
  ])('whatever is called one: %s', (line) => {
    expect(redact(line)).not.toContain('hunter2')
  })
})

describe('what is no secret stays as it is', () => {
  test.for([
    'aws-secret-access-key: ${{ secrets.AWS_SECRET_ACCESS_KEY }}',
    'AWS_SESSION_TOKEN=$AWS_SESSION_TOKEN',
    'github-token: ${{ github.token }}',
    `sha256:${'0a1b2c3d'.repeat(8)}`,
    'commit 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
    'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess',
    'arn:aws:ecs:us-west-2:111122223333:service/yoctogram-cluster/YoctogramService1A2B3C4D5E6F7A8B9C0D',
    '/home/ada/Documents/Courses/CS40/Assignment4/yoctogram/app/main',
    'repo:ada@1001/yoctogram-app@2001:ref:refs/heads/main',
    '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest',
    'uses: aws-actions/configure-aws-credentials@e3dd6a429d7300a6a4c196c26e071d42e0343502',
    'AmazonEC2ContainerRegistryFullAccess and AmazonECS_FullAccess',
    'permissions: { id-token: write }',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text)
  })
})

describe('a secret that the process was given is known by its value', () => {
  test('from the environment, whatever it looks like', () => {
    keepSecretsOf({
      AWS_SECRET_ACCESS_KEY: 'plain words no shape',
      GITHUB_TOKEN: 'fake-token-of-ada',
    })
    const safe = redact('it said: plain words no shape, and fake-token-of-ada')
    expect(safe).not.toMatch(/plain|shape|fake-token/)
  })

  test('also where a URL spells it', () => {
    keepSecret('a+b/c=d&e+f')
    expect(redact(`?token=${encodeURIComponent('a+b/c=d&e+f')}`)).not.toMatch(/a%2Bb/)
  })

  test('but not a value so short that it is part of other words', () => {
    keepSecret('ecr')
    keepSecret('')
    keepSecret(undefined)
    expect(redact('ecr.latest')).toBe('ecr.latest')
  })
})

describe('redacting', () => {
  const pieces = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      KEY_ID,
      SECRET,
      SESSION,
      TOKEN,
      PEM,
      'Signature=',
      'X-Amz-Signature=',
      ' ',
      '\n',
    ),
  )
  const text = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''))

  test('again changes nothing, and moves no line or column', () => {
    fc.assert(
      fc.property(text, (words) => {
        const once = redact(words)
        expect(redact(once)).toBe(once)
        expect(once.split('\n').map(({ length }) => length)).toEqual(
          words.split('\n').map(({ length }) => length),
        )
      }),
    )
  })

  test('data redacts every text of it, names of fields too, and keeps its form', () => {
    const data = { list: [SECRET, 1, null], [KEY_ID]: { deep: `x ${TOKEN}` }, at: new Date(0) }
    const safe = JSON.stringify(redactAll(data))
    for (const secret of [SECRET, KEY_ID, TOKEN]) expect(safe).not.toContain(secret)
    expect(safe.length).toBe(JSON.stringify(data).length)
  })

  test('the CDK calls a resource by words and a hash, which is no secret, long as it may be', () => {
    const ids = [
      'CustomAWSCDKOpenIdConnectProviderCustomResourceProviderRole517FED65',
      'yoctogramfargatedserviceServicesDB9282DF',
    ]
    expect(redactAll(ids)).toEqual(ids)
  })

  test('data without a secret is handed back itself', () => {
    const data = { list: ['ecr.latest'], depth: { of: 2 } }
    expect(redactAll(data)).toBe(data)
  })

  test('ends soon on text made to keep it busy', () => {
    for (const unit of [
      '-----BEGIN PRIVATE KEY-----',
      'A1/b',
      'eyJ',
      'Signature=',
      '= ',
      'x-amz-security-token:',
    ]) {
      redact(unit.repeat(100_000 / unit.length))
    }
  })
})
