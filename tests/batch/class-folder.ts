import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CHECK_IDS, type CheckId } from '../../checks/rubric.js'
import type { Status } from '../../checks/verdict.js'
import type { Cloud } from '../../fixtures/cloud/server.js'
import { type MixedClass, teachersEnvironment } from '../../fixtures/mixed-class.js'
import { Report } from '../../grading/report.js'

const COMMAND = fileURLToPath(new URL('../../dist/grade4.js', import.meta.url))

/** How the command ended; `exitCode` is `null` when it was killed. */
export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What a test of a batch may change: the cloud, its environment, and signals while it runs. */
export interface Circumstances {
  readonly on?: Cloud
  readonly environment?: Readonly<Record<string, string>>
  /** Called when the process has started; may signal it. */
  readonly interrupt?: (kill: (signal: NodeJS.Signals) => void) => unknown
}

/** A folder with a class's roster, in which the real command grades it. */
export class ClassFolder {
  readonly #class: MixedClass
  readonly #cloud: Cloud
  readonly path: string

  private constructor(class_: MixedClass, cloud: Cloud, path: string) {
    this.#class = class_
    this.#cloud = cloud
    this.path = path
  }

  /** Makes the folder, with roster.csv in it; `cloud` is where the class's accounts are. */
  static async make(class_: MixedClass, cloud: Cloud): Promise<ClassFolder> {
    const path = await mkdtemp(join(tmpdir(), 'grade4-class-'))
    await writeFile(join(path, 'roster.csv'), class_.roster)
    return new ClassFolder(class_, cloud, path)
  }

  /** Runs the command in the folder, as the teacher. */
  grade4(
    args: readonly string[],
    { on = this.#cloud, environment = {}, interrupt = () => {} }: Circumstances = {},
  ): Promise<Ended> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [COMMAND, ...args], {
        cwd: this.path,
        env: {
          PATH: process.env.PATH,
          HOME: this.path,
          ...teachersEnvironment(on),
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let [stdout, stderr] = ['', '']
      child.stdout.on('data', (text) => {
        stdout += text
      })
      child.stderr.on('data', (text) => {
        stderr += text
      })
      child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
      interrupt((signal) => child.kill(signal))
    })
  }

  /** Text of a file in the folder. */
  async text(...path: string[]): Promise<string> {
    return await readFile(join(this.path, ...path), 'utf8')
  }

  /** How many lines the ledger of a batch has by now. */
  async ledgerLines(out: string): Promise<number> {
    return (await this.text(out, 'ledger.jsonl').catch(() => '')).split('\n').length - 1
  }

  /** A student's report. */
  async reportOf(out: string, student: string): Promise<Report> {
    return Report.parse(JSON.parse(await this.text(out, 'reports', `${student}.json`)))
  }

  /**
   * Each student with the verdicts that the batch gave, and those that their scenario says; what it doesn't
   * speak of is `otherwise`, or else passed.
   */
  async verdicts(out: string, otherwise: Readonly<Partial<Record<CheckId, Status>>> = {}) {
    const given: [string, Record<string, string>][] = []
    const wanted: [string, Record<string, string>][] = []
    for (const { student, scenario } of this.#class.students) {
      const { checks } = await this.reportOf(out, student.login)
      const name = `${student.login}: ${scenario.name}`
      given.push([name, Object.fromEntries(checks.map(({ id, status }) => [id, status]))])
      const statuses = CHECK_IDS.map((id) => [
        id,
        scenario.verdicts[id] ?? otherwise[id] ?? 'passed',
      ])
      wanted.push([name, Object.fromEntries(statuses)])
    }
    return { given, wanted }
  }

  /** Everything a batch leaves but the times and the ledger's history. */
  async outputsOf(out: string): Promise<Record<string, unknown>> {
    const outputs: Record<string, unknown> = {}
    for (const name of ['grades.csv', 'canvas.csv', 'summary.json', 'index.html']) {
      outputs[name] = await this.text(out, name)
    }
    for (const { student } of this.#class.students) {
      const { startedAt: _1, finishedAt: _2, ...report } = await this.reportOf(out, student.login)
      outputs[student.login] = {
        ...report,
        checks: report.checks.map(({ durationMs: _3, ...check }) => check),
      }
      outputs[`${student.login} in Gradescope`] = await this.text(
        out,
        'gradescope',
        `${student.login}.json`,
      )
    }
    outputs.files = await Promise.all(
      ['reports', 'evidence', 'gradescope'].map(async (name) =>
        (await readdir(join(this.path, out, name))).sort(),
      ),
    )
    // The timestamp of a run on the twin is that of grading; the class page has that, too.
    return JSON.parse(
      JSON.stringify(outputs)
        .replaceAll(/cs40:\d{13}\b/g, 'cs40:TIMESTAMP')
        .replaceAll(/<time>[^<]*<\/time>/g, '<time>GRADED</time>')
        .replaceAll(/\\"gradedAt\\": \\"[^"]*"/g, 'gradedAt'),
    )
  }

  /** Removes the folder. */
  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}
