import { Cursor } from './cursor.js'
import {
  alternative,
  applied,
  assigned,
  attempt,
  binding,
  collect,
  comma,
  conditional,
  descent,
  each,
  type Filter,
  identity,
  index,
  literal,
  logical,
  nothing,
  object,
  pipe,
  reduction,
  slice,
  updated,
  variable,
} from './filters.js'
import { builtin, DEFINED } from './functions.js'
import { notFollowed, numberOf, stringOf } from './json.js'
import { OPERATORS } from './operators.js'

/** Operators from the loosest to the tightest; those of a row bind alike. `|` and `,` stand before them. */
const LEVELS: readonly RegExp[] = [
  /\/\/(?!=)/y,
  /\|=|=(?!=)|\/\/=|[-+*/%]=/y,
  /or\b/y,
  /and\b/y,
  /[=!]=|<=?|>=?/y,
  /[-+](?!=)/y,
  /[*%](?!=)|\/(?![/=])/y,
]

/**
 * Reads a program of the subset that is followed:
 * ```
 * pipe    = list | pipe · list
 * list    = operators , operators …
 * operators: // · = |= += -= *= /= %= //= · or · and · == != < <= > >= · + - · * / %
 * term    = . · .NAME · ."TEXT" · .[…] · ..  · $NAME · NUMBER · "TEXT \(pipe)" · @NAME · @NAME "TEXT"
 *         · (pipe) · [pipe] · {KEY: value, …} · FUNCTION(pipe; …) · -term
 *         · if pipe then pipe (elif …) (else pipe) end · try term (catch term) · reduce term as $NAME (pipe; pipe)
 *         · term as $NAME | pipe
 *           each followed by .NAME, [pipe], [from:to], [] or ?
 * ```
 * with the functions of functions.ts. Throws `UnknownError` for others.
 * `parameters`: of a function that the program is the body of, by name.
 */
export function programOf(
  source: string,
  parameters: Readonly<Record<string, Filter>> = {},
): Filter {
  return new ProgramReader(source, parameters).program()
}

const BAR = /\|(?!=)/y
const QUESTION = /\?(?!\/\/)/y

class ProgramReader {
  readonly #cursor: Cursor
  readonly #parameters: Readonly<Record<string, Filter>>

  constructor(source: string, parameters: Readonly<Record<string, Filter>>) {
    this.#cursor = new Cursor(source, () => notFollowed(`the program ${source}`), /(?:\s|#.*)*/y)
    this.#parameters = parameters
  }

  program(): Filter {
    const whole = this.#cursor.take(/$/y) ? identity : this.#pipe()
    this.#cursor.expect(/$/y)
    return whole
  }

  #pipe(): Filter {
    const first = this.#list()
    return this.#cursor.take(BAR) ? pipe(first, this.#pipe()) : first
  }

  #pipeUpTo(end: RegExp): Filter {
    const inner = this.#pipe()
    this.#cursor.expect(end)
    return inner
  }

  #list(): Filter {
    const first = this.#operation(0)
    return this.#cursor.take(/,/y) ? comma(first, this.#list()) : first
  }

  #operation(level: number): Filter {
    const operators = LEVELS[level]
    if (operators === undefined) return this.#operand()
    let left = this.#operation(level + 1)
    for (;;) {
      const operator = this.#cursor.token(operators)
      if (operator === undefined) return left
      const isRight = operator === '//'
      left = combination(operator, left, this.#operation(isRight ? level : level + 1))
      // Neither assignments nor comparisons may stand in a row.
      if (level === 1 || level === 4) return left
    }
  }

  /** A term, also one that is bound to a name for all that follows. */
  #operand(): Filter {
    const term = this.#postfix()
    if (!this.#cursor.take(/as\b/y)) return term
    const name = this.#name()
    this.#cursor.expect(BAR)
    return binding(term, name, this.#pipe())
  }

  #name(): string {
    return this.#cursor.expect(/\$[A-Za-z_]\w*/y).slice(1)
  }

  #postfix(): Filter {
    for (let term = this.#term(); ; ) {
      const step = this.#step()
      const isOptional = this.#cursor.take(QUESTION)
      if (step !== null) term = step(term, isOptional)
      else if (isOptional) term = attempt(term, nothing)
      else return term
    }
  }

  /** A step that stands behind a term. */
  #step(): ((of: Filter, isOptional: boolean) => Filter) | null {
    const cursor = this.#cursor
    const field = cursor.token(/\.[A-Za-z_]\w*/y)
    if (field !== undefined) return by(literal(field.slice(1)))
    if (cursor.take(/\.(?=")/y)) return by(this.#string())
    if (!cursor.take(/\.?\[/y)) return null
    if (cursor.take(/\]/y)) return (of, isOptional) => pipe(of, optional(each, isOptional))
    const from = cursor.take(/(?=:)/y) ? literal(null) : this.#pipe()
    if (!cursor.take(/:/y)) {
      cursor.expect(/\]/y)
      return by(from)
    }
    const to = cursor.take(/(?=\])/y) ? literal(null) : this.#pipe()
    cursor.expect(/\]/y)
    return (of, isOptional) => optional(slice(of, from, to), isOptional)
  }

  /** A text, its parts in `\(…)` made texts by a format. */
  #string(format: Filter = builtin('tostring', [])): Filter {
    const cursor = this.#cursor
    cursor.expect(/"/y)
    let whole: Filter = literal('')
    for (;;) {
      const part = cursor.exactly(/(?:[^"\\]|\\[^(])*/y) ?? ''
      whole = combination('+', whole, literal(stringOf(`"${part}"`)))
      if (cursor.exactly(/"/y) !== undefined) return whole
      cursor.expect(/\\\(/y)
      whole = combination('+', whole, pipe(this.#pipeUpTo(/\)/y), format))
    }
  }

  #term(): Filter {
    const cursor = this.#cursor
    if (cursor.take(/(?=")/y)) return this.#string()
    if (cursor.take(/(?=\$)/y)) return variable(this.#name())
    const opening = cursor.expect(/\.\.|\.[A-Za-z_]\w*|\.|[([{]|-|@\w+|\d[\w.]*|[A-Za-z_]\w*/y)
    switch (opening.charAt(0)) {
      case '.':
        return this.#path(opening)
      case '(':
        return this.#pipeUpTo(/\)/y)
      case '[':
        return cursor.take(/\]/y) ? literal([]) : collect(this.#pipeUpTo(/\]/y))
      case '{':
        return this.#object()
      case '-':
        return combination('-', literal(0), this.#postfix())
      case '@': {
        const format = builtin(opening, [])
        return cursor.take(/(?=")/y) ? this.#string(format) : format
      }
    }
    return /^\d/.test(opening) ? literal(numberOf(opening)) : this.#word(opening)
  }

  #path(opening: string): Filter {
    if (opening === '..') return descent
    if (opening !== '.') return index(identity, literal(opening.slice(1)))
    return this.#cursor.exactly(/(?=")/y) === undefined ? identity : index(identity, this.#string())
  }

  #word(word: string): Filter {
    switch (word) {
      case 'null':
        return literal(null)
      case 'true':
      case 'false':
        return literal(word === 'true')
      case 'env':
        return variable('ENV')
      case 'if':
        return this.#condition()
      case 'reduce':
        return this.#reduction()
      case 'try': {
        const body = this.#postfix()
        return attempt(body, this.#cursor.take(/catch\b/y) ? this.#postfix() : nothing)
      }
    }
    const args = this.#cursor.take(/\(/y) ? this.#arguments() : []
    const isParameter = args.length === 0 && Object.hasOwn(this.#parameters, word)
    return (isParameter ? this.#parameters[word] : undefined) ?? call(word, args)
  }

  #arguments(): Filter[] {
    const args = [this.#pipe()]
    while (this.#cursor.take(/;/y)) args.push(this.#pipe())
    this.#cursor.expect(/\)/y)
    return args
  }

  #reduction(): Filter {
    const from = this.#postfix()
    this.#cursor.expect(/as\b/y)
    const name = this.#name()
    this.#cursor.expect(/\(/y)
    const init = this.#pipeUpTo(/;/y)
    return reduction(from, name, init, this.#pipeUpTo(/\)/y))
  }

  #condition(): Filter {
    const test = this.#pipeUpTo(/then\b/y)
    const then = this.#pipe()
    if (this.#cursor.take(/elif\b/y)) return conditional(test, then, this.#condition())
    const otherwise = this.#cursor.take(/else\b/y) ? this.#pipe() : identity
    this.#cursor.expect(/end\b/y)
    return conditional(test, then, otherwise)
  }

  #object(): Filter {
    const fields: [Filter, Filter][] = []
    while (!this.#cursor.take(/\}/y)) {
      if (fields.length > 0) this.#cursor.expect(/,/y)
      fields.push(this.#field())
    }
    return object(fields)
  }

  #field(): [Filter, Filter] {
    const cursor = this.#cursor
    const name = cursor.token(/\$?[A-Za-z_]\w*/y)
    if (name?.startsWith('$')) return [literal(name.slice(1)), variable(name.slice(1))]
    const isText = name === undefined && cursor.take(/(?=")/y)
    const key = name === undefined ? (isText ? this.#string() : this.#term()) : literal(name)
    if (cursor.take(/:/y)) return [key, this.#fieldValue()]
    return name === undefined && !isText ? cursor.refuse() : [key, index(identity, key)]
  }

  /** The value of a field is terms with bars between them. */
  #fieldValue(): Filter {
    const first = this.#postfix()
    return this.#cursor.take(BAR) ? pipe(first, this.#fieldValue()) : first
  }
}

const optional = (filter: Filter, isOptional: boolean): Filter =>
  isOptional ? attempt(filter, nothing) : filter

const by =
  (key: Filter) =>
  (of: Filter, isOptional: boolean): Filter =>
    index(of, key, isOptional)

function combination(operator: string, left: Filter, right: Filter): Filter {
  if (operator === '//') return alternative(left, right)
  if (operator === 'and' || operator === 'or') return logical(left, operator === 'or', right)
  if (operator === '|=') return updated(left, right)
  if (operator === '=') return assigned(left, right, (_old, given) => given)
  const combine = OPERATORS[operator.replace(/^(\/\/|[-+*/%])=$/, '$1')]
  if (combine === undefined) throw notFollowed(`the operator ${operator}`)
  if (/^(\/\/|[-+*/%])=$/.test(operator)) return assigned(left, right, combine)
  return applied(
    (_input, [one = null, other = null], env) => combine(one, other, env),
    [left, right],
  )
}

/** The function of a name: one that jq defines in its own language, or a builtin. */
function call(name: string, args: readonly Filter[]): Filter {
  const parameters = ['f', 'g', 'h'].slice(0, args.length)
  const body = DEFINED[`${name}(${parameters.join('; ')})`]
  if (body === undefined) return builtin(name, args)
  return programOf(
    body,
    Object.fromEntries(parameters.map((parameter, at) => [parameter, args[at] ?? nothing])),
  )
}
