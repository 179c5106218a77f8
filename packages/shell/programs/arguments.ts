import { cannotFollow } from '../cannot-follow.js'
import { type Followed, SUPPORTED } from './supported.js'

/** The arguments of a program, as options and operands. */
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

  /** The last value of an option that takes a number. */
  count(name: string): number | undefined {
    const value = this.value(name)
    return value === undefined ? undefined : Number(value)
  }
}

/** What of a program is followed. */
export function followed(name: string): Followed {
  const known = SUPPORTED.get(name)
  if (known === undefined) throw cannotFollow(`the grader does not follow ${name} in the script`)
  return known
}

/**
 * Tells options and operands apart as GNU's `getopt_long` does; names may not be abbreviated.
 * Throws `UnknownError` for an option or an operand that is not followed.
 */
export function followedArguments(program: string, args: readonly string[]): Arguments {
  const { options: known, operands: followedOperands, traits, most } = followed(program)
  const refuse = (what: string): never => {
    throw cannotFollow(`the grader does not follow ${program} ${what} in the script`)
  }
  const options: [string, ...string[]][] = []
  const operands: string[] = []
  let isLaidOutOtherwise = false
  const left = args.map((arg) => (/^\/dev\/(stdin|fd\/0)$/.test(arg) ? '-' : arg))
  const add = (name: string, attached?: string) => {
    const option = known.get(name) ?? refuse(name)
    const values = attached === undefined ? [] : [attached]
    while (values.length < option.values) values.push(left.shift() ?? '')
    const isStrange = values.length > option.values && !option.isOptional
    if (isStrange || !values.every((value) => option.value.test(value)))
      refuse(`${name} ${values.join(' ')}`)
    isLaidOutOtherwise ||= option.isLaidOutOtherwise
    options.push([option.name, ...values])
  }
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (traits.has('words')) operands.push(arg, ...left.splice(0))
    else if (arg === '--') operands.push(...left.splice(0))
    else if (arg.startsWith('--')) {
      const [name = '', ...value] = arg.split('=')
      add(name, value.length === 0 ? undefined : value.join('='))
    } else if (/^-\d/.test(arg) && known.has('-NUM')) add('-NUM', arg.slice(1))
    else if (arg === '-' && known.has('-')) add('-')
    else if (arg === '-' || !arg.startsWith('-') || (/^-\d/.test(arg) && known.has('NEGATIVE'))) {
      operands.push(arg, ...(traits.has('starts') ? left.splice(0) : []))
    } else {
      for (let at = 1; at < arg.length; at++) {
        const name = `-${arg.charAt(at)}`
        const option = known.get(name)
        const rest = arg.slice(at + 1)
        const takesRest = option !== undefined && (option.values > 0 || option.isOptional)
        add(name, takesRest && rest !== '' ? rest : undefined)
        if (takesRest) break
      }
    }
  }
  const strange = operands.find((operand) => !followedOperands.test(operand))
  if (strange !== undefined || operands.length > most) refuse(strange ?? 'with several names')
  return new Arguments(options, operands, isLaidOutOtherwise)
}

/** The files among the operands; none: standard input. */
export function filesOf(name: string, args: Arguments): readonly string[] {
  const isScriptGiven = args.all('e').some((script) => script !== '')
  return args.operands.slice(followed(name).reads === 'script+files' && !isScriptGiven ? 1 : 0)
}
