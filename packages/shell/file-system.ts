import { hasHole } from '@grade4/unknown'
import { InMemoryFs } from 'just-bash'

const TEN_MEGABYTES = 10_000_000

/** An absolute path without empty parts, `.` and `..`. */
const IS_RESOLVED = /^(?:\/(?!\.{0,2}(?:\/|$))[^/]*)+$/

/**
 * A job's files, in memory only. It notes where a value that is not known is read, or a file is looked for in a
 * checked-out repository, whose files the grader does not have.
 */
export class JobFiles extends InMemoryFs {
  /** Whether the files of a folder are all known; the innermost folder counts. */
  readonly #isListed = new Map<string, boolean>()
  /** Folders whose files are the repository's, programs among them for all one knows. */
  readonly #checkouts = new Set<string>()
  /** What programs wrote, moved or removed, or may have. */
  readonly #changed = new Set<string>()
  /** What was come across since the last `forget()`: a text with a hole, and a path that may be there unseen. */
  readonly encountered: { marked: string | null; unlisted: string | null } = {
    marked: null,
    unlisted: null,
  }

  constructor() {
    super({}, { maxTotalBytes: TEN_MEGABYTES })
  }

  /** From now on a path missing below `directory` may well exist. */
  addUnlisted(directory: string): void {
    this.#isListed.set(directory.replace(/\/+$/, ''), false)
  }

  /** The same of a folder that a repository is checked out to. */
  addCheckout(directory: string): void {
    this.addUnlisted(directory)
    this.#checkouts.add(directory)
  }

  /** A program wrote, moved or removed what is at an absolute path, or may have. */
  noteChange(path: string): void {
    this.#changed.add(path.replace(/(?<=.)\/+$/, ''))
  }

  /** Whether what is at a path, or a folder around it, may be another than the runner's image and the grader have it. */
  hasChanged(path: string): boolean {
    return this.#isIn(this.#changed, path)
  }

  /** The paths that may have changed. */
  get changed(): ReadonlySet<string> {
    return this.#changed
  }

  /** Whether programs that the grader does not see may be in a folder: the repository's, or what was unpacked there. */
  mayHoldPrograms(directory: string): boolean {
    return this.#isIn(this.#checkouts, directory) || this.hasChanged(directory)
  }

  #isIn(folders: ReadonlySet<string>, path: string): boolean {
    if (folders.size === 0) return false
    let at = this.resolvePath('/', path)
    if (at === '/') return true
    for (; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) if (folders.has(at)) return true
    return false
  }

  /** From now on a path missing below `directory` is not there. */
  addListed(directory: string): void {
    this.#isListed.set(directory.replace(/\/+$/, ''), true)
  }

  /** Whether a path lies in a folder whose files the grader doesn't have. */
  isUnlisted(path: string): boolean {
    let at = this.resolvePath('/', path)
    if (at === '/') return true
    for (; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const isListed = this.#isListed.get(at)
      if (isListed !== undefined) return !isListed
    }
    return false
  }

  /** Most paths are as they should be already; just-bash takes each of them apart. */
  override resolvePath(base: string, path: string): string {
    const whole = path.startsWith('/') ? path : `${base === '/' ? '' : base}/${path}`
    return IS_RESOLVED.test(whole) ? whole : super.resolvePath('/', whole)
  }

  forget(): void {
    Object.assign(this.encountered, { marked: null, unlisted: null })
  }

  override async exists(path: string): Promise<boolean> {
    const isThere = await super.exists(path)
    if (!isThere && this.isUnlisted(path)) this.encountered.unlisted = path
    return isThere
  }

  /** Whether there is a folder at a path. */
  async isFolder(path: string): Promise<boolean> {
    return (await this.exists(path)) && (await this.stat(path)).isDirectory
  }

  override async readFile(...args: Parameters<InMemoryFs['readFile']>): Promise<string> {
    return this.#noteText(await this.exists(args[0]).then(() => super.readFile(...args)))
  }

  override async readFileBytes(path: string): ReturnType<InMemoryFs['readFileBytes']> {
    await this.exists(path).then(() => this.readFileBuffer(path))
    return super.readFileBytes(path)
  }

  override async readFileBuffer(path: string): Promise<Uint8Array> {
    const bytes = await super.readFileBuffer(path)
    this.#noteText(new TextDecoder().decode(bytes))
    return bytes
  }

  override async stat(path: string): ReturnType<InMemoryFs['stat']> {
    return this.exists(path).then(() => super.stat(path))
  }

  override async lstat(path: string): ReturnType<InMemoryFs['lstat']> {
    return this.exists(path).then(() => super.lstat(path))
  }

  override async chmod(...args: Parameters<InMemoryFs['chmod']>): Promise<void> {
    return this.exists(args[0]).then(() => super.chmod(...args))
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
    const isUnseen = this.isUnlisted(around) && !(await super.exists(around))
    return super.mkdir(path, isUnseen ? { ...options, recursive: true } : options)
  }

  override async writeFile(...args: Parameters<InMemoryFs['writeFile']>): Promise<void> {
    this.noteChange(this.resolvePath('/', args[0]))
    return this.#inFolder(args[0], () => super.writeFile(...args))
  }

  override async appendFile(...args: Parameters<InMemoryFs['appendFile']>): Promise<void> {
    this.noteChange(this.resolvePath('/', args[0]))
    return this.#inFolder(args[0], () => super.appendFile(...args))
  }

  override async cp(...args: Parameters<InMemoryFs['cp']>): Promise<void> {
    return this.#inFolder(args[1], () => super.cp(...args))
  }

  override async mv(...args: Parameters<InMemoryFs['mv']>): Promise<void> {
    return this.#inFolder(args[1], () => super.mv(...args))
  }

  override async symlink(target: string, linkPath: string): Promise<void> {
    return this.#inFolder(linkPath, () => super.symlink(target, linkPath))
  }

  /** just-bash's file system makes the folders of whatever is written. Throws as the real one does. */
  async #inFolder(path: string, write: () => Promise<void>): Promise<void> {
    const around = this.resolvePath('/', `${path}/..`)
    if (this.isUnlisted(around) || (await super.exists(around))) return write()
    throw new Error(`ENOENT: no such file or directory, open '${path}'`)
  }

  #noteText(text: string): string {
    if (hasHole(text)) this.encountered.marked = text
    return text
  }
}
