import { hasHole, isUnknown } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { evaluateText } from './arithmetic.js'
import type { Assignment, WordNode } from './ast.js'
import type { Context, Shell } from './shell.js'
import { indexOf, keyOf, subscripted } from './values.js'
import { AssociativeArray, IndexedArray, type Value } from './variables.js'
import { expandText, expandWords } from './words.js'

/** Does one assignment of a command, `x=1`, `x+=1`, `a[i]=1` or `a=(…)`. */
export async function assign(
  shell: Shell,
  assignment: Assignment,
  context: Context,
): Promise<void> {
  const { name, append } = assignment
  if (assignment.array !== null) {
    const before = shell.variables.get(name)
    shell.variables.set(
      name,
      await arrayValue(
        shell,
        assignment.array,
        append ? before : undefined,
        before instanceof AssociativeArray,
        context,
      ),
    )
    return
  }
  const text = assignment.value === null ? '' : await expandText(shell, assignment.value, context)
  await assignVariable(shell, name, text, context, append)
}

/** Assigns a text to `x` or `a[i]`. */
export async function assignVariable(
  shell: Shell,
  target: string,
  text: string,
  context: Context,
  append = false,
): Promise<void> {
  shell.host.budget.value(text)
  const element = subscripted(target)
  if (element === null) {
    shell.variables.set(target, await scalar(shell, target, text, append, context))
    if (shell.options.allexport) shell.variables.export(target)
    return
  }
  const value = shell.variables.get(element.name)
  if (value instanceof AssociativeArray) {
    const key = await keyOf(shell, element.subscript, context)
    value.elements.set(key, append ? (value.elements.get(key) ?? '') + text : text)
    return
  }
  const array =
    value instanceof IndexedArray ? value : IndexedArray.of(value === undefined ? [] : [value])
  const index = await indexOf(shell, element.subscript, context)
  const at = index < 0 ? array.end + index : index
  array.elements.set(at, append ? (array.elements.get(at) ?? '') + text : text)
  if (array !== value) shell.variables.set(element.name, array)
}

async function scalar(
  shell: Shell,
  name: string,
  text: string,
  append: boolean,
  context: Context,
): Promise<string> {
  const before = append ? (shell.variables.text(name) ?? '') : ''
  if (!shell.variables.isInteger(name)) return shell.host.budget.value(before + text)
  const value = await evaluateText(
    shell,
    append ? `(${before || 0})+(${text || 0})` : text,
    context,
  )
  return isUnknown(value) ? shell.host.holes.hole(value) : String(value)
}

/** The array that `(…)` makes, added to one that is there when appending. */
export async function arrayValue(
  shell: Shell,
  words: readonly WordNode[],
  before: Value | undefined,
  associative: boolean,
  context: Context,
): Promise<Value> {
  const keyed = words.map(keyedElement)
  if (associative) {
    const elements = new Map(before instanceof AssociativeArray ? before.elements : [])
    for (const one of keyed) {
      if (one === null) throw cannotFollow('the script fills an associative array without keys')
      const key = await keyOf(shell, one.key, context)
      elements.set(key, await expandText(shell, one.value, context))
    }
    return new AssociativeArray(elements)
  }
  const array = new IndexedArray(
    before instanceof IndexedArray
      ? new Map(before.elements)
      : IndexedArray.of(typeof before === 'string' ? [before] : []).elements,
  )
  shell.host.budget.words(array.elements.size)
  let next = array.end
  for (const [position, word] of words.entries()) {
    const one = keyed[position]
    if (one !== null && one !== undefined) {
      if (!/^\d+$/.test(one.key)) throw cannotFollow('the script calculates the places of an array')
      array.elements.set(Number(one.key), await expandText(shell, one.value, context))
      next = Number(one.key) + 1
      continue
    }
    for (const argument of await expandWords(shell, [word], context)) {
      if (argument.uncertain) {
        throw cannotFollow(
          'the script makes an array from unknown text, and nobody knows its length',
        )
      }
      array.elements.set(next++, argument.text)
    }
  }
  return array
}

/** `[key]=value` among an array's elements. */
function keyedElement(word: WordNode): { key: string; value: WordNode } | null {
  const [first, second, ...rest] = word.parts
  if (first?.type !== 'Glob' || second?.type !== 'Literal' || !second.value.startsWith('='))
    return null
  const key = /^\[([^\]]+)\]$/.exec(first.pattern)?.[1]
  if (key === undefined) return null
  const value = { ...second, value: second.value.slice(1) }
  return { key, value: { type: 'Word', parts: [value, ...rest] } }
}

/** `name=value` as an argument of `export`, `local` and the like; `null` for any other argument. */
export function assignmentArgument(word: WordNode): Assignment | null {
  const [first, ...rest] = word.parts
  if (first?.type !== 'Literal') return null
  const match = /^([A-Za-z_]\w*)(\+?)=(.*)$/s.exec(first.value)
  if (match?.[1] === undefined || match[3] === undefined) return null
  const parts = match[3] === '' ? rest : [{ ...first, value: match[3] }, ...rest]
  const array = arrayElements(parts)
  return {
    type: 'Assignment',
    name: match[1],
    append: match[2] === '+',
    value: array === null ? { type: 'Word', parts } : null,
    array,
  }
}

/** The elements of `(a b "c")`, which the parser leaves in one word after `declare`. */
function arrayElements(parts: WordNode['parts']): WordNode[] | null {
  const [first] = parts
  const last = parts.at(-1)
  if (first?.type !== 'Literal' || !first.value.startsWith('(')) return null
  if (last?.type !== 'Literal' || !last.value.endsWith(')')) return null
  const words: WordNode[] = [{ type: 'Word', parts: [] }]
  for (const [position, part] of parts.entries()) {
    if (part.type !== 'Literal') {
      words.at(-1)?.parts.push(part)
      continue
    }
    const from = position === 0 ? part.value.slice(1) : part.value
    const text = position === parts.length - 1 ? from.slice(0, -1) : from
    for (const [index, piece] of text.split(/\s+/).entries()) {
      if (index > 0) words.push({ type: 'Word', parts: [] })
      if (piece !== '') words.at(-1)?.parts.push({ ...part, value: piece })
    }
  }
  return words.filter((word) => word.parts.length > 0)
}

/** Whether a text may be the name of a variable; an unknown one ends what can be known. */
export function isName(text: string): boolean {
  if (hasHole(text)) throw cannotFollow('nobody knows the name of a variable in the script')
  return /^[A-Za-z_]\w*$/.test(text)
}

/** Whether a word names a builtin that takes assignments as arguments. One that is quoted takes plain ones. */
export function declares({ parts }: WordNode): boolean {
  const [part] = parts
  return parts.length === 1 && part?.type === 'Literal' && DECLARATIONS.has(part.value)
}

/** Builtins that take assignments as arguments. */
export const DECLARATIONS: ReadonlySet<string> = new Set([
  'export',
  'local',
  'declare',
  'typeset',
  'readonly',
])
