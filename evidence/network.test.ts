import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HttpRequest } from '@smithy/core/protocols'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { CERTIFICATE, KEY } from './test-certificate.js'

/** Where the proxy was asked to connect to, and with which user. */
const tunnels: { readonly to: string; readonly user: string | null }[] = []

const answer = (_request: unknown, response: import('node:http').ServerResponse) =>
  void response.end('seen')
const plain = createServer(answer)
const secure = createTlsServer({ cert: CERTIFICATE, key: KEY }, answer)
const proxy = createServer().on('connect', (request, socket) => {
  const given = request.headers['proxy-authorization']?.replace('Basic ', '') ?? null
  const user = given === null ? null : Buffer.from(given, 'base64').toString()
  tunnels.push({ to: request.url ?? '', user })
  const [host = '', port] = (request.url ?? '').split(':')
  const onwards = connect(Number(port), host, () => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    onwards.pipe(socket).pipe(onwards)
  })
  for (const end of [socket, onwards]) end.on('error', () => {})
})

const portOf = (server: Server) => (server.address() as AddressInfo).port
let folder: string

beforeAll(async () => {
  for (const server of [plain, secure, proxy]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  }
  folder = await mkdtemp(join(tmpdir(), 'grade4-network-'))
  await writeFile(join(folder, 'ca.pem'), CERTIFICATE)
})
afterAll(async () => {
  for (const server of [plain, secure, proxy]) {
    server.closeAllConnections()
    server.close()
  }
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  tunnels.length = 0
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY']) {
    for (const spelt of [name, name.toLowerCase()]) vi.stubEnv(spelt, undefined)
  }
  for (const name of ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']) vi.stubEnv(name, undefined)
})
// What was loaded has the variables of its time.
afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

/** What AWS and GitHub are asked by, with these variables; each is a process's. */
async function waysWith(env: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  vi.resetModules()
  const { network } = await import('./network.js')
  const { aws, fetch } = await network()
  return {
    github: async (url: string) => await (await fetch(url, {})).text(),
    aws: async (url: string) => {
      const { protocol, hostname, port, pathname } = new URL(url)
      const request = new HttpRequest({ protocol, hostname, port: Number(port), path: pathname })
      const { response } = await aws.handle(request)
      return response.statusCode === 200 ? 'seen' : ''
    },
  }
}

describe.each(['aws', 'github'] as const)('the way to %s', (service) => {
  const there = (server: Server) =>
    `${server === secure ? 'https' : 'http'}://localhost:${portOf(server)}/x`

  test('is the direct one where no variable says otherwise', async () => {
    const ways = await waysWith({})
    expect(await ways[service](there(plain))).toBe('seen')
    await expect(ways[service](there(secure))).rejects.toThrow()
    expect(tunnels).toEqual([])
  })

  test.each(['HTTPS_PROXY', 'https_proxy'])(
    'is by the proxy that %s names, as its user',
    async (name) => {
      const ways = await waysWith({
        [name]: `http://me:p%40ss@127.0.0.1:${portOf(proxy)}`,
        AWS_CA_BUNDLE: join(folder, 'ca.pem'),
      })
      expect(await ways[service](there(secure))).toBe('seen')
      expect(tunnels).toEqual([{ to: `localhost:${portOf(secure)}`, user: 'me:p@ss' }])
    },
  )

  test('is past the proxy to hosts that NO_PROXY names', async () => {
    const ways = await waysWith({
      HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
      NO_PROXY: '.amazonaws.com,localhost',
    })
    expect(await ways[service](there(plain))).toBe('seen')
    expect(tunnels).toEqual([])
    vi.stubEnv('NO_PROXY', '')
    expect(await ways[service](there(plain))).toBe('seen')
    expect(tunnels.length).toBe(1)
  })

  test.each(['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])(
    'trusts the certificates of %s',
    async (name) => {
      const ways = await waysWith({ [name]: join(folder, 'ca.pem') })
      expect(await ways[service](there(secure))).toBe('seen')
    },
  )
})
