import { readFile } from 'node:fs/promises'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { rootCertificates } from 'node:tls'
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler'
import { CERTIFICATE_FILES, networkVariable, PROXIES } from './network-variables.js'

/** All that one subject asks of a host at once fits in here. */
const MAX_SOCKETS = 64

/** How long AWS may take, and the way to it. */
const AWS_OPTIONS = {
  connectionTimeout: 5_000,
  requestTimeout: 15_000,
  throwOnRequestTimeout: true,
} satisfies NodeHttpHandlerOptions

/** What sends the AWS SDK's requests. */
export type AwsHandler = Pick<NodeHttpHandler, 'handle'>

/** How AWS and GitHub are reached from this machine. Connections are kept, for all subjects of the process. */
export interface Network {
  readonly aws: AwsHandler
  /** `fetch` over the same way. */
  fetch(url: string, init: RequestInit): Promise<Response>
}

let opened: Promise<Network> | undefined

/**
 * The way that the environment of the process says: by the proxy of HTTPS_PROXY but for NO_PROXY, trusting the
 * certificates of AWS_CA_BUNDLE and NODE_EXTRA_CA_CERTS beside the usual ones. Looked up once. Rejects when a file of
 * certificates can't be read.
 */
export function network(): Promise<Network> {
  opened ??= open(process.env)
  return opened
}

async function open(env: NodeJS.ProcessEnv): Promise<Network> {
  const files = CERTIFICATE_FILES.flatMap((name) => networkVariable(env, name) ?? [])
  const further = await Promise.all(files.map((path) => readFile(path, 'utf8')))
  const ca = further.length === 0 ? null : [...rootCertificates, ...further]
  const agents = { keepAlive: true, maxSockets: MAX_SOCKETS, ...(ca === null ? {} : { ca }) }
  const aws = new NodeHttpHandler({
    ...AWS_OPTIONS,
    httpAgent: new HttpAgent(agents),
    httpsAgent: new HttpsAgent(agents),
  })
  if (ca === null && PROXIES.every((name) => networkVariable(env, name) === null)) {
    return { aws, fetch: (url, init) => fetch(url, init) }
  }
  // Not before it is needed: it brings a fetch that knows proxies, which Node's own does not before Node 24.
  const { networkByProxies } = await import('./proxies.js')
  return networkByProxies({ direct: aws, agents, options: AWS_OPTIONS })
}

/** The body of an answer, which is given up as soon as it is larger: `null`. */
export async function bytesOf({ body }: Response, largest: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > largest) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
