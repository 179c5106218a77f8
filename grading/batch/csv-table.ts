import { type CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'

/** A fault of a roster, and where it is. Lines and columns count from 1, as a spreadsheet shows them. */
export interface RosterFault {
  readonly line: number
  /** `null`: the line as a whole. */
  readonly column: { readonly number: number; readonly name: string } | null
  /** One line; may quote what the file holds, so it is as hostile as that. */
  readonly message: string
}

/** One record of a CSV file, with the line it begins on. */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

const Records = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }),
)

/** What programs put between cells. */
const DELIMITERS = [',', ';', '\t']

/** Excel's own first line, which says what is between cells. */
const SEPARATOR_LINE = /^"?sep=(.)"?\n/i

/**
 * Cuts CSV text into records, empty ones left out: quoted cells, CRLF (a cell's too become LF), a byte order mark, and the
 * semicolons that spreadsheets write where the comma is a decimal sign.
 */
export function csvRecords(text: string): { records: CsvRecord[]; faults: RosterFault[] } {
  const plain = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  const separator = SEPARATOR_LINE.exec(plain)
  const body = separator === null ? plain : plain.slice(separator[0].length)
  const before = separator === null ? 0 : 1
  const faults: RosterFault[] = []
  const parsed = Records.parse(
    parse(body, {
      delimiter: separator?.[1] ?? delimiterOf(body),
      relax_column_count: true,
      info: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        faults.push({ line: lineOf(error) + before, column: null, message: messageOf(error) })
        return undefined
      },
    }),
  )
  const records: CsvRecord[] = []
  let ended = 0
  for (const { record, info } of parsed) {
    // The parser counts the line on which a record ends.
    const inside = record.reduce((sum, cell) => sum + lineBreaks(cell), 0)
    const line = Math.max(info.lines - inside, ended + 1) + before
    ended = info.lines
    if (record.some((cell) => cell.trim() !== '')) records.push({ line, cells: record })
  }
  return { records, faults }
}

/** The delimiter that the header has most of. */
function delimiterOf(text: string): string {
  const header = text.slice(0, 10_000).split('\n', 1)[0] ?? ''
  const counts = DELIMITERS.map((each) => header.split(each).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function lineBreaks(cell: string): number {
  return cell.split('\n').length - 1
}

function lineOf(error: CsvError | undefined): number {
  const lines: unknown = error?.lines
  return typeof lines === 'number' ? lines : 1
}

function messageOf(error: CsvError | undefined): string {
  switch (error?.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'A quoted cell begins somewhere above and does not end: a " is missing.'
    case 'INVALID_OPENING_QUOTE':
      return 'A " stands inside a cell that is not quoted; write the cell as "…""…".'
    case 'CSV_INVALID_CLOSING_QUOTE':
      return 'After the closing " of a cell comes something else than the next cell.'
    default:
      return `This is no CSV (${error?.code ?? 'unknown fault'}).`
  }
}
