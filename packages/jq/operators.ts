import type { Env } from './filters.js'
import {
  compared,
  isList,
  isObject,
  isTrue,
  type Json,
  notFollowed,
  objectOf,
  typeOf,
} from './json.js'
import { JqError } from './paths.js'

type Operator = (left: Json, right: Json, env: Env) => Json

/** A number that every version of jq prints alike. */
export function number(value: number): number {
  if (Number.isFinite(value) && Math.abs(value) <= 2 ** 53 && !String(value).includes('e'))
    return value
  throw notFollowed(`the number ${value}`)
}

const numbers = (
  left: Json,
  right: Json,
  reckon: (left: number, right: number) => number,
): number => {
  if (typeOf(left) !== 'number' || typeOf(right) !== 'number') throw new JqError()
  return number(reckon(Number(left), Number(right)))
}

export const add: Operator = (left, right, { work }) => {
  if (left === null) return right
  if (right === null) return left
  if (typeof left === 'string' && typeof right === 'string') {
    work(left.length + right.length)
    return left + right
  }
  const [one, other] = [typeOf(left), typeOf(right)]
  if (isList(left) && isList(right)) {
    work(left.length + right.length)
    return [...left, ...right]
  }
  if (one === 'object' && other === 'object') return { ...Object(left), ...Object(right) }
  return numbers(left, right, (a, b) => a + b)
}

const subtract: Operator = (left, right, { work }) => {
  typeOf(left)
  if (typeOf(right) !== 'array' || !isList(left) || !isList(right))
    return numbers(left, right, (a, b) => a - b)
  work(left.length * right.length * 10)
  return left.filter((item) => !right.some((other) => compared(item, other) === 0))
}

const multiply: Operator = (left, right) => {
  if (typeOf(left) === 'string' || typeOf(right) === 'string')
    throw notFollowed('a text times a number')
  return isObject(left) && isObject(right)
    ? merged(left, right)
    : numbers(left, right, (a, b) => a * b)
}

function merged(left: Json, right: Json): Json {
  if (!isObject(left) || !isObject(right)) return right
  const entries = Object.entries(right).map(([key, value]): [string, Json] => [
    key,
    Object.hasOwn(left, key) ? merged(left[key] ?? null, value) : value,
  ])
  return { ...left, ...objectOf(entries) }
}

const divide: Operator = (left, right) => {
  if (typeOf(left) === 'string' && typeOf(right) === 'string')
    return split(String(left), String(right))
  if (right === 0) throw new JqError()
  return numbers(left, right, (a, b) => a / b)
}

export function split(text: string, separator: string): Json {
  if (text === '') return []
  return separator === '' ? [...text] : text.split(separator)
}

const modulo: Operator = (left, right) => {
  if (typeof right === 'number' && Math.trunc(right) === 0) throw new JqError()
  return numbers(left, right, (a, b) => Math.trunc(a) % Math.trunc(b)) || 0
}

const ordered =
  (test: (order: number) => boolean): Operator =>
  (left, right) =>
    test(compared(left, right))

/** What may stand between two values. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  '+': add,
  '-': subtract,
  '*': multiply,
  '/': divide,
  '%': modulo,
  '==': ordered((order) => order === 0),
  '!=': ordered((order) => order !== 0),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
  '//': (left, right) => (isTrue(left) ? left : right),
}
