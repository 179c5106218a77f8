import { cannotFollow } from '@grade4/shell'
import { hasHole } from '@grade4/unknown'
import { looksLikeOption, optionIn, usage } from './arguments.js'
import { invalidParameters, unreadableParameter } from './errors.js'
import { type CommandModel, parameterName } from './operations.js'
import type { Shape } from './shapes.js'
import { parseShorthand, ShorthandError } from './shorthand.js'

/** The input of an operation, as JSON. */
export type Parameters = Record<string, unknown>

/** Options given on a command line, before their values are read. */
type Given = Map<string, readonly string[] | boolean>

/** Reads a file that a value names with `file://`. */
export type ReadFile = (path: string) => Promise<string | null>

/** The input of an operation from its options. Throws `AwsError` where the command line would stop. */
export async function readParameters(
  model: CommandModel,
  args: readonly string[],
  readFile: ReadFile,
): Promise<Parameters> {
  const given = collect(model, args)
  const parameters: Parameters = {}
  const json = given.get('cli-input-json')
  if (Array.isArray(json)) Object.assign(parameters, await inputJson(String(json[0]), readFile))
  for (const [option, values] of given) {
    const shape = model.options[option]
    if (shape === undefined) continue
    parameters[parameterName(option)] = await readValue(option, shape, values, readFile)
  }
  if (json === undefined) {
    const missing = model.required.filter((option) => !given.has(option))
    if (missing.length > 0) {
      const names = missing.map((option) => `--${option}`).join(', ')
      throw usage(`the following arguments are required: ${names}`)
    }
  }
  checkRequired(model, parameters)
  return parameters
}

const COMMON: Readonly<Record<string, Shape>> = {
  'cli-input-json': { type: 'string' },
  'cli-input-yaml': { type: 'untold' },
  'generate-cli-skeleton': { type: 'untold' },
}

function collect(model: CommandModel, args: readonly string[]): Given {
  const shapes: Readonly<Record<string, Shape>> = { ...COMMON, ...model.options }
  const given: Given = new Map()
  const strays: string[] = []
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const { name, attached } = optionIn(arg)
    if (hasHole(name ?? arg)) throw cannotFollow('nobody knows the options of an aws command')
    const found = name === null ? null : resolve(name.slice(2), shapes)
    if (found === null) {
      strays.push(arg)
      continue
    }
    const { option, shape, negative } = found
    if (shape.type === 'untold') {
      throw cannotFollow(`the script uses aws … --${option}, which the grader lacks`)
    }
    if (shape.type === 'boolean' && attached !== null) {
      throw usage(`argument ${name}: ignored explicit argument '${attached}'`)
    }
    if (shape.type === 'boolean') given.set(option, !negative)
    else if (shape.type === 'list' || shape.type === 'opaque') {
      const values = attached === null ? [] : [attached]
      while (attached === null && !looksLikeOption(left[0])) values.push(left.shift() ?? '')
      given.set(option, values)
    } else {
      const value = attached ?? (looksLikeOption(left[0]) ? undefined : left.shift())
      if (value === undefined) throw usage(`argument --${option}: expected one argument`)
      given.set(option, [value])
    }
  }
  if (strays.some(hasHole)) throw cannotFollow('nobody knows the options of an aws command')
  if (strays.length > 0) throw usage(`Unknown options: ${strays.join(', ')}`)
  return given
}

/** The option that a name means, also cut short. */
function resolve(
  name: string,
  shapes: Readonly<Record<string, Shape>>,
): { option: string; shape: Shape; negative: boolean } | null {
  const names = Object.entries(shapes).flatMap(([option, shape]) =>
    shape.type === 'boolean'
      ? [
          { spelt: option, option, shape, negative: false },
          { spelt: `no-${option}`, option, shape, negative: true },
        ]
      : [{ spelt: option, option, shape, negative: false }],
  )
  const exact = names.find(({ spelt }) => spelt === name)
  if (exact !== undefined) return exact
  const [only, ...more] = names.filter(({ spelt }) => name !== '' && spelt.startsWith(name))
  if (more.length > 0) throw usage(`ambiguous option: --${name} could match several`)
  return only ?? null
}

async function readValue(
  option: string,
  shape: Shape,
  given: readonly string[] | boolean,
  readFile: ReadFile,
): Promise<unknown> {
  if (typeof given === 'boolean') return given
  const texts = await Promise.all(given.map((text) => fromFile(option, text, readFile)))
  const [only = ''] = texts
  switch (shape.type) {
    case 'integer':
      return wholeNumber(option, only)
    case 'list':
      return listOf(option, shape, texts)
    case 'structure':
      return looksLikeJson(only)
        ? conforming(parameterName(option), json(option, only), shape)
        : structure(option, only, shape)
    case 'opaque':
      return texts
    case 'string':
      return conforming(parameterName(option), only, shape)
  }
  return only
}

async function fromFile(option: string, text: string, readFile: ReadFile): Promise<string> {
  const path = /^fileb?:\/\/(.*)$/s.exec(text)?.[1]
  if (path === undefined) return text
  const content = await readFile(path)
  if (content !== null) return content
  throw unreadableParameter(
    option,
    `Unable to load paramfile ${text}: [Errno 2] No such file or directory: '${path}'`,
  )
}

function wholeNumber(option: string, text: string): number | string {
  if (hasHole(text)) return text
  if (/^\s*[+-]?\d+\s*$/.test(text)) return Number(text)
  throw unreadableParameter(option, `invalid literal for int() with base 10: '${text}'`)
}

function listOf(
  option: string,
  shape: Extract<Shape, { type: 'list' }>,
  texts: readonly string[],
): unknown {
  const [only] = texts
  if (texts.length === 1 && only !== undefined && only.trimStart().startsWith('[')) {
    return conforming(parameterName(option), json(option, only), shape)
  }
  const values = texts.map((text) => {
    if (shape.of.type !== 'structure') return text
    return looksLikeJson(text)
      ? conforming(parameterName(option), json(option, text), shape.of)
      : structure(option, text, shape.of)
  })
  return conforming(parameterName(option), values, shape)
}

/** The command line takes a value that begins like JSON for JSON. */
function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text)
}

function json(option: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    if (hasHole(text)) throw cannotFollow(`nobody knows the value of --${option}`)
    // Without the parser's own words: each Node has others.
    throw unreadableParameter(option, `Invalid JSON received: ${text}`)
  }
}

function structure(
  option: string,
  text: string,
  shape: Extract<Shape, { type: 'structure' }>,
): unknown {
  // An unknown value alone may hold several pairs.
  if (hasHole(text) && !text.includes('='))
    throw cannotFollow(`nobody knows the value of --${option}`)
  try {
    return conforming(parameterName(option), parseShorthand(text), shape)
  } catch (error) {
    if (!(error instanceof ShorthandError)) throw error
    throw unreadableParameter(option, `${error.message} for input:\n${text}`)
  }
}

/** Checks a value against its shape, as botocore does before it sends a call. */
function conforming(where: string, value: unknown, shape: Shape): unknown {
  switch (shape.type) {
    case 'list': {
      if (!Array.isArray(value)) throw wrongType(where, value, 'list')
      if (value.length < (shape.least ?? 0)) {
        throw tooShort(where, value.length, shape.least)
      }
      return value.map((one: unknown, index) => conforming(`${where}[${index}]`, one, shape.of))
    }
    case 'structure': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw wrongType(where, value, 'dict')
      }
      const names = Object.keys(shape.members)
      const checked: Record<string, unknown> = {}
      for (const [name, one] of Object.entries(value)) {
        const member = names.includes(name) ? shape.members[name] : undefined
        if (member === undefined) {
          throw invalidParameters(
            `Unknown parameter in ${where}: "${name}", must be one of: ${names.join(', ')}`,
          )
        }
        checked[name] = conforming(`${where}.${name}`, one, member)
      }
      return checked
    }
    case 'string':
      if (typeof value !== 'string') throw wrongType(where, value, 'str')
      if (value.length < (shape.least ?? 0)) throw tooShort(where, value.length, shape.least)
      return value
    case 'boolean':
      return typeof value === 'string' ? value.toLowerCase() !== 'false' : Boolean(value)
    default:
      return value
  }
}

function tooShort(where: string, length: number, least = 0): Error {
  return invalidParameters(
    `Invalid length for parameter ${where}, value: ${length}, valid min length: ${least}`,
  )
}

function wrongType(where: string, value: unknown, wanted: string): Error {
  return invalidParameters(
    `Invalid type for parameter ${where}, value: ${JSON.stringify(value)}, type: ${typeof value}, valid types: <class '${wanted}'>`,
  )
}

async function inputJson(text: string, readFile: ReadFile): Promise<Parameters> {
  const value = json('cli-input-json', await fromFile('cli-input-json', text, readFile))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw unreadableParameter('cli-input-json', 'Invalid type: expecting map')
  }
  return { ...value }
}

/** What `--cli-input-json` gave is checked like the rest. */
function checkRequired(model: CommandModel, parameters: Parameters): void {
  for (const [name, value] of Object.entries(parameters)) {
    const option = Object.keys(model.options).find((one) => parameterName(one) === name)
    const shape = option === undefined ? undefined : model.options[option]
    if (shape === undefined) {
      throw invalidParameters(
        `Unknown parameter in input: "${name}", must be one of the operation's`,
      )
    }
    if (shape.type !== 'untold' && shape.type !== 'opaque') conforming(name, value, shape)
  }
  const missing = model.required.find((option) => !(parameterName(option) in parameters))
  if (missing !== undefined) {
    throw invalidParameters(`Missing required parameter in input: "${parameterName(missing)}"`)
  }
}
