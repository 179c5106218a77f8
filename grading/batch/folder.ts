import { chmod, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Report } from '../report.js'

/** How write-file-atomic calls a file until it is whole. */
const HALF_WRITTEN = /\.(json|csv|html)\.\d+$/

/** Mode of all that a batch writes: grades are for whoever graded. */
export const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700

/** Where a batch keeps what. Student ids were checked by the roster, so they name files as they are. */
export class BatchFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  get ledger(): string {
    return join(this.path, 'ledger.jsonl')
  }

  get lock(): string {
    return join(this.path, 'lock')
  }

  report(student: string): string {
    return join(this.path, 'reports', `${student}.json`)
  }

  /** The report as a page, beside it. */
  studentPage(student: string): string {
    return join(this.path, 'reports', `${student}.html`)
  }

  evidence(student: string): string {
    return join(this.path, 'evidence', `${student}.json`)
  }

  gradescope(student: string): string {
    return join(this.path, 'gradescope', `${student}.json`)
  }

  /** GitHub's answers, asked for again by their ETags. */
  get githubAnswers(): string {
    return join(this.path, 'cache', 'github')
  }

  /** A table over the whole class. */
  table(name: 'grades.csv' | 'canvas.csv' | 'summary.json' | 'index.html'): string {
    return join(this.path, name)
  }

  /** Removes what a killed batch left half written: files that were to be renamed. Only under the lock. */
  async tidy(): Promise<void> {
    for (const name of ['.', 'reports', 'gradescope', 'evidence']) {
      for (const file of await readdir(join(this.path, name))) {
        if (HALF_WRITTEN.test(file)) await rm(join(this.path, name, file), { force: true })
      }
    }
  }

  /** Makes the folders, open to nobody else also where they were; what is in them stays. */
  async make(): Promise<void> {
    for (const name of ['.', 'reports', 'gradescope', 'evidence']) {
      await mkdir(join(this.path, name), { recursive: true, mode: PRIVATE_FOLDER })
    }
    await chmod(this.path, PRIVATE_FOLDER)
  }

  /** Forgets all grades. What is not a batch's own stays. */
  async clear(): Promise<void> {
    const own = ['ledger.jsonl', 'reports', 'evidence', 'gradescope']
    const tables = ['grades.csv', 'canvas.csv', 'summary.json', 'index.html']
    for (const name of [...own, ...tables]) {
      await rm(join(this.path, name), { recursive: true, force: true })
    }
    await this.make()
  }

  /** Whether the student's files are whole. A machine that lost its power may keep the ledger and lose them. */
  async isWhole(student: string): Promise<boolean> {
    try {
      await Promise.all([readFile(this.gradescope(student)), readFile(this.studentPage(student))])
      return Report.safeParse(JSON.parse(await readFile(this.report(student), 'utf8'))).success
    } catch {
      return false
    }
  }
}
