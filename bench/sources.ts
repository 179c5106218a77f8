import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

/**
 * Runs `work` with a way to load this project's modules by their path from the root.
 * Through vite, since GitHub's packages import JSON in a way that plain Node refuses.
 */
export async function withSources(
  work: (load: (path: string) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const server = await createServer({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    server: { middlewareMode: true, watch: null },
    ssr: { noExternal: [/@actions\//] },
  })
  try {
    await work(async (path) => ({ ...(await server.ssrLoadModule(path)) }))
  } finally {
    await server.close()
  }
}
