import { cannotFollow } from '../cannot-follow.js'
import type { ShellKind } from '../supported.js'
import { FatalError } from './signals.js'

/** What a variable holds. */
export type Value = string | ArrayValue

const BUCKETS = 1024

/** An indexed array, whose keys are numbers, or an associative one. */
export class ArrayValue {
  readonly associative: boolean
  readonly elements: Map<string, string>

  constructor(elements: Iterable<readonly [string, string]> = [], associative = false) {
    this.elements = new Map(elements)
    this.associative = associative
  }

  static of(texts: readonly string[]): ArrayValue {
    return new ArrayValue(texts.map((text, index) => [String(index), text]))
  }

  /** In bash's order: by index, or of an associative array by the buckets of its hash table, newest first. */
  entries(): [string, string][] {
    const entries = [...this.elements]
    if (!this.associative) return entries.sort(([one], [other]) => Number(one) - Number(other))
    if (entries.length > BUCKETS) throw cannotFollow('the script fills a large associative array')
    return entries.reverse().sort(([one], [other]) => bucketOf(one) - bucketOf(other))
  }

  /** The index after the highest one. */
  get end(): number {
    let end = 0
    for (const key of this.elements.keys()) end = Math.max(end, Number(key) + 1)
    return end
  }

  /** The key that an index means: one below zero counts from the end. */
  keyAt(index: number): string {
    return String(index < 0 ? this.end + index : index)
  }
}

/** Source: bash 5.2, hashlib.c: FNV-1 over the bytes of the key. */
function bucketOf(key: string): number {
  let hash = 2_166_136_261
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash, 16_777_619) ^ byte
  return (hash >>> 0) % BUCKETS
}

interface Variable {
  /** `undefined`: declared, not set. */
  value: Value | undefined
  exported: boolean
  readonly: boolean
  integer: boolean
}

/** What bash looks through when it is given no PATH. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Of bash itself. The runner's user has 1001. */
const READONLY: readonly (readonly [string, string])[] = [
  ['UID', '1001'],
  ['EUID', '1001'],
  ['PPID', '4200'],
]

/** Source: Bash Reference Manual, "Bash Variables", "Shell Functions". */
const CHANGES_BASH = /^(BASH_ENV|BASHOPTS|SHELLOPTS|POSIXLY_CORRECT|BASH_COMPAT|BASH_FUNC_.*%%)$/

type Frame = Map<string, Variable>

/** A variable was assigned that is read-only. */
export class ReadonlyVariable extends FatalError {
  constructor(name: string) {
    super(`${name}: readonly variable`)
  }
}

/** The variables of one shell, with bash's dynamic scopes. */
export class Variables {
  readonly #global: Frame
  /** Those of functions and of commands, the innermost last. */
  readonly #locals: Frame[]

  constructor(global: Frame, locals: Frame[] = []) {
    this.#global = global
    this.#locals = locals
  }

  /**
   * Those of a shell that starts: all it is given is exported, and IFS is its own whatever it is given.
   * Throws `UnknownError` for variables that change what bash does.
   */
  static inherited(kind: ShellKind, environment: Readonly<Record<string, string>>): Variables {
    const global: Frame = new Map()
    const changes = Object.keys(environment).find(
      (name) => kind === 'bash' && CHANGES_BASH.test(name),
    )
    if (changes !== undefined)
      throw cannotFollow(`bash is given ${changes}, which may change what the script does`)
    for (const [name, value] of Object.entries(environment))
      global.set(name, { ...fresh(value), exported: true })
    global.set('IFS', fresh(' \t\n'))
    if (environment.PATH === undefined) global.set('PATH', fresh(DEFAULT_PATH))
    for (const [name, value] of kind === 'bash' ? READONLY : [])
      global.set(name, { ...fresh(value), readonly: true })
    return new Variables(global)
  }

  /** A copy for a subshell. */
  copy(): Variables {
    const [global = new Map(), ...locals] = this.#frames.map(copied)
    return new Variables(global, locals)
  }

  /** How much a copy takes: variables and elements of arrays. */
  get size(): number {
    let size = 0
    for (const frame of this.#frames) {
      for (const { value } of frame.values())
        size += 1 + (value instanceof ArrayValue ? value.elements.size : 0)
    }
    return size
  }

  get(name: string): Value | undefined {
    return this.#find(name)?.value
  }

  /** The text of a variable; of an array, its first element. */
  text(name: string): string | undefined {
    const value = this.get(name)
    return value instanceof ArrayValue ? value.elements.get('0') : value
  }

  isInteger(name: string): boolean {
    return this.#find(name)?.integer ?? false
  }

  /** Assigns where the variable is visible, else globally. Throws `ReadonlyVariable`. */
  set(name: string, value: Value): void {
    const variable = this.#find(name) ?? this.#declared(name)
    if (variable.readonly) throw new ReadonlyVariable(name)
    if (typeof value === 'string' && variable.value instanceof ArrayValue)
      variable.value.elements.set('0', value)
    else variable.value = value
  }

  /** Declares in the innermost function; one that it has already keeps its value. Throws `ReadonlyVariable`. */
  declareLocal(name: string): void {
    const visible = this.#find(name)
    if (visible?.readonly) throw new ReadonlyVariable(name)
    const frame = this.#locals.at(-1) ?? this.#global
    if (!frame.has(name))
      frame.set(name, { ...fresh(undefined), exported: visible?.exported ?? false })
  }

  /** Gives a variable attributes, and declares it where there is none. */
  mark(name: string, attributes: Partial<Omit<Variable, 'value'>>): void {
    Object.assign(this.#find(name) ?? this.#declared(name), attributes)
  }

  /** Throws `ReadonlyVariable`. */
  unset(name: string): void {
    const frame = this.#locals.findLast((one) => one.has(name)) ?? this.#global
    const variable = frame.get(name)
    if (variable === undefined) return
    if (variable.readonly) throw new ReadonlyVariable(name)
    // A function's own variable hides the one outside also when it is unset.
    if (frame === this.#locals.at(-1)) variable.value = undefined
    else frame.delete(name)
  }

  /** Names of all set variables that begin with a prefix, sorted. */
  names(prefix: string): string[] {
    const names = new Set(this.#frames.flatMap((frame) => [...frame.keys()]))
    return [...names]
      .filter((name) => name.startsWith(prefix) && this.get(name) !== undefined)
      .sort()
  }

  /** What a program gets as its environment. */
  environment(): Record<string, string> {
    const environment: Record<string, string> = {}
    for (const frame of this.#frames) {
      for (const [name, { exported, value }] of frame) {
        if (exported && typeof value === 'string') environment[name] = value
        else delete environment[name]
      }
    }
    return environment
  }

  /** Runs something with variables of its own: a function's, or those before a command. */
  async inFrame<T>(exported: ReadonlyMap<string, Value>, run: () => Promise<T>): Promise<T> {
    this.#locals.push(
      new Map([...exported].map(([name, value]) => [name, { ...fresh(value), exported: true }])),
    )
    try {
      return await run()
    } finally {
      this.#locals.pop()
    }
  }

  get #frames(): Frame[] {
    return [this.#global, ...this.#locals]
  }

  #find(name: string): Variable | undefined {
    return (this.#locals.findLast((frame) => frame.has(name)) ?? this.#global).get(name)
  }

  #declared(name: string): Variable {
    const declared = fresh(undefined)
    this.#global.set(name, declared)
    return declared
  }
}

function fresh(value: Value | undefined): Variable {
  return { value, exported: false, readonly: false, integer: false }
}

function copied(frame: Frame): Frame {
  const copy = (value: Value | undefined) =>
    value instanceof ArrayValue ? new ArrayValue(value.elements, value.associative) : value
  return new Map([...frame].map(([name, one]) => [name, { ...one, value: copy(one.value) }]))
}
