import { csvRecords } from './csv-table.js'

/** A gradebook as Canvas exports it (Grades, Export), as far as an import has to repeat it. */
export interface CanvasGradebook {
  /** Names of the columns that say who somebody is, `Section` last. */
  readonly identity: readonly string[]
  /** Each student's cells in these columns. */
  readonly students: readonly (readonly string[])[]
  /** Titles of the assignments' columns, `NAME (ID)`. */
  readonly assignments: readonly string[]
}

/** The file is no gradebook of Canvas; the message says why, in one line. */
export class BadGradebook extends Error {
  override readonly name = 'BadGradebook'
}

/** The columns by which a student may be known from others, the surest first. */
const KEYS = ['SIS Login ID', 'SIS User ID', 'ID', 'Integration ID']

/** How a column of an assignment is called. Source: canvas-lms, lib/gradebook_exporter.rb, `title_with_id`. */
const ASSIGNMENT = /^(.*\S)\s*\((\d+)\)$/s

/**
 * Reads a gradebook that Canvas exported. Throws `BadGradebook`.
 * Source: canvas-lms, lib/gradebook_exporter.rb and lib/gradebook_importer.rb.
 */
export function readCanvasGradebook(text: string): CanvasGradebook {
  const { records, faults } = csvRecords(text)
  const [fault] = faults
  if (fault !== undefined) throw new BadGradebook(`line ${fault.line}: ${fault.message}`)
  const [header, ...lines] = records.map(({ cells }) => cells)
  const width = 1 + (header?.indexOf('Section') ?? -1)
  if (header === undefined || width === 0 || !header.slice(0, width).includes('ID')) {
    throw new BadGradebook('its first line lacks the columns ID and Section.')
  }
  const id = header.indexOf('ID')
  return {
    identity: header.slice(0, width),
    // The lines of points and of posting policies name nobody.
    students: lines
      .filter((cells) => /^\d+$/.test(cells[id] ?? ''))
      .map((cells) => cells.slice(0, width)),
    assignments: header.slice(width).filter((title) => ASSIGNMENT.test(title)),
  }
}

/** The column of an assignment that goes by a title, a title without its id, or an id alone; `null`: none, or several. */
export function assignmentColumn({ assignments }: CanvasGradebook, wanted: string): string | null {
  const called = wanted.trim().toLowerCase()
  const matching = assignments.filter((column) => {
    const [, title = '', id] = ASSIGNMENT.exec(column) ?? []
    return [column.toLowerCase(), title.toLowerCase(), id].includes(called)
  })
  const [only, ...others] = matching
  return others.length === 0 ? (only ?? null) : null
}

/**
 * Gives what finds a student's cells by names of theirs (ids, an address; case aside). `null`: nobody has one of
 * these names, or several have it.
 */
export function gradebookIndex({
  identity,
  students,
}: CanvasGradebook): (names: readonly string[]) => readonly string[] | null {
  const columns = KEYS.map((key) => identity.indexOf(key)).filter((column) => column >= 0)
  const indexes = columns.map((column) => {
    const byName = new Map<string, readonly string[] | null>()
    for (const cells of students) {
      const name = (cells[column] ?? '').trim().toLowerCase()
      if (name !== '') byName.set(name, byName.has(name) ? null : cells)
    }
    return byName
  })
  return (names) => {
    const called = names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '')
    for (const index of indexes) {
      const name = called.find((one) => index.has(one))
      if (name !== undefined) return index.get(name) ?? null
    }
    return null
  }
}
