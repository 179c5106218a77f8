import type { Budget } from '../budget.js'
import { matchEnds, matchesPattern, type Pattern } from './pattern.js'

/** `${x#p}`, `${x##p}`, `${x%p}`, `${x%%p}`. */
export function trimmed(
  text: string,
  operator: '#' | '##' | '%' | '%%',
  pattern: Pattern,
  budget: Budget,
): string {
  const characters = [...text]
  if (operator.startsWith('#')) {
    const ends = matchEnds(pattern, characters, 0, budget)
    return characters.slice(operator === '#' ? ends[0] : ends.at(-1)).join('')
  }
  const starts = characters.map((_, index) => index).concat(characters.length)
  for (const start of operator === '%' ? starts.reverse() : starts) {
    budget.work(characters.length - start)
    if (matchesPattern(pattern, characters.slice(start).join(''), budget))
      return characters.slice(0, start).join('')
  }
  return text
}

/** `${x/p/r}`, `${x//p/r}`, `${x/#p/r}`, `${x/%p/r}`. `replacement`: what takes the place of a match. */
export function replaced(
  text: string,
  operator: '/' | '//' | '/#' | '/%',
  pattern: Pattern,
  replacement: (match: string) => string,
  budget: Budget,
): string {
  if (pattern === '') {
    if (operator === '/#') return replacement('') + text
    return operator === '/%' ? text + replacement('') : text
  }
  const characters = [...text]
  let result = ''
  for (let position = 0; position < characters.length; ) {
    const ends = matchEnds(pattern, characters, position, budget)
    const end = operator === '/%' ? ends.find((one) => one === characters.length) : ends.at(-1)
    if (end === undefined || end === position) result += characters[position++]
    else {
      result = budget.value(result + replacement(characters.slice(position, end).join('')))
      position = end
      if (operator !== '//') return result + characters.slice(position).join('')
    }
    if (operator === '/#') return result + characters.slice(position).join('')
  }
  return result
}

/** `${x^}`, `${x^^}`, `${x,}`, `${x,,}`. `pattern`: which characters; empty is all. */
export function caseChanged(
  text: string,
  operator: '^' | '^^' | ',' | ',,',
  pattern: Pattern,
  budget: Budget,
): string {
  return [...text]
    .map((character, index) => {
      const changes =
        (index === 0 || operator.length === 2) &&
        (pattern === '' || matchesPattern(pattern, character, budget))
      if (!changes) return character
      return operator.startsWith('^') ? character.toUpperCase() : character.toLowerCase()
    })
    .join('')
}

/** `${x:offset:length}` on characters or elements; `null` where the length ends before it begins. */
export function sliced(
  all: readonly string[],
  offset: number,
  length: number | null,
): readonly string[] | null {
  const start = offset < 0 ? all.length + offset : offset
  if (start < 0 || start > all.length) return []
  const end = length === null ? all.length : length < 0 ? all.length + length : start + length
  return end < start ? null : all.slice(start, end)
}
