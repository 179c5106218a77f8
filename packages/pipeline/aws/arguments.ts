import { usage } from './errors.js'

/** The options that every command takes, and whether they take a value. */
const GLOBAL_OPTIONS: Readonly<Record<string, boolean>> = {
  '--region': true,
  '--output': true,
  '--query': true,
  '--profile': true,
  '--endpoint-url': true,
  '--color': true,
  '--ca-bundle': true,
  '--cli-read-timeout': true,
  '--cli-connect-timeout': true,
  '--cli-binary-format': true,
  '--cli-error-format': true,
  '--debug': false,
  '--no-verify-ssl': false,
  '--no-paginate': false,
  '--version': false,
  '--no-sign-request': false,
  '--no-cli-pager': false,
  '--cli-auto-prompt': false,
  '--no-cli-auto-prompt': false,
}

/** A command line, its global options taken out. */
export interface CommandLine {
  /** Values of global options by their names, `--region`; `''` for those that take none. */
  readonly globals: ReadonlyMap<string, string>
  /** `''`: none is given. */
  readonly service: string
  readonly command: string
  readonly rest: readonly string[]
}

/**
 * Splits an `aws` command line. Global options stand anywhere; options may be cut short as long as
 * they stay unambiguous, as Python's argparse has it. Throws `AwsError` as the command line ends with 252.
 */
export function splitCommandLine(args: readonly string[]): CommandLine {
  const globals = new Map<string, string>()
  const rest: string[] = []
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const { name, attached } = optionIn(arg)
    const option = name === null ? null : globalNamed(name)
    if (option === null) rest.push(arg)
    else if (GLOBAL_OPTIONS[option]) globals.set(option, takeValue(option, attached, left))
    else {
      refuseValue(option, attached)
      globals.set(option, '')
    }
  }
  const service = takeWord(rest)
  const command = takeWord(rest)
  return { globals, service, command, rest }
}

/** Takes the first word that is no option; `''` when there is none. */
function takeWord(rest: string[]): string {
  const at = rest.findIndex((arg) => !looksLikeOption(arg))
  return at === -1 ? '' : (rest.splice(at, 1)[0] ?? '')
}

function globalNamed(name: string): string | null {
  if (Object.hasOwn(GLOBAL_OPTIONS, name)) return name
  // `--no` or `--cli` alone is no abbreviation of one option only.
  const [only, ...more] = Object.keys(GLOBAL_OPTIONS).filter((option) => option.startsWith(name))
  return only !== undefined && more.length === 0 && name.length > 4 ? only : null
}

/** Name and attached value of `--name=value`. */
export function optionIn(arg: string): { name: string | null; attached: string | null } {
  const [, name = null, attached = null] = /^(--[^=]+)(?:=(.*))?$/s.exec(arg) ?? []
  return { name, attached }
}

/** The value of an option that takes one: what is attached to it, or the next of the arguments that are left. */
export function takeValue(option: string, attached: string | null, left: string[]): string {
  const value = attached ?? (looksLikeOption(left[0]) ? undefined : left.shift())
  if (value === undefined) throw usage(`argument ${option}: expected one argument`)
  return value
}

/** Throws `AwsError` where a value is attached to an option that takes none. */
export function refuseValue(option: string, attached: string | null): void {
  if (attached !== null) throw usage(`argument ${option}: ignored explicit argument '${attached}'`)
}

/** Whether argparse takes an argument for an option; also true where there is none. */
export function looksLikeOption(arg: string | undefined): boolean {
  if (arg === undefined) return true
  if (!arg.startsWith('-') || arg === '-') return false
  return !/^-\d+$|^-\d*\.\d+$/.test(arg) && !arg.includes(' ')
}
