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
  let at = 0
  const take = (pattern: RegExp): string | undefined => {
    const blank = /(?:\s|#.*)*/y
    blank.lastIndex = at
    const start = at + (blank.exec(source)?.[0].length ?? 0)
    pattern.lastIndex = start
    const [token] = pattern.exec(source) ?? []
    if (token !== undefined) at = start + token.length
    return token
  }
  const expect = (pattern: RegExp): string => {
    const token = take(pattern)
    if (token === undefined) throw notFollowed(`the program ${source}`)
    return token
  }
  const name = () => expect(/\$[A-Za-z_]\w*/y).slice(1)

  const wholePipe = (): Filter => {
    const first = list()
    return take(/\|(?!=)/y) === undefined ? first : pipe(first, wholePipe())
  }
  const list = (): Filter => {
    const first = operation(0)
    return take(/,/y) === undefined ? first : comma(first, list())
  }
  const operation = (level: number): Filter => {
    const operators = LEVELS[level]
    if (operators === undefined) return operand()
    let left = operation(level + 1)
    for (let operator = take(operators); operator !== undefined; operator = take(operators)) {
      const isRight = operator === '//'
      left = combination(operator, left, operation(isRight ? level : level + 1))
      // Neither assignments nor comparisons may stand in a row.
      if (level === 1 || level === 4) break
    }
    return left
  }
  /** A term, also one that is bound to a name for all that follows. */
  const operand = (): Filter => {
    const term = postfix()
    if (take(/as\b/y) === undefined) return term
    const bound = name()
    expect(/\|(?!=)/y)
    return binding(term, bound, wholePipe())
  }
  const postfix = (): Filter => {
    for (let term = simple(); ; ) {
      const step = suffix()
      if (step !== null) term = step(term, take(/\?(?!\/\/)/y) !== undefined)
      else if (take(/\?(?!\/\/)/y) !== undefined) term = attempt(term, nothing)
      else return term
    }
  }
  /** A step that stands behind a term. */
  const suffix = (): ((of: Filter, isOptional: boolean) => Filter) | null => {
    const field = take(/\.[A-Za-z_]\w*/y)?.slice(1)
    if (field !== undefined) return (of, isOptional) => index(of, literal(field), isOptional)
    if (take(/\.(?=")/y) !== undefined) {
      const key = string(builtin('tostring', []))
      return (of, isOptional) => index(of, key, isOptional)
    }
    if (take(/\.?\[/y) === undefined) return null
    if (take(/\]/y) !== undefined) {
      return (of, isOptional) => pipe(of, isOptional ? attempt(each, nothing) : each)
    }
    const from = take(/(?=:)/y) === undefined ? wholePipe() : literal(null)
    if (take(/:/y) === undefined) {
      expect(/\]/y)
      return (of, isOptional) => index(of, from, isOptional)
    }
    const to = take(/(?=\])/y) === undefined ? wholePipe() : literal(null)
    expect(/\]/y)
    return (of, isOptional) =>
      isOptional ? attempt(slice(of, from, to), nothing) : slice(of, from, to)
  }
  /** A text, its parts in `\(…)` made texts by a format. */
  const string = (format: Filter): Filter => {
    expect(/"/y)
    let whole: Filter = literal('')
    for (;;) {
      const plain = /(?:[^"\\]|\\[^(])*/y
      plain.lastIndex = at
      const part = plain.exec(source)?.[0] ?? ''
      at += part.length
      whole = combination('+', whole, literal(stringOf(`"${part}"`)))
      if (source.startsWith('\\(', at)) {
        at += 2
        whole = combination('+', whole, pipe(wholePipe(), format))
        expect(/\)/y)
      } else {
        expect(/"/y)
        return whole
      }
    }
  }
  const simple = (): Filter => {
    const opening =
      take(/\.\.|\.(?=")|\.[A-Za-z_]\w*|\.|[([{"$]|-|@\w+|\d[\w.]*|[A-Za-z_]\w*/y) ?? ''
    if (opening === '..') return descent
    if (opening === '.')
      return source.charAt(at) === '"' ? index(identity, string(builtin('tostring', []))) : identity
    if (opening.startsWith('.')) return index(identity, literal(opening.slice(1)))
    if (opening === '(') {
      const inner = wholePipe()
      expect(/\)/y)
      return inner
    }
    if (opening === '[') {
      if (take(/\]/y) !== undefined) return literal([])
      const inner = wholePipe()
      expect(/\]/y)
      return collect(inner)
    }
    if (opening === '{') return fields()
    if (opening === '-') return combination('-', literal(0), postfix())
    if (opening === '"' || opening === '$') {
      at -= 1
      return opening === '$' ? variable(name()) : string(builtin('tostring', []))
    }
    if (opening.startsWith('@')) {
      const format = builtin(opening, [])
      return take(/(?=")/y) === undefined ? format : string(format)
    }
    if (/^\d/.test(opening)) return literal(numberOf(opening))
    return word(opening)
  }
  const word = (opening: string): Filter => {
    switch (opening) {
      case 'null':
        return literal(null)
      case 'true':
      case 'false':
        return literal(opening === 'true')
      case 'if':
        return condition()
      case 'try': {
        const body = postfix()
        return attempt(body, take(/catch\b/y) === undefined ? nothing : postfix())
      }
      case 'reduce': {
        const from = postfix()
        expect(/as\b/y)
        const bound = name()
        expect(/\(/y)
        const init = wholePipe()
        expect(/;/y)
        const update = wholePipe()
        expect(/\)/y)
        return reduction(from, bound, init, update)
      }
      case 'env':
        return variable('ENV')
    }
    const args: Filter[] = []
    if (take(/\(/y) !== undefined) {
      do args.push(wholePipe())
      while (take(/;/y) !== undefined)
      expect(/\)/y)
    }
    const parameter =
      args.length === 0 && Object.hasOwn(parameters, opening) ? parameters[opening] : undefined
    return parameter ?? call(opening, args)
  }
  const condition = (): Filter => {
    const test = wholePipe()
    expect(/then\b/y)
    const then = wholePipe()
    if (take(/elif\b/y) !== undefined) return conditional(test, then, condition())
    const otherwise = take(/else\b/y) === undefined ? identity : wholePipe()
    expect(/end\b/y)
    return conditional(test, then, otherwise)
  }
  const fields = (): Filter => {
    const all: [Filter, Filter][] = []
    while (take(/\}/y) === undefined) {
      if (all.length > 0) expect(/,/y)
      const plain = take(/\$?[A-Za-z_]\w*/y)
      const isText = plain === undefined && take(/(?=")/y) !== undefined
      const key =
        plain === undefined
          ? isText
            ? string(builtin('tostring', []))
            : simple()
          : literal(plain.replace('$', ''))
      if (plain?.startsWith('$')) all.push([key, variable(plain.slice(1))])
      else if (take(/:/y) === undefined && (plain !== undefined || isText))
        all.push([key, index(identity, key)])
      else all.push([key, fieldValue()])
    }
    return object(all)
  }
  /** The value of a field is terms with bars between them. */
  const fieldValue = (): Filter => {
    const first = postfix()
    return take(/\|(?!=)/y) === undefined ? first : pipe(first, fieldValue())
  }

  const program = take(/$/y) === undefined ? wholePipe() : identity
  expect(/$/y)
  return program
}

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
