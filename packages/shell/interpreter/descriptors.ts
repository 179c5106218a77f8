import { cannotFollow, hasHole, isOwnPath } from '@grade4/unknown'
import type { Budget } from '../budget.js'
import type { Shell } from './shell.js'

/** Where output goes. */
export interface Sink {
  write(text: string): Promise<void>
}

/** Output that nobody reads. */
export const NOWHERE: Sink = { write: async () => {} }

/** Output kept in memory. */
export class Buffered implements Sink {
  text = ''
  readonly #budget: Budget

  constructor(budget: Budget) {
    this.#budget = budget
  }

  async write(text: string): Promise<void> {
    this.#budget.written(text.length)
    this.text += text
  }
}

/** Where input comes from; everybody who holds it shares one position. */
export class Input {
  readonly #text: string
  #position = 0

  constructor(text: string) {
    this.#text = text
  }

  /** All that is left. */
  rest(): string {
    const rest = this.#text.slice(this.#position)
    this.#position = this.#text.length
    return rest
  }

  /** The text up to a delimiter, without it; `ended` when the input ended before one came. */
  until(delimiter: string): { text: string; ended: boolean } {
    const at = this.#text.indexOf(delimiter, this.#position)
    if (at === -1) return { text: this.rest(), ended: true }
    const text = this.#text.slice(this.#position, at)
    this.#position = at + delimiter.length
    return { text, ended: false }
  }
}

/** An open file. */
export type Descriptor = Sink | Input

/** Stops at a path that bash makes a connection of: who answers it is not known. */
export function refuseConnection(absolute: string): void {
  if (/^\/dev\/(tcp|udp)\//.test(absolute)) throw cannotFollow(`the script connects to ${absolute}`)
}

/**
 * A file's content for reading from it; `null`, with bash's message on standard error, when there
 * is no such file. A file that the grader cannot see gives an unknown text.
 */
export async function readForInput(shell: Shell, path: string): Promise<string | null> {
  const { files, budget } = shell.host
  const absolute = shell.path(path)
  const unseen = () =>
    shell.unknownText(`the script reads the file ${path}, which the grader does not have`)
  if (hasHole(path) && !isOwnPath(path)) return unseen()
  if (absolute === '/dev/null') return ''
  if (absolute === '/dev/stdin') return shell.input().rest()
  refuseConnection(absolute)
  budget.file()
  const isThere = await files.exists(absolute)
  if (!isThere && files.isUnlisted(absolute)) return unseen()
  if (isThere && !(await files.isFolder(absolute))) return files.readFile(absolute)
  await shell.fail(`${path}: ${isThere ? 'Is a directory' : 'No such file or directory'}`)
  return null
}
