import type { AgentOptions } from 'node:https'
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler'
import { HttpProxyAgent, HttpsProxyAgent } from 'hpagent'
import { getProxyForUrl } from 'proxy-from-env'
import { Agent, type Dispatcher, fetch, ProxyAgent } from 'undici'
import type { AwsHandler, Network } from './network.js'

/** What a way by proxies has in common with the direct one. */
interface Way {
  /** For hosts that NO_PROXY names. */
  readonly direct: AwsHandler
  /** `ca` is trusted by hosts and proxies alike. */
  readonly agents: AgentOptions & { readonly ca?: string[] }
  readonly options: NodeHttpHandlerOptions
}

/** A way by the proxies that the environment names, host by host, past them where NO_PROXY says so. */
export function networkByProxies({ direct, agents, options }: Way): Network {
  const tls = agents.ca === undefined ? {} : { ca: agents.ca }
  const handlers = remembered<AwsHandler>((proxy) => {
    if (proxy === '') return direct
    const byProxy = { ...agents, proxy, proxyRequestOptions: tls }
    const httpAgent = new HttpProxyAgent(byProxy)
    return new NodeHttpHandler({ ...options, httpAgent, httpsAgent: new HttpsProxyAgent(byProxy) })
  })
  const dispatchers = remembered<Dispatcher>((proxy) =>
    proxy === ''
      ? new Agent({ connect: tls })
      : new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: tls }),
  )
  return {
    aws: {
      handle: (request, settings) => {
        const { protocol, hostname, port } = request
        const address = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
        return handlers(getProxyForUrl(address)).handle(request, settings)
      },
    },
    fetch: async (url, { method = 'GET', headers, body, signal }) => {
      const response = await fetch(url, {
        method,
        headers: [...new Headers(headers)],
        ...(typeof body === 'string' ? { body } : {}),
        ...(signal ? { signal } : {}),
        dispatcher: dispatchers(getProxyForUrl(url)),
      })
      const { status, statusText } = response
      // A Response of Node's own kind, whose bodies the callers read.
      const text = [204, 205, 304].includes(status) ? null : response.body
      const read = new Response(text, { status, statusText, headers: [...response.headers] })
      return Object.defineProperty(read, 'url', { value: response.url })
    },
  }
}

/** One value for each proxy, made when it is first asked for. */
function remembered<T>(make: (proxy: string) => T): (proxy: string) => T {
  const made = new Map<string, T>()
  return (proxy) => {
    const value = made.get(proxy) ?? make(proxy)
    made.set(proxy, value)
    return value
  }
}
