/** One measured figure and what it may be. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: 'ms' | 'requests' | 'x' | 'MB'
  /** `null`: nothing was promised; the figure is there to compare. */
  readonly budget: { readonly kind: 'at most' | 'at least'; readonly value: number } | null
}

/** A figure that must not be larger than `budget`. */
export function atMost(name: string, value: number, unit: Figure['unit'], budget: number): Figure {
  return { name, value, unit, budget: { kind: 'at most', value: budget } }
}

/** A figure that must not be smaller than `budget`. */
export function atLeast(name: string, value: number, unit: Figure['unit'], budget: number): Figure {
  return { name, value, unit, budget: { kind: 'at least', value: budget } }
}

/** A figure to compare others with. */
export function plain(name: string, value: number, unit: Figure['unit']): Figure {
  return { name, value, unit, budget: null }
}

/** Steadier than the clock on a machine that others use too; missing where the system does not tell it. */
export function processorTime(
  whose: string,
  runs: readonly { readonly cpuMs: number | null }[],
): Figure[] {
  const known = runs.flatMap(({ cpuMs }) => cpuMs ?? [])
  return known.length === 0 ? [] : [plain(`${whose}, processor time`, median(known), 'ms')]
}

const NAME_WIDTH = 46
const VALUE_WIDTH = 13
const BUDGET_WIDTH = 20

/** What was printed so far, for the table at the end. */
const printed: { readonly heading: string; readonly figures: readonly Figure[] }[] = []

function amountOf(unit: Figure['unit']): (amount: number) => string {
  return (amount) =>
    `${unit === 'x' || unit === 'MB' ? amount.toFixed(1) : Math.round(amount)} ${unit}`
}

function isKept({ value, budget }: Figure): boolean {
  if (budget === null) return true
  return budget.kind === 'at most' ? value <= budget.value : value >= budget.value
}

/** `name  value  budget  ok|over`, in columns, ending in a newline. */
export function figureLine(figure: Figure): string {
  const { name, value, unit, budget } = figure
  const shown = amountOf(unit)
  const columns = [name.padEnd(NAME_WIDTH), shown(value).padStart(VALUE_WIDTH)]
  if (budget !== null) {
    columns.push(`${budget.kind} ${shown(budget.value)}`.padStart(BUDGET_WIDTH))
    columns.push(isKept(figure) ? 'ok' : 'over')
  }
  return `${columns.join('  ')}\n`
}

/** Prints a heading and its figures, one line each. */
export function printFigures(heading: string, figures: readonly Figure[]): void {
  printed.push({ heading, figures })
  process.stdout.write(`\n${heading}\n${figures.map(figureLine).join('')}`)
}

/** Everything that was printed, as a table in Markdown for README.md. */
export function markdownTable(): string {
  const rows = printed.flatMap(({ heading, figures }) => [
    `| **${heading}** | | | |`,
    ...figures.map((figure) => {
      const shown = amountOf(figure.unit)
      const { budget } = figure
      const promised = budget === null ? '' : `${budget.kind} ${shown(budget.value)}`
      const verdict = budget === null ? '' : isKept(figure) ? 'ok' : 'over'
      return `| ${figure.name.trim()} | ${shown(figure.value)} | ${promised} | ${verdict} |`
    }),
  ])
  return ['| figure | value | budget | |', '| --- | --- | --- | --- |', ...rows, ''].join('\n')
}

/** The middle value; of an even number of values, the mean of the two in the middle. Throws when there are none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.slice(
    Math.floor((sorted.length - 1) / 2),
    Math.floor(sorted.length / 2) + 1,
  )
  if (middle.length === 0) throw new Error('Nothing was measured.')
  return middle.reduce((sum, value) => sum + value, 0) / middle.length
}
