import type { RepositoryName } from '../../evidence/subject.js'
import { type CsvRecord, csvRecords, type RosterFault } from './csv-table.js'
import {
  accountCell,
  BadCell,
  dueCell,
  externalIdCell,
  handInCell,
  repositoryCell,
  roleCell,
  shortened,
  studentCell,
} from './roster-cells.js'

/** One student of a class. */
export interface RosterRow {
  /** Line of the roster, from 1. */
  readonly line: number
  readonly student: string
  /** 12 digits. */
  readonly account: string
  readonly repository: RepositoryName
  readonly roleArn: string | null
  readonly externalId: string | null
  readonly due: Date | null
  /** What the student handed in of `cdk synth`, below the roster's folder; `null`: nothing. */
  readonly template: string | null
  /** The main.yml that the student handed in, likewise. */
  readonly workflow: string | null
  /** The columns that are carried through to grades.csv, by name: hostile text. */
  readonly other: Readonly<Record<string, string>>
}

/** A class. */
export interface Roster {
  /** In the roster's order, partners without a line of their own behind whom they work with. */
  readonly rows: readonly RosterRow[]
  /** Names of the columns that are carried through, in the roster's order. */
  readonly otherColumns: readonly string[]
  /** Odd, but no reason to stop. */
  readonly warnings: readonly RosterFault[]
}

/** A roster that can't be graded, with everything that is wrong with it. */
export class BadRoster extends Error {
  override readonly name = 'BadRoster'
  readonly faults: readonly RosterFault[]

  /** `faults`: at least one. */
  constructor(faults: readonly RosterFault[]) {
    super(`The roster has ${faults.length} faults.`)
    this.faults = faults.toSorted((one, other) => one.line - other.line)
  }
}

const REQUIRED = ['student', 'account', 'repository'] as const
/** Read here and not carried through: how the course gets in, and where hand-ins lie, is nobody's business. */
const ACCESS = ['role_arn', 'external_id', 'template', 'workflow']
const LARGEST_BYTES = 64 * 1024 * 1024
/** Longest cell in characters; an honest one is a line. */
const LONGEST_CELL = 10_000

/** Reads a roster from the bytes of a CSV file. Throws `BadRoster` with every fault there is. */
export function readRoster(bytes: Uint8Array): Roster {
  const { records, faults } = csvRecords(decoded(bytes))
  const [header, ...lines] = records
  if (header === undefined) {
    throw new BadRoster(
      faults.length > 0
        ? faults
        : [whole('The roster is empty; it needs a header and a line a student.')],
    )
  }
  const names = header.cells.map((cell) =>
    cell
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_'),
  )
  faults.push(...headerFaults(header, names))
  if (faults.some(({ line }) => line === header.line)) throw new BadRoster(faults)
  if (lines.length === 0 && faults.length === 0)
    throw new BadRoster([whole('The roster names no student.')])
  const carried = names.flatMap((name, index) => {
    if (ACCESS.includes(name) || REQUIRED.some((one) => one === name) || name === '') return []
    return [{ index, name: header.cells[index]?.trim() ?? name }]
  })
  const rows = lines.flatMap((record) => {
    const read = readRow(record, names, carried)
    faults.push(...read.faults)
    return read.row === null ? [] : [read.row]
  })
  const class_ = withPartners(rows)
  faults.push(...class_.faults)
  if (faults.length > 0) throw new BadRoster(faults)
  return {
    rows: class_.rows.map(({ row }) => row),
    otherColumns: carried.map(({ name }) => name),
    warnings: sharedThings(class_.rows.map(({ row }) => row)),
  }
}

function decoded(bytes: Uint8Array): string {
  if (bytes.byteLength > LARGEST_BYTES)
    throw new BadRoster([whole('The file is larger than 64 MB.')])
  const [first, second] = bytes
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new BadRoster([whole('The file is UTF-16 text; in Excel save it as "CSV UTF-8".')])
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new BadRoster([whole('The file is not UTF-8 text; in Excel save it as "CSV UTF-8".')])
  }
}

function whole(message: string): RosterFault {
  return { line: 1, column: null, message }
}

function headerFaults({ line, cells }: CsvRecord, names: readonly string[]): RosterFault[] {
  const missing = REQUIRED.filter((name) => !names.includes(name))
  const faults: RosterFault[] = []
  for (const [index, name] of names.entries()) {
    if (name === '' || names.indexOf(name) === index) continue
    const message = `There is another column called "${shortened(name)}".`
    faults.push({ line, column: { number: index + 1, name }, message })
  }
  if (missing.length > 0) {
    const there = cells.slice(0, 20).map((cell) => shortened(cell.trim()))
    const message = `The header lacks ${missing.join(', ')}; it has: ${there.join(', ')}. Needed: ${REQUIRED.join(',')}.`
    faults.push({ line, column: null, message })
  }
  return faults
}

/** A row as it stands, with the partner it names. */
interface ReadRow {
  readonly row: RosterRow
  readonly partner: string | null
  readonly partnerColumn: RosterFault['column']
}

function readRow(
  { line, cells }: CsvRecord,
  names: readonly string[],
  carried: readonly { index: number; name: string }[],
): { row: ReadRow | null; faults: RosterFault[] } {
  const faults: RosterFault[] = []
  const columnOf = (name: string) => ({ number: names.indexOf(name) + 1, name })
  if (cells.length > names.length && cells.slice(names.length).some((cell) => cell.trim() !== '')) {
    const message = `The line has ${cells.length} cells, the header ${names.length}: a cell with the delimiter in it wants quotes.`
    faults.push({ line, column: null, message })
  }
  for (const [index, cell] of cells.entries()) {
    if (cell.length <= LONGEST_CELL) continue
    const column = { number: index + 1, name: names[index] ?? '' }
    const message = `The cell has ${cell.length} characters, more than ${LONGEST_CELL}.`
    faults.push({ line, column, message })
  }
  if (faults.length > 0) return { row: null, faults }
  const cell = (name: string) => (cells[names.indexOf(name)] ?? '').trim()
  const read = <T>(name: string, parse: (text: string) => T): T | null => {
    try {
      if (cell(name) === '') throw new BadCell('is empty.')
      return parse(cell(name))
    } catch (error) {
      if (!(error instanceof BadCell)) throw error
      faults.push({ line, column: columnOf(name), message: error.message })
      return null
    }
  }
  const optional = <T>(name: string, parse: (text: string) => T) =>
    cell(name) === '' ? null : read(name, parse)
  const student = read('student', studentCell)
  const account = read('account', accountCell)
  const repository = read('repository', repositoryCell)
  const roleArn = optional('role_arn', (text) => roleCell(text, account))
  const externalId = optional('external_id', externalIdCell)
  const due = optional('due', dueCell)
  const template = optional('template', handInCell)
  const workflow = optional('workflow', handInCell)
  const partner = optional('partner', studentCell)
  if (student === null || account === null || repository === null || faults.length > 0) {
    return { row: null, faults }
  }
  const other = Object.fromEntries(carried.map(({ index, name }) => [name, cells[index] ?? '']))
  return {
    row: {
      row: {
        ...{ line, student, account, repository, roleArn, externalId, due },
        ...{ template, workflow, other },
      },
      partner,
      partnerColumn: columnOf('partner'),
    },
    faults,
  }
}

/** Finds students named twice and partners that don't fit; adds the partners without a line of their own. */
function withPartners(rows: readonly ReadRow[]): { rows: ReadRow[]; faults: RosterFault[] } {
  const faults: RosterFault[] = []
  const byId = new Map<string, RosterRow>()
  for (const { row } of rows) {
    // Without regard to case: files of ada and Ada would be one file on some disks.
    const earlier = byId.get(row.student.toLowerCase())
    if (earlier === undefined) byId.set(row.student.toLowerCase(), row)
    else {
      const message = `${row.student} is on line ${earlier.line} already.`
      faults.push({ line: row.line, column: null, message })
    }
  }
  const all = rows.flatMap((read): ReadRow[] => {
    const { row, partner, partnerColumn } = read
    if (partner === null) return [read]
    const fault = (message: string) => {
      faults.push({ line: row.line, column: partnerColumn, message })
      return [read]
    }
    if (partner.toLowerCase() === row.student.toLowerCase())
      return fault('Nobody is their own partner.')
    const known = byId.get(partner.toLowerCase())
    if (known === undefined) {
      const credited = { ...row, student: partner, other: {} }
      byId.set(partner.toLowerCase(), credited)
      return [read, { row: credited, partner: null, partnerColumn }]
    }
    if (workOf(known) !== workOf(row)) {
      return fault(
        `${partner} (line ${known.line}) has another account or repository: partners share both.`,
      )
    }
    return [read]
  })
  return { rows: all, faults }
}

/** What two partners have in common. */
function workOf({ account, repository: { owner, name } }: RosterRow): string {
  return `${account} ${owner}/${name}`.toLowerCase()
}

/** An account with two repositories, or a repository with two accounts, is more often a slip than not. */
function sharedThings(rows: readonly RosterRow[]): RosterFault[] {
  const warnings: RosterFault[] = []
  const seen = new Map<string, RosterRow>()
  for (const row of rows) {
    const repository = `${row.repository.owner}/${row.repository.name}`
    for (const thing of [`account ${row.account}`, `repository ${repository.toLowerCase()}`]) {
      const earlier = seen.get(thing)
      if (earlier === undefined) seen.set(thing, row)
      else if (workOf(earlier) !== workOf(row)) {
        const message = `The ${thing} is also that of ${earlier.student} (line ${earlier.line}), with another ${thing.startsWith('account') ? 'repository' : 'account'}.`
        warnings.push({ line: row.line, column: null, message })
      }
    }
  }
  return warnings
}
