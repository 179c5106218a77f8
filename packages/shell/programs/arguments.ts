import { cannotFollow } from '@grade4/unknown'
import { type Followed, SUPPORTED } from './supported.js'

/**
 * The arguments of a program as options and operands, told apart as GNU's `getopt_long` does; names may not be
 * abbreviated.
 */
export class Arguments {
  /** Each option in the order given, by its first name, with its values. */
  readonly options: [name: string, ...values: string[]][] = []
  readonly operands: string[] = []
  /** What of the program is followed. */
  readonly followed: Followed
  readonly #program: string
  readonly #left: string[]

  /** Throws `UnknownError` for an option or an operand that is not followed. */
  constructor({ name, args }: { readonly name: string; readonly args: readonly string[] }) {
    const followed = SUPPORTED.get(name)
    if (followed === undefined)
      throw cannotFollow(`the grader does not follow ${name} in the script`)
    this.#program = name
    this.followed = followed
    this.#left = args.map((arg) => (/^\/dev\/(stdin|fd\/0)$/.test(arg) ? '-' : arg))
    for (let arg = this.#left.shift(); arg !== undefined; arg = this.#left.shift()) this.#read(arg)
    const strange = this.operands.find((operand) => !this.followed.operands.test(operand))
    if (strange !== undefined) this.#refuse(strange)
    if (this.operands.length > this.followed.most) this.#refuse('with several names')
  }

  /** With these options only the status is followed, not what is printed. */
  get isLaidOutOtherwise(): boolean {
    const laidOut = [...this.followed.options.values()].filter((one) => one.isLaidOutOtherwise)
    return laidOut.some(({ name }) => this.has(name))
  }

  /** The files among the operands; none: standard input. */
  get files(): readonly string[] {
    const isScriptGiven = this.all('e').some((script) => script !== '')
    return this.operands.slice(this.followed.reads === 'script+files' && !isScriptGiven ? 1 : 0)
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

  #read(arg: string): void {
    const { options, traits } = this.followed
    const isNumber = /^-\d/.test(arg)
    if (traits.has('words')) this.operands.push(arg, ...this.#left.splice(0))
    else if (arg === '--') this.operands.push(...this.#left.splice(0))
    else if (arg.startsWith('--')) {
      const [name = '', ...value] = arg.split('=')
      this.#add(name, value.length === 0 ? undefined : value.join('='))
    } else if (isNumber && options.has('-NUM')) this.#add('-NUM', arg.slice(1))
    else if (arg === '-' && options.has('-')) this.#add('-')
    else if (arg === '-' || !arg.startsWith('-') || (isNumber && options.has('NEGATIVE')))
      this.operands.push(arg, ...(traits.has('starts') ? this.#left.splice(0) : []))
    else this.#readLetters(arg)
  }

  /** `-abc`, of which the last may have its value in the same word. */
  #readLetters(arg: string): void {
    for (let at = 1; at < arg.length; at++) {
      const name = `-${arg.charAt(at)}`
      const option = this.followed.options.get(name)
      const rest = arg.slice(at + 1)
      const takesRest = option !== undefined && (option.values > 0 || option.isOptional)
      this.#add(name, takesRest && rest !== '' ? rest : undefined)
      if (takesRest) break
    }
  }

  #add(name: string, attached?: string): void {
    const option = this.followed.options.get(name) ?? this.#refuse(name)
    const values = attached === undefined ? [] : [attached]
    while (values.length < option.values) values.push(this.#left.shift() ?? '')
    const isStrange = values.length > option.values && !option.isOptional
    if (isStrange || !values.every((value) => option.value.test(value)))
      this.#refuse(`${name} ${values.join(' ')}`)
    this.options.push([option.name, ...values])
  }

  #refuse(what: string): never {
    throw cannotFollow(`the grader does not follow ${this.#program} ${what} in the script`)
  }
}
