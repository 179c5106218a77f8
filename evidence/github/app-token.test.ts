import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppRefused, installationToken } from './app-token.js'

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

const asked: string[] = []
let server: Server
let url = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const known = request.url === '/app/installations/7/access_tokens'
    response.writeHead(known ? 201 : 404, { 'content-type': 'application/json' })
    const token = { token: `fake-token-${asked.length}`, expires_at: '2124-01-01T00:00:00Z' }
    const about = { permissions: { metadata: 'read' }, repository_selection: 'all' }
    response.end(JSON.stringify(known ? { ...token, ...about } : { message: 'Not Found' }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => server.close())

test('an App gets a new token each time it asks', async () => {
  const app = { appId: '12', privateKey: KEY, installationId: 7 }
  expect(await installationToken(app, url)).toBe('fake-token-1')
  expect(await installationToken(app, url)).toBe('fake-token-2')
  expect(asked).toEqual(Array(2).fill('POST /app/installations/7/access_tokens'))
})

test.for([
  ['an installation that is not there', { privateKey: KEY, installationId: 8 }],
  ['a key that is none', { privateKey: 'not a key', installationId: 7 }],
] as const)('%s is reported without the key', async ([, wrong]) => {
  const refused = await installationToken({ appId: '12', ...wrong }, url).catch((error) => error)
  expect(refused).toBeInstanceOf(AppRefused)
  expect(String(refused)).not.toContain(wrong.privateKey)
})
