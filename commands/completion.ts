import { type Command, InvalidArgumentError, type Option } from 'commander'
import { CHECK_IDS } from '../checks/rubric.js'

/** Shells that a completion can be printed for. */
const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

/** The name of a shell. Throws `InvalidArgumentError`. */
export function parseShell(word: string): Shell {
  const shell = SHELLS.find((each) => each === word)
  if (shell === undefined) throw new InvalidArgumentError(`A shell is one of ${SHELLS.join(', ')}.`)
  return shell
}

/** A script that completes the words of this command line in a shell: commands, options, and what options may be. */
export function completionScript(program: Command, shell: Shell): string {
  if (shell === 'fish') return fishScript(program)
  const script = bashScript(program)
  return shell === 'bash' ? script : `autoload -U +X bashcompinit && bashcompinit\n${script}`
}

/** What may follow an option; empty: anything, such as a file. */
function valuesOf({ argChoices, long }: Option): readonly string[] {
  if (argChoices !== undefined) return argChoices
  return long === '--only' ? CHECK_IDS : []
}

function optionsOf(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command)
}

/** What may stand behind a command. */
function wordsOf(command: Command): string[] {
  const arguments_ = command.registeredArguments.flatMap((argument) => argument.argChoices ?? [])
  const longs = optionsOf(command).flatMap(({ long }) => long ?? [])
  return [...command.commands.map((one) => one.name()), ...arguments_, ...longs]
}

function bashScript(program: Command): string {
  const all = [program, ...program.commands]
  const byCommand = program.commands.map(
    (command) => `    ${command.name()}) words='${wordsOf(command).join(' ')}' ;;`,
  )
  const values = new Map(
    all.flatMap(optionsOf).map((option) => [option.long, valuesOf(option)] as const),
  )
  const byOption = [...values]
    .filter(([, words]) => words.length > 0)
    .map(([long, words]) => `    ${long}) words='${words.join(' ')}' ;;`)
  return `# bash completion for grade4, made by: grade4 completion bash
_grade4() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  case "\${COMP_WORDS[1]}" in
${byCommand.join('\n')}
    *) words='${wordsOf(program).join(' ')}' ;;
  esac
  case "$previous" in
${byOption.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _grade4 grade4
`
}

function fishScript(program: Command): string {
  const names = program.commands.map((command) => command.name()).join(' ')
  const lines = [
    ...optionsOf(program).map((option) =>
      fishOption(option, `not __fish_seen_subcommand_from ${names}`),
    ),
    ...program.commands.flatMap((command) => [
      fishLine([
        `-n ${fishQuoted(`not __fish_seen_subcommand_from ${names}`)}`,
        `-a ${command.name()}`,
        `-d ${fishQuoted(command.description())}`,
      ]),
      ...optionsOf(command).map((option) =>
        fishOption(option, `__fish_seen_subcommand_from ${command.name()}`),
      ),
    ]),
  ]
  return `# fish completion for grade4, made by: grade4 completion fish\n${lines.join('\n')}\n`
}

function fishOption(option: Option, condition: string): string {
  const { long = '', description, required } = option
  const values = valuesOf(option)
  return fishLine([
    `-n ${fishQuoted(condition)}`,
    `-l ${long.replace(/^--/, '')}`,
    ...(required ? ['-r'] : []),
    ...(values.length > 0 ? [`-f -a ${fishQuoted(values.join(' '))}`] : []),
    `-d ${fishQuoted(description)}`,
  ])
}

function fishLine(parts: readonly string[]): string {
  return `complete -c grade4 ${parts.join(' ')}`
}

/** Text in single quotes. Source: fish documentation, "Quotes": only the quote and the backslash are escaped. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&').replaceAll('\n', ' ')}'`
}
