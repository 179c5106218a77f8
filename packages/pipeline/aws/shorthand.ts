import { cannotFollow } from '@grade4/unknown'
import { AwsError } from './errors.js'

/** `key=value,key=value`; a part without a key belongs to the value before it, which is then a list. */
export type Shorthand = Readonly<Record<string, string | readonly string[]>>

/**
 * Reads shorthand without quotes, brackets, spaces and empty parts. Throws `UnknownError` for the rest of the syntax,
 * `AwsError` for what the command line does not take. Source: AWS CLI user guide, "Shorthand syntax".
 */
export function parseShorthand(option: string, text: string): Shorthand {
  if (/["'\\[\]{}@\s]|==|,,|^,|,$/.test(text))
    throw cannotFollow(`the script writes --${option} ${text}`)
  const pairs = new Map<string, string[]>()
  let values: string[] | undefined
  for (const part of text.split(',')) {
    const [, key, value = part] = /^([\w\-.#/:]*)=(.*)$/.exec(part) ?? []
    if (key !== undefined) {
      if (pairs.has(key)) throw unreadable(option, `Second instance of key "${key}"`)
      values = []
      pairs.set(key, values)
    }
    if (values === undefined || (key === undefined && value.includes('='))) {
      throw unreadable(option, `Expected: '=', received: '${value}'`)
    }
    values.push(value)
  }
  return Object.fromEntries(
    [...pairs].map(([key, [only = '', ...more]]) => [
      key,
      more.length === 0 ? only : [only, ...more],
    ]),
  )
}

function unreadable(option: string, problem: string): AwsError {
  return new AwsError({ kind: 'unreadable', option, problem })
}
