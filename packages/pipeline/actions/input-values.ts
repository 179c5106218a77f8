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
  if (call.run.push.world.holes.reasonsIn(text).length > 0) return { value: null }
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
 * Source: docker/actions-toolkit, `Util.getInputList`.
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

function records(text: string): string[][] {
  const found: string[][] = [[]]
  let field = ''
  let quoted = false
  const endField = () => {
    found.at(-1)?.push(field)
    field = ''
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (quoted && character === '"' && text[at + 1] === '"') {
      field += '"'
      at += 1
    } else if (character === '"' && (quoted || field.trim() === '')) {
      quoted = !quoted
    } else if (!quoted && character === ',') {
      endField()
    } else if (!quoted && character === '\n') {
      endField()
      found.push([])
    } else {
      field += character
    }
  }
  endField()
  return found
}
