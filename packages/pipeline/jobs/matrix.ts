import { data } from '@actions/expressions'
import { type Unknown, unknown, unknownFor } from '@grade4/unknown'
import type { Scope } from '../expressions/evaluate.js'
import { nodeValue } from '../expressions/template.js'
import { asText, mapping, reasonsOf, type Value } from '../expressions/values.js'
import { child, type YamlNode } from '../workflow/tree.js'

/** One run of a job: the values of its matrix, `null` for a job without one. */
export interface Leg {
  readonly matrix: data.Dictionary | null
  /** Values as GitHub adds them to the job's name, those that `include` adds left out; empty without a matrix. */
  readonly label: string
}

/** GitHub's limit on the runs that a matrix makes. */
const MOST_LEGS = 256

type Combination = Map<string, Value>

/**
 * The runs that a job's matrix makes, in order; `unknown` when its values are not known.
 * Source: GitHub Docs, "Workflow syntax", `jobs.<job_id>.strategy.matrix`.
 */
export function legsOf(strategy: YamlNode | null, scope: Scope): Leg[] | Unknown {
  const node = child(strategy, 'matrix')
  if (node === null) return [{ matrix: null, label: '' }]
  const value = nodeValue(node, scope)
  const [reason] = reasonsOf(value, scope.holes)
  if (reason !== undefined) return unknownFor(reason)
  if (value.kind !== data.Kind.Dictionary) return []
  const axes = value.pairs().filter(({ key }) => key !== 'include' && key !== 'exclude')
  const excluded = mappingsOf(value.get('exclude'))
  const all = product(axes)
  if (all === null) return TOO_LARGE
  const combinations = all.filter(
    (combination) => !excluded.some((pattern) => contains(combination, pattern)),
  )
  const { extended, own } = include(combinations, mappingsOf(value.get('include')), axes)
  if (extended.length + own.length > MOST_LEGS) return TOO_LARGE
  const named = [...combinations, ...own].map(labelOf)
  return [...extended, ...own].map((combination, at) => ({
    matrix: mapping(combination),
    label: named[at] ?? '',
  }))
}

/**
 * The texts, numbers and booleans of a combination, also those inside of lists and mappings.
 * Source: actions/runner, `WorkflowParser/Conversion/MatrixBuilder.cs`.
 */
function labelOf(combination: Combination): string {
  return [...combination.values()]
    .flatMap(scalarsOf)
    .filter((text) => text !== '')
    .join(', ')
}

function scalarsOf(value: Value): string[] {
  return value.kind === data.Kind.Array || value.kind === data.Kind.Dictionary
    ? value.values().flatMap(scalarsOf)
    : [asText(value)]
}

const TOO_LARGE = unknown(
  'the matrix makes more than 256 jobs, which GitHub refuses',
  'Make the matrix smaller.',
)

/** Every combination of the values of the axes; `null` when there are far too many to make them. */
function product(axes: readonly { key: string; value: Value }[]): Combination[] | null {
  let combinations: Combination[] = axes.length === 0 ? [] : [new Map()]
  for (const { key, value } of axes) {
    const values = value.kind === data.Kind.Array ? value.values() : [value]
    if (combinations.length * values.length > MOST_LEGS * 4) return null
    combinations = combinations.flatMap((combination) =>
      values.map((each) => new Map([...combination, [key, each] as const])),
    )
  }
  return combinations
}

/** `include` adds to combinations whose own values it does not change; else it is a run of its own. */
function include(
  combinations: readonly Combination[],
  additions: readonly Combination[],
  axes: readonly { key: string }[],
): { extended: readonly Combination[]; own: readonly Combination[] } {
  const original = new Set(axes.map(({ key }) => key))
  const extended = combinations.map((combination) => new Map(combination))
  const own: Combination[] = []
  for (const addition of additions) {
    const onAxes = new Map([...addition].filter(([key]) => original.has(key)))
    const fitting = extended.filter((_, index) =>
      contains(combinations[index] ?? new Map(), onAxes),
    )
    if (fitting.length === 0) own.push(addition)
    for (const combination of fitting) {
      for (const [key, value] of addition) combination.set(key, value)
    }
  }
  return { extended, own }
}

function contains(combination: Combination, pattern: Combination): boolean {
  return [...pattern].every(([key, value]) => {
    const own = combination.get(key)
    return own !== undefined && same(own, value)
  })
}

function same(a: Value, b: Value): boolean {
  return a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b)
}

function mappingsOf(value: Value | undefined): Combination[] {
  if (value?.kind !== data.Kind.Array) return []
  return value
    .values()
    .flatMap((item) =>
      item.kind === data.Kind.Dictionary
        ? [new Map(item.pairs().map(({ key, value: each }) => [key, each] as const))]
        : [],
    )
}
