import { cannotFollow, hasHole } from '@grade4/unknown'
import { looksLikeOption, optionIn, refuseValue, takeValue } from './arguments.js'
import { AwsError, usage } from './errors.js'
import { commandName, type Shape, type Structure } from './service-models.js'

/** The input of an operation, as JSON. A value that is not known is a text with a hole, whatever its shape. */
export type Input = Readonly<Record<string, unknown>>

/** Reads a file that a value names with `file://`; `null`: there is none. */
export type ReadFile = (path: string) => Promise<string | null>

/** An option of a command. `member`: of the operation's input; `null` for the command line's own. */
interface Option {
  readonly name: string
  readonly member: string | null
  readonly shape: Shape
}

/** The option that gives all of an input. */
const WHOLE = 'cli-input-json'

const OWN_OPTIONS: readonly Option[] = [
  ...[WHOLE, 'cli-input-yaml', 'generate-cli-skeleton'],
  ...['max-items', 'page-size', 'starting-token'],
].map((name): Option => ({ name, member: null, shape: 'string' }))

/** The command line follows all pages by itself, however large they are. */
const FOLLOWED = new Set([WHOLE, 'page-size'])

/**
 * The input of an operation from its options. Throws `AwsError` where the command line would stop, and
 * `UnknownError` for what is not followed.
 */
export async function readInput(
  model: Structure,
  args: readonly string[],
  readFile: ReadFile,
): Promise<Input> {
  const members = Object.entries(model.members)
  const options = members.map(([member, shape]) => ({ name: commandName(member), member, shape }))
  const given = optionsIn([...options, ...OWN_OPTIONS], args)
  const texts = async (name: string) => {
    const written = given.get(name)
    if (typeof written !== 'object') return []
    return await Promise.all(written.map((text) => contentOf(name, text, readFile)))
  }
  const input = given.has(WHOLE) ? { ...readWhole(await texts(WHOLE)) } : {}
  for (const option of options) {
    const value = given.get(option.name)
    if (value === undefined) continue
    input[option.member] =
      typeof value === 'boolean' ? value : readValue(option, await texts(option.name))
  }
  const missing = model.required.filter((member) => !Object.hasOwn(input, member))
  if (missing.length > 0 && !given.has(WHOLE)) {
    const names = missing.map((member) => `--${commandName(member)}`).join(', ')
    throw usage(`the following arguments are required: ${names}`)
  }
  const problems = problemsOf(input, model)
  if (problems.length > 0) throw new AwsError({ kind: 'invalid', problem: problems.join('\n') })
  return input
}

/** The texts of the options on a command line, by name; `true` and `false` for those that take none. */
function optionsIn(
  options: readonly Option[],
  args: readonly string[],
): ReadonlyMap<string, readonly string[] | boolean> {
  const given = new Map<string, readonly string[] | boolean>()
  const strays: string[] = []
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const { name, attached } = optionIn(arg)
    if (hasHole(name ?? arg)) throw cannotFollow('the options of an aws command are not known')
    const found = name === null ? null : optionNamed(name.slice(2), options)
    if (found === null) strays.push(arg)
    else given.set(found.option.name, textsOf(found, attached, left))
  }
  if (strays.length > 0) throw usage(`Unknown options: ${strays.join(', ')}`)
  return given
}

interface Found {
  readonly option: Option
  /** As it is written, `no-force` for example. */
  readonly written: string
}

/** The option that a name means, also cut short. */
function optionNamed(name: string, options: readonly Option[]): Found | null {
  const all = options.flatMap((option): Found[] => [
    { option, written: option.name },
    ...(option.shape === 'boolean' ? [{ option, written: `no-${option.name}` }] : []),
  ])
  const exact = all.find(({ written }) => written === name)
  if (exact !== undefined) return exact
  const [only = null, ...more] = all.filter(({ written }) => written.startsWith(name))
  if (more.length > 0) throw usage(`ambiguous option: --${name} could match several`)
  return only
}

function textsOf(
  { option, written }: Found,
  attached: string | null,
  left: string[],
): readonly string[] | boolean {
  const { name, member, shape } = option
  if (member === null && !FOLLOWED.has(name)) {
    throw cannotFollow(`the script uses aws … --${name}, which the grader lacks`)
  }
  if (shape === 'boolean') {
    refuseValue(`--${written}`, attached)
    return written === name
  }
  if (typeof shape === 'string' || !('list' in shape))
    return [takeValue(`--${name}`, attached, left)]
  const texts = attached === null ? [] : [attached]
  while (attached === null && !looksLikeOption(left[0])) texts.push(left.shift() ?? '')
  return texts
}

async function contentOf(option: string, text: string, readFile: ReadFile): Promise<string> {
  const path = /^fileb?:\/\/(.*)$/s.exec(text)?.[1]
  if (path === undefined) return text
  const content = await readFile(path)
  if (content !== null) return content
  const problem = `Unable to load paramfile ${text}: [Errno 2] No such file or directory: '${path}'`
  throw new AwsError({ kind: 'unreadable', option, problem })
}

function readWhole([text = '']: readonly string[]): Record<string, unknown> {
  const value = readJson(WHOLE, text)
  if (isRecord(value)) return value
  if (hasHole(text)) throw cannotFollow(`the value of --${WHOLE} is not known`)
  throw new AwsError({ kind: 'unreadable', option: WHOLE, problem: 'Invalid type: expecting map' })
}

function readValue({ name, shape }: Option, texts: readonly string[]): unknown {
  const [only = ''] = texts
  if (typeof shape === 'string' || !('list' in shape)) return readItem(name, only, shape)
  if (texts.length === 1 && only.trimStart().startsWith('[')) return readJson(name, only)
  return texts.map((text) => readItem(name, text, shape.list))
}

function readItem(option: string, text: string, shape: Shape): unknown {
  if (shape === 'integer') return readInteger(option, text)
  if (typeof shape === 'string') return text
  // The command line takes a value that begins like JSON for JSON.
  if (/^\s*[[{]/.test(text)) return readJson(option, text)
  // What is not known may hold several pairs.
  return hasHole(text) && !text.includes('=') ? text : typed(parseShorthand(option, text), shape)
}

function readInteger(option: string, text: string): number | string {
  if (hasHole(text)) return text
  if (/^\s*[+-]?\d+\s*$/.test(text)) return Number(text)
  const problem = `invalid literal for int() with base 10: '${text}'`
  throw new AwsError({ kind: 'unreadable', option, problem })
}

/** A value of JSON; a text with a hole that is none stands for itself. */
function readJson(option: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    if (hasHole(text)) return text
    // Without the parser's own words: each Node has others.
    throw new AwsError({ kind: 'unreadable', option, problem: `Invalid JSON received: ${text}` })
  }
}

/** Texts of shorthand as what they stand for. Source: the command line's `ModelVisitor`. */
function typed(value: unknown, shape: Shape): unknown {
  if (typeof shape === 'object' && 'list' in shape) {
    const list: unknown[] = Array.isArray(value) ? value : [value]
    return list.map((one) => typed(one, shape.list))
  }
  if (typeof shape === 'object' && isRecord(value)) {
    const of = (key: string) => ('map' in shape ? shape.map : (shape.members[key] ?? 'other'))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typed(one, of(key))]))
  }
  if (typeof value !== 'string' || hasHole(value)) return value
  if (shape === 'boolean') return value.toLowerCase() === 'true'
  return shape === 'integer' && /^[+-]?\d+$/.test(value) ? Number(value) : value
}

/** `key=value,key=value`; a part without a key belongs to the value before it, which is then a list. */
type Shorthand = Readonly<Record<string, string | readonly string[]>>

/**
 * Reads shorthand without quotes, brackets, spaces and empty parts. Throws `UnknownError` for the rest of the syntax,
 * `AwsError` for what the command line does not take. Source: AWS CLI user guide, "Shorthand syntax".
 */
export function parseShorthand(option: string, text: string): Shorthand {
  if (/["'\\[\]{}@\s]|==|,,|^,|,$/.test(text))
    throw cannotFollow(`the script writes --${option} ${text}`)
  const pairs = new Map<string, string[]>()
  let values: string[] | undefined
  for (const part of text.split(',')) {
    const [, key, value = part] = /^([\w\-.#/:]*)=(.*)$/.exec(part) ?? []
    if (key !== undefined) {
      if (pairs.has(key)) throw unreadable(option, `Second instance of key "${key}"`)
      values = []
      pairs.set(key, values)
    }
    if (values === undefined || (key === undefined && value.includes('='))) {
      throw unreadable(option, `Expected: '=', received: '${value}'`)
    }
    values.push(value)
  }
  return Object.fromEntries(
    [...pairs].map(([key, [only = '', ...more]]) => [
      key,
      more.length === 0 ? only : [only, ...more],
    ]),
  )
}

function unreadable(option: string, problem: string): AwsError {
  return new AwsError({ kind: 'unreadable', option, problem })
}

/** The shortest lengths of members, which the recorded models lack. Source: botocore's model of ECR. */
const LEAST: Readonly<Record<string, number>> = {
  imageIds: 1,
  imageTag: 1,
  repositoryName: 2,
  repositoryNames: 1,
}

/**
 * What botocore has against a value before it sends it, a line each. A text with a hole may be anything.
 * `name`: of the member that holds the value, `''` for the input itself; `where`: the path to it.
 */
function problemsOf(value: unknown, shape: Shape, name = '', where = name): string[] {
  if (shape === 'other' || (typeof value === 'string' && hasHole(value))) return []
  if (typeof shape === 'string') {
    const fits = shape === 'integer' ? Number.isInteger(value) : typeof value === shape
    return fits ? tooShort(value, name, where) : [wrongType(value, where)]
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return [wrongType(value, where)]
    const parts = value.flatMap((one: unknown, index) =>
      problemsOf(one, shape.list, '', `${where}[${index}]`),
    )
    return [...tooShort(value, name, where), ...parts]
  }
  if (!isRecord(value)) return [wrongType(value, where)]
  if ('map' in shape) {
    return Object.entries(value).flatMap(([key, one]) =>
      problemsOf(one, shape.map, '', pathTo(where, key)),
    )
  }
  const missing = shape.required.filter((member) => !Object.hasOwn(value, member))
  return [
    ...missing.map((member) => `Missing required parameter in ${where || 'input'}: "${member}"`),
    ...Object.entries(value).flatMap(([member, one]) =>
      Object.hasOwn(shape.members, member)
        ? problemsOf(one, shape.members[member] ?? 'other', member, pathTo(where, member))
        : [
            `Unknown parameter in ${where || 'input'}: "${member}", must be one of: ${Object.keys(shape.members).join(', ')}`,
          ],
    ),
  ]
}

function pathTo(where: string, member: string): string {
  return where === '' ? member : `${where}.${member}`
}

function tooShort(value: unknown, name: string, where: string): string[] {
  const length = typeof value === 'string' || Array.isArray(value) ? value.length : Infinity
  const least = Object.hasOwn(LEAST, name) ? (LEAST[name] ?? 0) : 0
  return length >= least
    ? []
    : [`Invalid length for parameter ${where}, value: ${length}, valid min length: ${least}`]
}

function wrongType(value: unknown, where: string): string {
  return `Invalid type for parameter ${where}, value: ${JSON.stringify(value)}, type: ${typeof value}`
}

/** Whether a value is a JSON object. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
