import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { z } from 'zod'
import { redact, redactAll } from '../redact.js'

const Answer = z.object({
  url: z.string(),
  etag: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})
type Answer = z.infer<typeof Answer>

const Answers = z.record(z.string(), Answer)

/** Headers that an answer is understood by; the others are those of the day. */
const KEPT = ['content-type', 'link']

/**
 * GitHub's earlier answers about one subject, in one file, so that asking again for what has not changed costs
 * nothing of the quota. Kept here rather than by a caching library: those keep by age, GitHub asks to be asked
 * each time.
 * Source: GitHub documentation, "Best practices for using the REST API", conditional requests.
 */
export class AnswersOnDisk {
  readonly #path: string
  #earlier: Promise<Readonly<Record<string, Answer>>> | undefined
  readonly #now = new Map<string, Answer>()

  /** `folder`: made when answers are kept, for its owner alone. `about`: what tells subjects apart. */
  constructor(folder: string, about: string) {
    this.#path = join(folder, `${hashOf(about)}.json`)
  }

  /** Sends a request by `send`, as a conditional one where an earlier answer is at hand. */
  async fetch(
    url: string,
    init: RequestInit,
    send: (url: string, init: RequestInit) => Promise<Response>,
  ): Promise<Response> {
    const headers = new Headers(init.headers)
    const name = nameOf(url, headers)
    this.#earlier ??= read(this.#path)
    const earlier = (await this.#earlier)[name]
    if (earlier !== undefined) {
      headers.set('if-none-match', earlier.etag)
      // Kept on, also when no answer comes today: the quota may be used up.
      this.#now.set(name, earlier)
    }
    const response = await send(url, { ...init, headers: Object.fromEntries(headers) })
    if (response.status === 304 && earlier !== undefined) return revived(earlier, response)
    const etag = response.headers.get('etag')
    if (response.status !== 200 || etag === null || response.redirected) return response
    const kept = KEPT.flatMap((name) => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    const body = redactBody(await response.clone().text())
    if (body === null) return response
    this.#now.set(name, { ...redactAll({ url, etag, headers: Object.fromEntries(kept) }), body })
    return response
  }

  /**
   * Keeps what was answered, whole or not at all; what nobody asked for any more goes. Not flushed, and no
   * failure is reported: answers that are lost cost a few requests.
   */
  async keep(): Promise<void> {
    if (this.#now.size === 0) return
    const unfinished = `${this.#path}.${process.pid}.${threadId}`
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 })
      await writeFile(unfinished, JSON.stringify(Object.fromEntries(this.#now)), { mode: 0o600 })
      await rename(unfinished, this.#path)
    } catch {
      await rm(unfinished, { force: true }).catch(() => {})
    }
  }
}

/** A file as GitHub sends it, among other things: its text in base64. */
const FileAnswer = z.looseObject({ encoding: z.literal('base64'), content: z.string() })

/**
 * The body of an answer without secrets. A file's are masked in its text, not in the base64 around it, where
 * none is seen and everything looks like one. `null`: the body was cut off, and is not worth keeping.
 */
function redactBody(body: string): string | null {
  if (!body.includes('"base64"')) return redact(body)
  try {
    const { success, data } = FileAnswer.safeParse(JSON.parse(body))
    if (!success) return redact(body)
    const { content, ...rest } = data
    const text = Buffer.from(content, 'base64').toString('utf8')
    const safe = redact(text)
    const kept = safe === text ? content : Buffer.from(safe).toString('base64')
    return JSON.stringify({ ...redactAll(rest), content: kept })
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

/** What GitHub answers depends on the address, the form asked for and the version of the API. */
function nameOf(url: string, headers: Headers): string {
  const asked = [url, headers.get('accept'), headers.get('x-github-api-version')]
  return hashOf(JSON.stringify(asked))
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The earlier answers; none when they can't be read, which costs a few requests. */
async function read(path: string): Promise<Record<string, Answer>> {
  try {
    return Answers.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return {}
  }
}

/** The earlier answer's body with today's rate limit. */
function revived(earlier: Answer, response: Response): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(earlier.headers)) headers.set(name, value)
  const whole = new Response(earlier.body, { status: 200, headers })
  return Object.defineProperty(whole, 'url', { value: response.url })
}
