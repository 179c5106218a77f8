import { hasHole } from '@grade4/unknown'
import { InMemoryFs } from 'just-bash'

const TEN_MEGABYTES = 10_000_000

/** What reading the file system came across since the last `forget()`. */
interface Encountered {
  /** Content that holds an unknown value. */
  marked: string | null
  /** A missing path in a folder whose files the grader doesn't have. */
  unlisted: string | null
}

/**
 * A job's files, in memory only. It notices when somebody reads an unknown value, or looks for a
 * file in a checked-out repository, whose files the grader does not have.
 */
export class JobFiles extends InMemoryFs {
  /** Folders by whether their files are all known; the innermost folder counts. */
  readonly #folders = new Map<string, 'listed' | 'unlisted'>()
  readonly encountered: Encountered = { marked: null, unlisted: null }

  constructor() {
    super({}, { maxTotalBytes: TEN_MEGABYTES })
  }

  /** From now on a path missing below `directory` may well exist. */
  addUnlisted(directory: string): void {
    this.#folders.set(directory.replace(/\/+$/, ''), 'unlisted')
  }

  /** From now on a path missing below `directory` is not there. */
  addListed(directory: string): void {
    this.#folders.set(directory.replace(/\/+$/, ''), 'listed')
  }

  /** Whether a path lies in a folder whose files the grader doesn't have. */
  isUnlisted(path: string): boolean {
    for (let at = this.resolvePath('/', path); at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const folder = this.#folders.get(at)
      if (folder !== undefined) return folder === 'unlisted'
    }
    return false
  }

  forget(): void {
    this.encountered.marked = null
    this.encountered.unlisted = null
  }

  override async readFile(...args: Parameters<InMemoryFs['readFile']>): Promise<string> {
    await this.#noteMissing(args[0])
    const text = await super.readFile(...args)
    if (hasHole(text)) this.encountered.marked = text
    return text
  }

  override async readFileBytes(
    ...args: Parameters<InMemoryFs['readFileBytes']>
  ): ReturnType<InMemoryFs['readFileBytes']> {
    await this.#noteMarked(args[0])
    return super.readFileBytes(...args)
  }

  override async readFileBuffer(path: string): Promise<Uint8Array> {
    const bytes = await super.readFileBuffer(path)
    const text = new TextDecoder().decode(bytes)
    if (hasHole(text)) this.encountered.marked = text
    return bytes
  }

  override async exists(path: string): Promise<boolean> {
    await this.#noteMissing(path)
    return super.exists(path)
  }

  override async stat(path: string): ReturnType<InMemoryFs['stat']> {
    await this.#noteMissing(path)
    return super.stat(path)
  }

  override async lstat(path: string): ReturnType<InMemoryFs['lstat']> {
    await this.#noteMissing(path)
    return super.lstat(path)
  }

  override async readdir(path: string): Promise<string[]> {
    if (this.isUnlisted(path)) this.encountered.unlisted = path
    return super.readdir(path)
  }

  override async readdirWithFileTypes(
    path: string,
  ): ReturnType<InMemoryFs['readdirWithFileTypes']> {
    if (this.isUnlisted(path)) this.encountered.unlisted = path
    return super.readdirWithFileTypes(path)
  }

  /** Where the folder around it may be there unseen, it is taken to be. */
  override async mkdir(path: string, options?: Parameters<InMemoryFs['mkdir']>[1]): Promise<void> {
    const around = this.resolvePath('/', `${path}/..`)
    const unseen = this.isUnlisted(around) && !(await super.exists(around))
    return super.mkdir(path, unseen ? { ...options, recursive: true } : options)
  }

  override async writeFile(...args: Parameters<InMemoryFs['writeFile']>): Promise<void> {
    await this.#needFolderOf(args[0])
    return super.writeFile(...args)
  }

  override async appendFile(...args: Parameters<InMemoryFs['appendFile']>): Promise<void> {
    await this.#needFolderOf(args[0])
    return super.appendFile(...args)
  }

  override async cp(...args: Parameters<InMemoryFs['cp']>): Promise<void> {
    await this.#needFolderOf(args[1])
    return super.cp(...args)
  }

  override async mv(...args: Parameters<InMemoryFs['mv']>): Promise<void> {
    await this.#needFolderOf(args[1])
    return super.mv(...args)
  }

  override async symlink(target: string, linkPath: string): Promise<void> {
    await this.#needFolderOf(linkPath)
    return super.symlink(target, linkPath)
  }

  /** just-bash's file system makes the folders of whatever is written. Throws as the real one does. */
  async #needFolderOf(path: string): Promise<void> {
    const around = this.resolvePath('/', `${path}/..`)
    if (this.isUnlisted(around) || (await super.exists(around))) return
    throw new Error(`ENOENT: no such file or directory, open '${path}'`)
  }

  async #noteMarked(path: string): Promise<void> {
    await this.#noteMissing(path)
    const there = await super.exists(path)
    if (there && !(await super.stat(path)).isDirectory) await this.readFileBuffer(path)
  }

  async #noteMissing(path: string): Promise<void> {
    if (this.isUnlisted(path) && !(await super.exists(path))) this.encountered.unlisted = path
  }
}
