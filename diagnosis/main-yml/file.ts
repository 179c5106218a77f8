import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml'
import { applyTextEdits, type TextEdit } from '../line-edits.js'

/** A step as it is written in main.yml. */
export interface WrittenStep {
  readonly job: WrittenJob
  /** Place in the job, from 0. */
  readonly index: number
  readonly map: YAMLMap
  readonly id: string | null
  readonly run: string | null
  /** The action, `owner/name` in lower case without its version; `null` for scripts. */
  readonly action: string | null
  readonly inputs: YAMLMap | null
}

export interface WrittenJob {
  readonly id: string
  readonly map: YAMLMap
  readonly steps: readonly WrittenStep[]
}

/**
 * main.yml as its author wrote it, for changing a part and leaving the rest as it is: comments, quotes, blank
 * lines and indentation. A change is a list of text edits; what can't be changed so is an empty list.
 */
export class MainYml {
  readonly text: string
  readonly root: YAMLMap | null
  /** Of an action of the repository's own: what it runs, as one. */
  readonly jobs: readonly WrittenJob[]
  readonly #lines = new LineCounter()

  constructor(text: string) {
    this.text = text
    const document = parseDocument(text, {
      lineCounter: this.#lines,
      strict: false,
      uniqueKeys: false,
      logLevel: 'silent',
    })
    this.root = isMap(document.contents) ? document.contents : null
    const action = mapAt(this.root, 'runs')
    this.jobs = [
      ...entries(mapAt(this.root, 'jobs')).flatMap(([id, value]) =>
        isMap(value) ? [jobOf(id, value)] : [],
      ),
      ...(action === null ? [] : [jobOf('runs', action)]),
    ]
  }

  get steps(): readonly WrittenStep[] {
    return this.jobs.flatMap(({ steps }) => steps)
  }

  /** The text after edits. */
  edited(edits: readonly TextEdit[]): string {
    return applyTextEdits(this.text, edits)
  }

  /** Line and column of an offset, from 1. */
  at(offset: number): { readonly line: number; readonly column: number } {
    const { line, col } = this.#lines.linePos(offset)
    return { line, column: col }
  }

  /** Where a value of a mapping is written, its quotes included; `null` where it has none. */
  range(map: YAMLMap | null, key: string): { readonly start: number; readonly end: number } | null {
    const pair = pairOf(map, key)
    const range = rangeOf(pair?.value)
    return range === null ? null : { start: range[0], end: range[1] }
  }

  /**
   * Writes a value of a mapping, in place of the one that it has or as its last entry. Of a value of several
   * lines, those behind the first are indented from the mapping's column.
   */
  set(map: YAMLMap | null, key: string, lines: string): TextEdit[] {
    const start = rangeOf(map?.items[0]?.key)
    if (map === null || start === null) return []
    const [first = '', ...rest] = lines.split('\n')
    const indent = map.flow === true ? '' : ' '.repeat(this.at(start[0]).column - 1)
    const value = [first, ...rest.map((line) => indented(line, indent))].join('\n')
    const written = this.range(map, key)
    const pair = pairOf(map, key)
    if (pair !== undefined) {
      const keyRange = rangeOf(pair.key)
      if (keyRange === null) return []
      const colon = this.text.indexOf(':', keyRange[1]) + 1
      // An empty value, or one that ends with the lines below it, as a block does.
      const end =
        written === null || written.end < colon ? colon : this.#trimmed(colon, written.end)
      return [{ start: colon, end, text: value.startsWith('\n') ? value : ` ${value}` }]
    }
    return this.insert(map, `${key}:${lines.startsWith('\n') ? lines : ` ${lines}`}`)
  }

  /** Writes an entry above the first one of a mapping that stands on a line of its own; else below the last one. */
  insertFirst(map: YAMLMap, entry: string): TextEdit[] {
    const first = rangeOf(map.items[0]?.key)
    const isOwnLine = first !== null && this.#lineStart(first[0]).trim() === ''
    return map.flow === true || !isOwnLine
      ? this.insert(map, entry)
      : this.#insertAbove(first[0], entry)
  }

  #insertAbove(start: number, entry: string): TextEdit[] {
    const indent = ' '.repeat(this.at(start).column - 1)
    return [{ start, end: start, text: `${indented(entry, indent).trimStart()}\n${indent}` }]
  }

  /**
   * Writes an entry below the last one of a mapping, of the workflow itself above its jobs; its own lines are
   * indented from the mapping's column.
   */
  insert(map: YAMLMap, entry: string): TextEdit[] {
    const jobs = map === this.root ? rangeOf(pairOf(map, 'jobs')?.key) : null
    if (jobs !== null && map.flow !== true) return this.#insertAbove(jobs[0], `${entry}\n`)
    const first = rangeOf(map.items[0]?.key)
    if (map.flow === true) {
      const range = rangeOf(map)
      if (range === null || entry.includes('\n')) return []
      const at = this.text.lastIndexOf('}', range[1])
      return [{ start: at, end: at, text: `${map.items.length > 0 ? ', ' : ' '}${entry} ` }]
    }
    if (first === null) return []
    const indent = ' '.repeat(this.at(first[0]).column - 1)
    const at = this.#endOf(map)
    return [{ start: at, end: at, text: `\n${indented(entry, indent)}` }]
  }

  /** Takes an entry of a mapping away, with its lines. */
  remove(map: YAMLMap | null, key: string): TextEdit[] {
    const pair = pairOf(map, key)
    const keyRange = rangeOf(pair?.key)
    if (map === null || map.flow === true || pair === undefined || keyRange === null) return []
    if (map.items[0] === pair && map.items.length === 1) return []
    const valueEnd = this.range(map, key)?.end ?? keyRange[1]
    const end = this.#trimmed(keyRange[0], valueEnd)
    const next = map.items[map.items.indexOf(pair) + 1]
    const nextKey = rangeOf(next?.key)
    // The first entry of a step stands behind its dash: the next one takes its place.
    if (this.#lineStart(keyRange[0]).trim() !== '' && nextKey !== null) {
      return [{ start: keyRange[0], end: nextKey[0], text: '' }]
    }
    const start = this.text.lastIndexOf('\n', keyRange[0])
    return start === -1 ? [] : [{ start, end: this.#endOfLine(end), text: '' }]
  }

  /** Text edits that put a step before or behind another one; `step`: its lines, the dash in the first column. */
  insertStep(beside: WrittenStep, where: 'before' | 'after', step: string): TextEdit[] {
    const range = this.stepRange(beside)
    if (range === null) return []
    const indent = ' '.repeat(this.#dashColumn(beside))
    const at = where === 'before' ? range.start : range.end
    const lines = indented(step, indent)
    return [{ start: at, end: at, text: where === 'before' ? `${lines}\n\n` : `\n\n${lines}` }]
  }

  /** From the line of a step's dash to the end of its last line; `null` in a flow sequence. */
  stepRange(step: WrittenStep): { readonly start: number; readonly end: number } | null {
    const range = rangeOf(step.map)
    if (range === null || step.map.flow === true) return null
    const lineStart = this.text.lastIndexOf('\n', range[0]) + 1
    if (!/^\s*-\s*$/.test(this.text.slice(lineStart, range[0]))) return null
    return { start: lineStart, end: this.#endOf(step.map) }
  }

  /** Takes a step away, with its lines. */
  removeStep(step: WrittenStep): TextEdit[] {
    const range = this.stepRange(step)
    if (range === null || step.job.steps.length === 1) return []
    return [{ ...range, end: Math.min(this.text.length, this.#endOfLine(range.end) + 1), text: '' }]
  }

  /** Moves a step behind or before another one, as it is written. */
  moveStep(step: WrittenStep, beside: WrittenStep, where: 'before' | 'after'): TextEdit[] {
    const [from, to] = [this.stepRange(step), this.stepRange(beside)]
    if (from === null || to === null || step.job !== beside.job) return []
    const text = this.text.slice(from.start, from.end)
    const at = where === 'before' ? to.start : to.end
    const moved = where === 'before' ? `${text}\n` : `\n${text}`
    return [...this.removeStep(step), { start: at, end: at, text: moved }]
  }

  #dashColumn(step: WrittenStep): number {
    const range = this.stepRange(step)
    if (range === null) return 0
    return this.text.slice(range.start).search(/\S/)
  }

  #lineStart(offset: number): string {
    return this.text.slice(this.text.lastIndexOf('\n', offset - 1) + 1, offset)
  }

  #endOfLine(offset: number): number {
    const end = this.text.indexOf('\n', offset)
    return end === -1 ? this.text.length : end
  }

  /** The end of what a node holds, without the blank lines and comments behind it. */
  #endOf(map: YAMLMap): number {
    const last = map.items.at(-1)
    const range = rangeOf(last?.value) ?? rangeOf(last?.key)
    const start = rangeOf(map)?.[0] ?? 0
    return this.#endOfLine(this.#trimmed(start, range?.[1] ?? start))
  }

  #trimmed(start: number, end: number): number {
    return start + this.text.slice(start, end).trimEnd().length
  }
}

/** Lines moved to the right, blank ones left alone. */
export function indented(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => (line.trim() === '' ? line : `${indent}${line}`))
    .join('\n')
}

export function mapAt(map: YAMLMap | null, key: string): YAMLMap | null {
  const value = pairOf(map, key)?.value
  return isMap(value) ? value : null
}

export function scalarAt(map: YAMLMap | null, key: string): string | null {
  const value = pairOf(map, key)?.value
  return isScalar(value) && value.value !== null && value.value !== undefined
    ? String(value.value)
    : null
}

function pairOf(map: YAMLMap | null, key: string): Pair | undefined {
  return map?.items.find((pair) => isPair(pair) && isScalar(pair.key) && pair.key.value === key)
}

function entries(map: YAMLMap | null): [string, unknown][] {
  return (map?.items ?? []).flatMap((pair): [string, unknown][] =>
    isScalar(pair.key) ? [[String(pair.key.value), pair.value]] : [],
  )
}

function rangeOf(node: unknown): readonly [number, number, number] | null {
  if (!isMap(node) && !isScalar(node) && !isSeq(node)) return null
  return node.range ?? null
}

function jobOf(id: string, map: YAMLMap): WrittenJob {
  const steps: WrittenStep[] = []
  const job = { id, map, steps }
  const written = pairOf(map, 'steps')?.value
  for (const [index, item] of (isSeq(written) ? written.items : []).entries()) {
    if (!isMap(item)) continue
    steps.push({
      job,
      index,
      map: item,
      id: scalarAt(item, 'id'),
      run: scalarAt(item, 'run'),
      action: scalarAt(item, 'uses')?.split('@')[0]?.toLowerCase() ?? null,
      inputs: mapAt(item, 'with'),
    })
  }
  return job
}
