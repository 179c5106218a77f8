import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
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

/** Headers that an answer is understood by; the others are those of the day. */
const KEPT = ['content-type', 'link']

/**
 * GitHub's earlier answers, a file each, so that asking again for what has not changed costs nothing of the
 * quota. Kept here rather than by a caching library: those keep by age, GitHub asks to be asked each time.
 * Source: GitHub documentation, "Best practices for using the REST API", conditional requests.
 */
class AnswersOnDisk {
  readonly #folder: string
  #made: Promise<unknown> | undefined

  /** `folder`: made when the first answer is kept, for its owner alone. */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Sends a request by `send`, as a conditional one where an earlier answer is at hand. */
  async fetch(
    url: string,
    init: RequestInit,
    send: (url: string, init: RequestInit) => Promise<Response>,
  ): Promise<Response> {
    const headers = new Headers(init.headers)
    const path = join(this.#folder, `${nameOf(url, headers)}.json`)
    const earlier = await read(path)
    if (earlier !== null) headers.set('if-none-match', earlier.etag)
    const response = await send(url, { ...init, headers: Object.fromEntries(headers) })
    if (response.status === 304 && earlier !== null) return revived(earlier, response)
    const etag = response.headers.get('etag')
    if (response.status !== 200 || etag === null || response.redirected) return response
    const kept = KEPT.flatMap((name) => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    const body = redactBody(await response.clone().text())
    if (body === null) return response
    await this.#keep(path, { ...redactAll({ url, etag, headers: Object.fromEntries(kept) }), body })
    return response
  }

  /** Whole or not at all. Not flushed: an answer that is lost costs one request. */
  async #keep(path: string, answer: Answer): Promise<void> {
    this.#made ??= mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await this.#made
    const unfinished = `${path}.${process.pid}.${threadId}`
    await writeFile(unfinished, JSON.stringify(answer), { mode: 0o600 })
    await rename(unfinished, path)
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

const folders = new Map<string, AnswersOnDisk>()

/** The answers kept in a folder, shared by all subjects. */
export function answersIn(folder: string): AnswersOnDisk {
  const answers = folders.get(folder) ?? new AnswersOnDisk(folder)
  folders.set(folder, answers)
  return answers
}

/** What GitHub answers depends on the address, the form asked for and the version of the API. */
function nameOf(url: string, headers: Headers): string {
  const asked = [url, headers.get('accept'), headers.get('x-github-api-version')]
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex')
}

/** The earlier answer; `null` when there is none that can be read, which costs one request. */
async function read(path: string): Promise<Answer | null> {
  try {
    return Answer.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return null
  }
}

/** The earlier answer's body with today's rate limit. */
function revived(earlier: Answer, response: Response): Response {
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(earlier.headers)) headers.set(name, value)
  const whole = new Response(earlier.body, { status: 200, headers })
  return Object.defineProperty(whole, 'url', { value: response.url })
}
