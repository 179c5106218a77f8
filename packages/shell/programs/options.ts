import { cannotFollow } from '../cannot-follow.js'

/** The options of a program that are followed; see supported.ts for how they are written. */
export interface OptionTable {
  /** `null`: operands and options are one, as those of find. */
  readonly options: string | null
  /** The first operand ends the options: it is another program, and what follows belongs to that. */
  readonly startsAnother?: true
}

/** The arguments of a program, told apart. */
export class Arguments {
  /** Each option in the order given, by its first name, with its values. */
  readonly options: readonly (readonly [name: string, ...values: string[]])[]
  readonly operands: readonly string[]
  /** With these options only the status is followed, not what is printed. */
  readonly isLaidOutOtherwise: boolean

  constructor(
    options: Arguments['options'],
    operands: readonly string[],
    isLaidOutOtherwise: boolean,
  ) {
    this.options = options
    this.operands = operands
    this.isLaidOutOtherwise = isLaidOutOtherwise
  }

  /** The same program with other arguments. */
  with(options: Arguments['options'], operands: readonly string[]): Arguments {
    return new Arguments(options, operands, this.isLaidOutOtherwise)
  }

  has(name: string): boolean {
    return this.options.some(([one]) => one === name)
  }

  /** The values of an option, in order. */
  all(name: string): string[] {
    return this.options.flatMap(([one, value = '']) => (one === name ? [value] : []))
  }

  /** The last value of an option. */
  value(name: string): string | undefined {
    return this.all(name).at(-1)
  }

  /** The last value of an option as a whole number. Throws `UnknownError` for any other. */
  count(name: string): number | undefined {
    const value = this.value(name)
    if (value === undefined || /^\d{1,9}$/.test(value))
      return value === undefined ? value : Number(value)
    throw cannotFollow(`the script gives ${value} where the grader follows only a number`)
  }
}

interface Option {
  readonly name: string
  /** How many values it takes; `?`: what stands behind it in the same word. */
  readonly takes: number | '?'
  /** What a value may be. */
  readonly values: RegExp
  readonly isLaidOutOtherwise: boolean
}

/**
 * Tells options and operands apart as GNU's `getopt_long` does; names may not be abbreviated.
 * Throws `UnknownError` for an option that is not in the table.
 */
export function argumentsOf(
  program: string,
  table: OptionTable,
  args: readonly string[],
): Arguments {
  if (table.options === null) return new Arguments([], args, false)
  const known = optionsOf(table.options)
  const options: [string, ...string[]][] = []
  const operands: string[] = []
  let isLaidOutOtherwise = false
  const left = [...args]
  const add = (name: string, attached: string | null) => {
    const option = known.get(name)
    if (option === undefined)
      throw cannotFollow(`the grader does not follow ${program} ${name} in the script`)
    isLaidOutOtherwise ||= option.isLaidOutOtherwise
    const values = attached === null ? [] : [attached]
    if (option.takes === '?' && attached === null) values.push('')
    while (option.takes !== '?' && values.length < option.takes) values.push(left.shift() ?? '')
    if (!values.every((value) => option.values.test(value))) {
      throw cannotFollow(
        `the grader does not follow ${program} ${name} ${values.join(' ')} in the script`,
      )
    }
    options.push([option.name, ...values])
  }
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (arg === '--') operands.push(...left.splice(0))
    else if (arg.startsWith('--')) {
      const [name = '', ...value] = arg.split('=')
      add(name, value.length === 0 ? null : value.join('='))
    } else if (/^-\d/.test(arg) && known.has('-NUM')) add('-NUM', arg.slice(1))
    else if (arg === '-' && known.has('-')) add('-', null)
    else if (arg === '-' || !arg.startsWith('-') || (known.has('NEGATIVE') && /^-\d/.test(arg))) {
      operands.push(arg, ...(table.startsAnother ? left.splice(0) : []))
    } else {
      for (let at = 1; at < arg.length; at++) {
        const name = `-${arg.charAt(at)}`
        const takes = known.get(name)?.takes ?? 0
        const rest = arg.slice(at + 1)
        add(name, takes === 0 || rest === '' ? null : rest)
        if (takes !== 0) break
      }
    }
  }
  return new Arguments(options, operands, isLaidOutOtherwise)
}

const tables = new Map<string, ReadonlyMap<string, Option>>()

/** The options of a table by each of their names. */
export function optionsOf(written: string): ReadonlyMap<string, Option> {
  const there = tables.get(written)
  if (there !== undefined) return there
  const known = new Map<string, Option>()
  for (const [, mark, names = '', values = ''] of written.matchAll(
    /(~?)([^\s=?]+)(=[#+]|=*|\?)(?=\s|$)/g,
  )) {
    const [first = '', ...others] = names.split('|')
    const takes = values === '?' ? values : values.replace(/[#+]/, '').length
    const allowed = values.endsWith('#') ? /^\d+$/ : values.endsWith('+') ? /^\+?\d+$/ : /^/
    const option = {
      name: first.replace(/^-+/, ''),
      takes,
      values: allowed,
      isLaidOutOtherwise: mark !== '',
    } as const
    for (const name of [first, ...others]) known.set(name, option)
  }
  tables.set(written, known)
  return known
}
