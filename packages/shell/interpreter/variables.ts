import { cannotFollow } from '@grade4/unknown'
import type { ShellKind } from '../supported.js'
import { FatalError } from './ending.js'

/** What a variable holds. */
export type Value = string | ArrayValue

const BUCKETS = 1024

/** An indexed array, whose keys are numbers, or an associative one. */
export class ArrayValue {
  readonly elements: Map<string, string>
  readonly associative: boolean

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
}

/** Source: bash 5.2, hashlib.c: FNV-1 over the bytes of the key. */
function bucketOf(key: string): number {
  let hash = 2_166_136_261
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash, 16_777_619) ^ byte
  return (hash >>> 0) % BUCKETS
}

interface Variable {
  /** `undefined`: declared, not set. */
  readonly value: Value | undefined
  readonly exported?: boolean
  readonly readonly?: boolean
  readonly integer?: boolean
}

type Frame = Map<string, Variable>

/** What bash looks through when it is given no PATH. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Bash has these by itself; see `ownText`. */
const READONLY = new Set(['UID', 'EUID', 'PPID', 'BASHOPTS', 'SHELLOPTS', 'BASH_VERSINFO'])

/** Source: Bash Reference Manual, "Bash Variables", "Shell Functions". */
const CHANGES_BASH = /^(BASH_ENV|BASHOPTS|SHELLOPTS|POSIXLY_CORRECT|BASH_COMPAT|BASH_FUNC_.*)$/s

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

  private constructor(global: Frame, locals: Frame[] = []) {
    this.#global = global
    this.#locals = locals
  }

  /**
   * Those of a shell that starts: all it is given is exported, the last one of a name, and IFS is its own whatever it
   * is given. Throws `UnknownError` for variables that change what bash does, functions among them.
   */
  static inherited(
    kind: ShellKind,
    ...environments: readonly Readonly<Record<string, string>>[]
  ): Variables {
    const global: Frame = new Map([['PATH', { value: DEFAULT_PATH }]])
    for (const [name, value] of environments.flatMap(Object.entries<string>)) {
      if (kind === 'bash' && value !== '' && CHANGES_BASH.test(name)) {
        throw cannotFollow(`bash is given ${name}, which may change what the script does`)
      }
      refusePrompt(name, value)
      global.set(name, { value, exported: true })
    }
    global.set('IFS', { value: ' \t\n' })
    return new Variables(global)
  }

  /** A copy for a subshell. */
  copy(): Variables {
    return new Variables(copyOf(this.#global), this.#locals.map(copyOf))
  }

  /** How much a copy takes: variables and elements of arrays. */
  get size(): number {
    let size = 0
    for (const frame of [this.#global, ...this.#locals]) {
      for (const { value } of frame.values())
        size += value instanceof ArrayValue ? value.elements.size : 1
    }
    return size
  }

  get(name: string): Value | undefined {
    return this.#frameOf(name).get(name)?.value
  }

  /** The text of a variable; of an array, its first element. */
  text(name: string): string | undefined {
    const value = this.get(name)
    return value instanceof ArrayValue ? value.elements.get('0') : value
  }

  /** Whether it was set, declared or unset here. */
  isDeclared(name: string): boolean {
    return this.#frameOf(name).has(name)
  }

  isReadonly(name: string): boolean {
    return READONLY.has(name) || (this.#frameOf(name).get(name)?.readonly ?? false)
  }

  isInteger(name: string): boolean {
    return this.#frameOf(name).get(name)?.integer ?? false
  }

  /** Assigns where the variable is visible, else globally. Throws `ReadonlyVariable`. */
  set(name: string, value: Value): void {
    const there = this.#writable(name)
    if (typeof value === 'string' && there?.value instanceof ArrayValue)
      there.value.elements.set('0', value)
    else this.mark(name, { value })
  }

  /** Declares in the innermost function; one that it has already keeps its value. Throws `ReadonlyVariable`. */
  declareLocal(name: string): void {
    const visible = this.#writable(name)
    const frame = this.#locals.at(-1) ?? this.#global
    if (!frame.has(name))
      frame.set(name, { value: undefined, exported: visible?.exported ?? false })
  }

  /** Gives a variable attributes, and declares it where there is none. */
  mark(name: string, attributes: Partial<Variable>): void {
    const frame = this.#frameOf(name)
    refusePrompt(name, attributes.value)
    frame.set(name, { value: undefined, ...frame.get(name), ...attributes })
  }

  /** Not of a read-only one. */
  unset(name: string): void {
    const frame = this.#frameOf(name)
    // It is remembered where it hides another: one outside a function, or one that the shell has by itself.
    if (frame === this.#global || frame === this.#locals.at(-1))
      frame.set(name, { value: undefined })
    else frame.delete(name)
  }

  /** What a program gets as its environment. */
  environment(): Record<string, string> {
    const environment: Record<string, string> = {}
    for (const frame of [this.#global, ...this.#locals]) {
      // What hides another without being exported leaves that one there.
      for (const [name, { exported, value }] of frame)
        if (exported && typeof value === 'string') environment[name] = value
    }
    return environment
  }

  /** Runs something with variables of its own: a function's, or those before a command. */
  async inFrame<T>(exported: ReadonlyMap<string, Value>, run: () => Promise<T>): Promise<T> {
    this.#locals.push(
      new Map([...exported].map(([name, value]) => [name, { value, exported: true }])),
    )
    try {
      return await run()
    } finally {
      this.#locals.pop()
    }
  }

  #frameOf(name: string): Frame {
    return this.#locals.findLast((frame) => frame.has(name)) ?? this.#global
  }

  #writable(name: string): Variable | undefined {
    if (this.isReadonly(name)) throw new ReadonlyVariable(name)
    return this.#frameOf(name).get(name)
  }
}

/** Under `set -x` bash runs the commands in PS4. */
function refusePrompt(name: string, value: Value | undefined): void {
  if (name === 'PS4' && typeof value === 'string' && /\$\(|`/.test(value))
    throw cannotFollow('the script sets PS4 to what runs a command')
}

function copyOf(frame: Frame): Frame {
  const copy = new Map(frame)
  for (const [name, variable] of frame) {
    const { value } = variable
    // Nothing else of a variable is ever changed in place.
    if (value instanceof ArrayValue)
      copy.set(name, { ...variable, value: new ArrayValue(value.elements, value.associative) })
  }
  return copy
}
