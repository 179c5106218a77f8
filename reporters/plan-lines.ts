import type { PlanStep, Report } from '../grading/report.js'

/** One line of an edit of main.yml, or of what is to be typed. */
export interface PlanLine {
  /** `-` goes, `+` comes; `null`: a line of CDK, a command, a way through settings. */
  readonly sign: '-' | '+' | null
  /** Line of main.yml as it was graded, from 1; of lines that are put in, the one that the first of them becomes. */
  readonly line: number | null
  /** Hostile text, as it stands in the file. */
  readonly text: string
}

/** What a step has a student write, line by line, its edits in the order of the file. */
export function planLines({ edits, text }: PlanStep): PlanLine[] {
  const signed = (
    lines: string | null,
    sign: PlanLine['sign'],
    lineAt: (at: number) => number | null,
  ) =>
    (lines?.split('\n') ?? []).map((each, at): PlanLine => ({ sign, line: lineAt(at), text: each }))
  return [
    ...edits.flatMap(({ line, endLine, before, after }) => {
      const isPutIn = endLine < line
      return [
        ...signed(isPutIn ? null : before, '-', (at) => line + at),
        // Of lines that are only put in, the first says where.
        ...signed(after, '+', (at) => (isPutIn && at === 0 ? line : null)),
      ]
    }),
    ...signed(text, null, () => null),
  ]
}

/**
 * `25 points (role.subject and 6 more): 150 of 150`; what a step wins and the score after it. Of a push of edits that
 * wins nothing more, the score that they lead to, where they put right all that is wrong.
 */
export function winsText(
  { points, scoreAfter, wins }: PlanStep,
  { maxScore, checks }: Pick<Report, 'maxScore' | 'checks'>,
): string {
  if (wins.length === 0) {
    const isWhole = checks.every(({ status, change }) => status === 'passed' || change !== null)
    return isWhole ? `The score is then ${scoreAfter} of ${maxScore}` : ''
  }
  const [first] = wins
  const which = wins.length === 1 ? first : `${first} and ${wins.length - 1} more`
  return `${points} ${points === 1 ? 'point' : 'points'} (${which}): ${scoreAfter} of ${maxScore}`
}
