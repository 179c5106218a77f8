import { hasHole } from '@grade4/unknown'
import type { ArrayValue as ArrayNode, Assignment, Word } from 'unbash'
import { cannotFollow } from '../cannot-follow.js'
import { readValue, readWord } from '../script.js'
import type { Shell } from './shell.js'
import { assignText } from './values.js'
import { ArrayValue } from './variables.js'
import { expandText, expandWords } from './words.js'

/** Does one assignment of a command, `x=1`, `x+=1`, `a[i]=1` or `a=(…)`. Throws `ReadonlyVariable`. */
export async function assign(
  shell: Shell,
  { name, value, append = false, index }: Assignment,
): Promise<void> {
  if (value.type === 'ArrayValue') {
    const before = shell.variables.get(name)
    shell.variables.set(
      name,
      await arrayValue(shell, value, append ? before : undefined, isAssociative(before)),
    )
    return
  }
  const text = await expandText(shell, value, 'assignment')
  const subscript = index === undefined ? undefined : await expandText(shell, index, 'none')
  assignText(shell, name, subscript, text, append)
}

/** Whether what a variable holds is an associative array. */
export function isAssociative(value: unknown): boolean {
  return value instanceof ArrayValue && value.associative
}

/** The array that `(…)` makes, added to what is there when appending. */
export async function arrayValue(
  shell: Shell,
  { elements }: ArrayNode,
  before: string | ArrayValue | undefined,
  associative: boolean,
): Promise<ArrayValue> {
  const old =
    before instanceof ArrayValue ? before : ArrayValue.of(before === undefined ? [] : [before])
  const array = new ArrayValue(old.elements, associative)
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
        throw cannotFollow(
          'the script makes an array from unknown text, and nobody knows its length',
        )
      array.elements.set(String(next++), text)
    }
  }
  return array
}

/** `[key]=value` among an array's elements. */
function keyedElement(shell: Shell, { text }: Word): { key: Word; value: Word } | null {
  const [, key, value] = /^\[((?:[^\]"'\\]|\\.|"[^"]*"|'[^']*')+)\]=(.*)$/s.exec(text) ?? []
  if (key === undefined || value === undefined) return null
  const words = {
    key: readWord(/["'\\]/.test(key) ? key : `"${key}"`, shell.host.budget),
    value: readValue(value, shell.host.budget),
  }
  if (words.key === null || words.value === null) throw shell.refuse(text)
  return { key: words.key, value: words.value }
}
