import type { Finding } from '../../checks/verdict.js'
import { hang } from './layout.js'
import type { Screen } from './screen.js'
import { sourceLine } from './source-line.js'

/** Both labels are as wide as the longer one, so that the values stand under each other. */
const EXPECTED = 'expected  '
const ACTUAL = 'actual    '

/**
 * Findings below the row of their check: what was found, expected and actual, the place, what to do.
 * Several are bullets. `withHints`: false where the caller says what to do for many checks at once.
 */
export function findingLines(
  screen: Screen,
  findings: readonly Finding[],
  options: { readonly indent: number; readonly withHints: boolean },
): string[] {
  const mark = findings.length > 1 ? `${screen.symbols.bullet} ` : ''
  const indent = options.indent + mark.length
  return findings.flatMap((finding) => [
    ...hang(screen, { indent: options.indent, mark, text: screen.safe(finding.message) }),
    ...(finding.expected === null ? [] : valueLines(screen, EXPECTED, finding.expected, indent)),
    ...(finding.actual === null ? [] : valueLines(screen, ACTUAL, finding.actual, indent)),
    ...(finding.location === null ? [] : sourceLine(screen, finding.location, indent)),
    ...(finding.hint === null || !options.withHints ? [] : hintLines(screen, finding.hint, indent)),
  ])
}

/** What to do, after an arrow. */
export function hintLines(screen: Screen, hint: string, indent: number): string[] {
  return hang(screen, {
    indent,
    mark: `${screen.symbols.arrow} `,
    text: screen.safe(hint),
    paintMark: screen.paint.advice,
    paintText: screen.paint.advice,
  })
}

/** A value after its label; a value of several lines (a block of tags) keeps them. */
function valueLines(screen: Screen, label: string, value: string, indent: number): string[] {
  const lines = value
    .split(/\r\n|\r|\n/)
    .map(screen.safe)
    .filter((line) => line.trim() !== '')
  if (lines.length === 0) lines.push('(empty)')
  return lines.flatMap((line, index) =>
    hang(screen, {
      indent,
      mark: index === 0 ? label : ' '.repeat(label.length),
      text: line,
      paintMark: screen.paint.faint,
    }),
  )
}
