import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { pathInside, UnreadableFile } from '../evidence/local-text.js'
import type { Subject } from '../evidence/subject.js'
import type { LocalTemplate } from '../evidence/template/local-template.js'
import { readAssembly, UnreadableTemplate } from '../evidence/template/read-assembly.js'
import { UsageError } from '../evidence/usage-error.js'
import type { RosterFault } from '../grading/batch/csv-table.js'
import type { RosterRow } from '../grading/batch/roster.js'
import { readWorkflowFile } from './read-text-file.js'

const COLUMNS = ['template', 'workflow'] as const

/** What is known of a class's hand-ins before anybody is graded. */
export interface HandIns {
  /** A text that stands for what a student handed in; nothing for who handed in nothing. */
  readonly marks: ReadonlyMap<RosterRow, string>
  /** Paths that lead to nothing, or out of the folder. What a file holds is its student's, and no fault here. */
  readonly faults: readonly RosterFault[]
}

/** Looks at what the rows of a roster name, below its folder. */
export async function lookAtHandIns(
  rows: readonly RosterRow[],
  folder: string,
  stack: string,
): Promise<HandIns> {
  const marks = new Map<RosterRow, string>()
  const faults: RosterFault[] = []
  for (const row of rows) {
    for (const name of COLUMNS) {
      const path = row[name]
      const problem = path === null ? null : await problemOf(folder, path)
      if (problem === null) continue
      faults.push({ line: row.line, column: null, message: `The ${name} "${path}" ${problem}.` })
    }
    if (COLUMNS.every((name) => row[name] === null) || faults.length > 0) continue
    const handIn = JSON.stringify(await handInOf(row, folder, stack))
    marks.set(row, createHash('sha256').update(handIn).digest('hex'))
  }
  return { marks, faults }
}

/** A subject with what its student handed in, as it is now. */
export async function withHandIn(
  subject: Subject,
  row: RosterRow,
  folder: string,
): Promise<Subject> {
  return { ...subject, ...(await handInOf(row, folder, subject.stack)) }
}

async function handInOf(
  { template, workflow }: RosterRow,
  folder: string,
  stack: string,
): Promise<Partial<Subject>> {
  return {
    ...(template === null ? {} : { template: await templateAt(template, folder, stack) }),
    ...(workflow === null ? {} : { localWorkflow: await workflowAt(workflow, folder) }),
  }
}

/** What can't be read is a template that says why: its student's checks are `error`, and nobody else's. */
async function templateAt(path: string, folder: string, stack: string): Promise<LocalTemplate> {
  try {
    return await readAssembly([path], folder, stack)
  } catch (error) {
    if (!(error instanceof UnreadableTemplate)) throw error
    return { path, stacks: [], files: [], problem: error.message }
  }
}

async function workflowAt(path: string, folder: string): Promise<Subject['localWorkflow']> {
  try {
    return { path, text: await readWorkflowFile(join(folder, path)) }
  } catch (error) {
    // Too large for GitHub, or gone since it was looked at: no workflow that GitHub would take.
    if (error instanceof UsageError) return { path, text: '' }
    throw error
  }
}

/** Why a path is none of a hand-in, as the end of a sentence; `null`: it is one. */
async function problemOf(folder: string, path: string): Promise<string | null> {
  try {
    await pathInside(folder, path)
    return null
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    return error.why === 'outside' ? "leads out of the roster's folder" : error.message
  }
}
