import stringWidth from 'string-width'
import { wrap } from './layout.js'
import type { Screen } from './screen.js'

/** Cells before a check's title, and before everything said about it: two, the symbol, one. */
export const DETAIL_INDENT = 4

/** `10/10`; more digits push the title, not the margin. */
const POINTS_WIDTH = 5
const GAP = '  '
/** A title narrower than this reads as a column of words. */
const NARROWEST_TITLE = 24
/** Every title fits; wider, the eye loses the way from the title to the points. */
const WIDEST_ROW = 100

/** What a row says. Texts are safe already. */
export interface CheckRow {
  readonly symbol: string
  readonly title: string
  /** Empty where the title names the checks itself. */
  readonly id: string
  readonly points: string
  /** `true`: the id is left out where it would make the title need a second line. */
  readonly short: boolean
  readonly paintSymbol: (symbol: string) => string
  readonly paintTitle: (title: string) => string
}

/**
 * One check: symbol, title, id, points, the last two flush right.
 * A title too long for one line goes on below itself; on a very narrow screen the id stands below it.
 */
export function checkRow(screen: Screen, row: CheckRow): string[] {
  const points = row.points.padStart(POINTS_WIDTH)
  const besidePoints =
    Math.min(WIDEST_ROW, screen.columns) - DETAIL_INDENT - stringWidth(GAP + points)
  const besideId = besidePoints - stringWidth(GAP + row.id)
  const leastTitle = row.short ? stringWidth(row.title) : NARROWEST_TITLE
  const idFits = row.id !== '' && besideId >= leastTitle
  const titleWidth = idFits ? besideId : besidePoints
  const id = idFits ? GAP + screen.paint.faint(row.id) : ''

  const [first = '', ...rest] = wrap(row.title, titleWidth)
  const indent = ' '.repeat(DETAIL_INDENT)
  const filler = ' '.repeat(titleWidth - stringWidth(first))
  return [
    `  ${row.paintSymbol(row.symbol)} ${row.paintTitle(first)}${filler}${id}${GAP}${points}`,
    ...rest.map((line) => indent + row.paintTitle(line)),
    ...(row.short || idFits || row.id === '' ? [] : [indent + screen.paint.faint(row.id)]),
  ]
}
