import { z } from 'zod'

/** The name under which an answer is kept: the question's, and its arguments. */
export function answerKey(question: string, args: readonly string[]): string {
  return args.length === 0
    ? question
    : `${question}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`
}

/** The arguments that a key names. */
export function argumentsOfKey(key: string): string[] {
  const at = key.indexOf('(')
  return at === -1 ? [] : z.array(z.string()).parse(JSON.parse(`[${key.slice(at + 1, -1)}]`))
}

/** The question that a key names. */
export function questionOfKey(key: string): string {
  const [name = ''] = key.split('(', 1)
  return name
}
