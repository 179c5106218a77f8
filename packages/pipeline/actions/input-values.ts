import { hasHole } from '@grade4/unknown'
import { CsvError, parse } from 'csv-parse/sync'
import { type ActionCall, input } from './action.js'

/** A yes-or-no input: its value, `null` when it is not known, or why the action refuses it. */
export type BooleanInput = { readonly value: boolean | null } | { readonly refused: string }

/**
 * Reads a yes-or-no input as `core.getBooleanInput` does: only true, True, TRUE, false, False, FALSE.
 * Absent is false, which is every such input's default here. `lenient`: anything with "true" in it is
 * true, as old versions had it.
 */
export function booleanInput(call: ActionCall, name: string, lenient = false): BooleanInput {
  if (!call.inputs.has(name)) return { value: false }
  const text = input(call, name)
  if (hasHole(text)) return { value: null }
  if (lenient) return { value: /true/i.test(text) }
  if (['true', 'True', 'TRUE'].includes(text)) return { value: true }
  if (['false', 'False', 'FALSE'].includes(text)) return { value: false }
  return {
    refused: `${name}: ${text === '' ? "''" : text} is neither true nor false`,
  }
}

/**
 * Reads a list input as Docker's actions do: CSV on each line, so that commas and line ends separate,
 * quotes quote, and `#` is no comment. Each item is trimmed; empty ones are dropped.
 * Source: docker/actions-toolkit, `Util.getInputList`, which has the same library read them.
 */
export function listInput(text: string): string[] {
  return records(text)
    .flat()
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** The same, with a comma being an ordinary character: one item a line. */
export function linesInput(text: string): string[] {
  return records(text)
    .map((fields) => fields.join(',').trim())
    .filter((item) => item !== '')
}

/** A text that is no CSV, for a quote without its end, fails the action: its quotes stay, and are refused. */
function records(text: string): string[][] {
  try {
    return parse(text, { relax_quotes: true, relax_column_count: true, skip_empty_lines: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return text.split('\n').map((line) => line.split(','))
  }
}
