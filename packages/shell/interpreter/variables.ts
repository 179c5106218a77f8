/** What a variable holds: a text, an indexed array, or an associative one. */
export type Value = string | IndexedArray | AssociativeArray

/** Sparse, by index. */
export class IndexedArray {
  readonly elements: Map<number, string>
  constructor(elements: Map<number, string> = new Map()) {
    this.elements = elements
  }

  static of(texts: readonly string[]): IndexedArray {
    return new IndexedArray(new Map(texts.map((text, index) => [index, text])))
  }

  /** In the order of the indices. */
  sorted(): [number, string][] {
    return [...this.elements].sort(([a], [b]) => a - b)
  }

  /** The index after the highest one. */
  get end(): number {
    let end = 0
    for (const index of this.elements.keys()) if (index >= end) end = index + 1
    return end
  }
}

/** By key. */
export class AssociativeArray {
  readonly elements: Map<string, string>
  constructor(elements: Map<string, string> = new Map()) {
    this.elements = elements
  }
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
const READONLY: readonly [string, string][] = [
  ['UID', '1001'],
  ['EUID', '1001'],
  ['PPID', '4200'],
]

type Frame = Map<string, Variable>

/** A variable was assigned that is read-only. */
export class ReadonlyVariable extends Error {
  readonly variable: string
  constructor(variable: string) {
    super(`${variable}: readonly variable`)
    this.variable = variable
  }
}

/** The variables of one shell, with bash's dynamic scopes. */
export class Variables {
  #frames: Frame[]

  constructor(frames: Frame[] = [new Map()]) {
    this.#frames = frames
  }

  /** Those of a shell that starts: all it is given is exported, and IFS is its own whatever it is given. */
  static of(environment: Readonly<Record<string, string>>): Variables {
    const given = Object.entries(environment).map(
      ([name, value]) => [name, { ...fresh(value), exported: true }] as const,
    )
    const own = new Map([...given, ['IFS', fresh(' \t\n')]])
    if (environment.PATH === undefined) own.set('PATH', fresh(DEFAULT_PATH))
    for (const [name, value] of READONLY) own.set(name, { ...fresh(value), readonly: true })
    return new Variables([own])
  }

  /** A copy for a subshell. */
  copy(): Variables {
    const frames = this.#frames.map(
      (frame) =>
        new Map([...frame].map(([name, one]) => [name, { ...one, value: copied(one.value) }])),
    )
    return new Variables(frames)
  }

  get(name: string): Value | undefined {
    return this.#find(name)?.value
  }

  /** How much a copy takes: variables and elements of arrays. */
  get size(): number {
    let size = 0
    for (const frame of this.#frames) {
      for (const { value } of frame.values()) {
        size += value === undefined || typeof value === 'string' ? 1 : 1 + value.elements.size
      }
    }
    return size
  }

  /** The text of a variable; of an array, its first element. */
  text(name: string): string | undefined {
    const value = this.get(name)
    if (value === undefined || typeof value === 'string') return value
    return value instanceof IndexedArray ? value.elements.get(0) : value.elements.get('0')
  }

  /** Assigns where the variable is visible, else globally. */
  set(name: string, value: Value): void {
    const there = this.#find(name)
    if (there === undefined) this.#global().set(name, fresh(value))
    else assign(there, name, value)
  }

  /** Declares in the innermost function. */
  declareLocal(name: string, value: Value | undefined): void {
    const frame = this.#frames.at(-1) ?? this.#global()
    const visible = this.#find(name)
    if (visible?.readonly) throw new ReadonlyVariable(name)
    frame.set(name, { ...fresh(value), exported: visible?.exported ?? false })
  }

  export(name: string, exported = true): void {
    this.#declared(name).exported = exported
  }

  makeReadonly(name: string): void {
    this.#declared(name).readonly = true
  }

  makeInteger(name: string): void {
    this.#declared(name).integer = true
  }

  isInteger(name: string): boolean {
    return this.#find(name)?.integer ?? false
  }

  unset(name: string): void {
    for (const frame of this.#frames.toReversed()) {
      const there = frame.get(name)
      if (there === undefined) continue
      if (there.readonly) throw new ReadonlyVariable(name)
      // A function's own variable hides the one outside also when it is unset.
      if (frame === this.#frames.at(-1) && frame !== this.#global()) there.value = undefined
      else frame.delete(name)
      return
    }
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
      for (const [name, variable] of frame) {
        if (variable.exported && typeof variable.value === 'string')
          environment[name] = variable.value
        else delete environment[name]
      }
    }
    return environment
  }

  /** Runs something with variables of its own: a function's, or those before a command. */
  async inFrame<T>(initial: ReadonlyMap<string, Value>, run: () => Promise<T>): Promise<T> {
    const frame: Frame = new Map()
    for (const [name, value] of initial) frame.set(name, { ...fresh(value), exported: true })
    this.#frames.push(frame)
    try {
      return await run()
    } finally {
      this.#frames.pop()
    }
  }

  #find(name: string): Variable | undefined {
    for (let index = this.#frames.length - 1; index >= 0; index--) {
      const there = this.#frames[index]?.get(name)
      if (there !== undefined) return there
    }
    return undefined
  }

  #declared(name: string): Variable {
    const there = this.#find(name)
    if (there !== undefined) return there
    const declared = fresh(undefined)
    this.#global().set(name, declared)
    return declared
  }

  #global(): Frame {
    const [global] = this.#frames
    if (global === undefined) throw new Error('a shell without variables')
    return global
  }
}

function fresh(value: Value | undefined): Variable {
  return { value, exported: false, readonly: false, integer: false }
}

function assign(variable: Variable, name: string, value: Value): void {
  if (variable.readonly) throw new ReadonlyVariable(name)
  if (typeof value === 'string' && variable.value instanceof IndexedArray) {
    variable.value.elements.set(0, value)
  } else if (typeof value === 'string' && variable.value instanceof AssociativeArray) {
    variable.value.elements.set('0', value)
  } else variable.value = value
}

function copied(value: Value | undefined): Value | undefined {
  if (value instanceof IndexedArray) return new IndexedArray(new Map(value.elements))
  if (value instanceof AssociativeArray) return new AssociativeArray(new Map(value.elements))
  return value
}
