import { cannotFollow, hasHole } from '@grade4/unknown'
import type { ArrayValue as ArrayNode, Assignment, Word } from 'unbash'
import { readValue, readWord } from '../script.js'
import type { Shell } from './shell.js'
import { assignText } from './values.js'
import { ArrayValue, type Value } from './variables.js'
import { expandText, expandWords } from './words.js'

/** Does one assignment of a command, `x=1`, `x+=1`, `a[i]=1` or `a=(…)`. Throws `ReadonlyVariable`. */
export async function assign(
  shell: Shell,
  { name, value, append = false, index }: Assignment,
): Promise<void> {
  if (value.type === 'ArrayValue') {
    const before = shell.variables.get(name)
    shell.variables.set(name, await arrayValue(shell, value, before, append, isAssociative(before)))
    return
  }
  const text = await expandText(shell, value, 'assignment')
  const subscript = index === undefined ? undefined : await expandText(shell, index, 'none')
  assignText(shell, name, subscript, text, append)
}

/** Whether what a variable holds is an associative array. */
export function isAssociative(value: Value | undefined): boolean {
  return value instanceof ArrayValue && value.associative
}

/** The array that `(…)` makes, added to what is there when appending. */
export async function arrayValue(
  shell: Shell,
  { elements }: ArrayNode,
  before: Value | undefined,
  append: boolean,
  associative: boolean,
): Promise<ArrayValue> {
  const old =
    before instanceof ArrayValue ? before : ArrayValue.of(before === undefined ? [] : [before])
  const array = new ArrayValue(append ? old.elements : [], associative)
  shell.host.budget.words(array.elements.size)
  let next = array.end
  for (const word of elements) {
    const keyed = keyedElement(shell, word)
    if (keyed !== null) {
      const key = await expandText(shell, keyed.key, 'none')
      if (hasHole(key)) throw shell.undecided(key)
      if (!associative && !/^\d+$/.test(key)) throw shell.refuse('a calculated place in an array')
      array.elements.set(key, await expandText(shell, keyed.value, 'assignment'))
      next = Number(key) + 1
      continue
    }
    if (associative) throw shell.refuse('an associative array without keys')
    for (const { text, uncertain } of await expandWords(shell, [word])) {
      if (uncertain)
        throw cannotFollow('it is not known how many elements the array in the script has')
      array.elements.set(String(next++), text)
    }
  }
  return array
}

/** `[key]=value` among an array's elements. */
function keyedElement(shell: Shell, { text }: Word): { key: Word; value: Word } | null {
  const [, written, rest] = /^\[((?:[^\]"'\\]|\\.|"[^"]*"|'[^']*')+)\]=(.*)$/s.exec(text) ?? []
  if (written === undefined || rest === undefined) return null
  const key = readWord(/["'\\]/.test(written) ? written : `"${written}"`, shell.host.budget)
  const value = readValue(rest, shell.host.budget)
  if (key === null || value === null) throw shell.refuse(text)
  return { key, value }
}
