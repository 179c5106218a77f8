import type { ParameterExpansionPart, SyntaxNode } from 'unbash'

/** `sh` on the runner is dash. */
export type ShellKind = 'bash' | 'sh'

/** Which shells' scripts are followed where they use something. */
type In = 'bash' | 'both'

const BASH = 'bash'
const BOTH = 'both'

/**
 * What of the shell is followed. Whatever is not here is refused by its name and line before the command
 * that holds it runs; `In` says whether a script of `sh`, which is dash, may use it too.
 */
export const SUPPORTED = {
  Commands: {
    'name arguments': BOTH,
    'x=value': BOTH,
    'x+=value': BASH,
    'a=(values)': BASH,
    'a[i]=value': BASH,
    'a | b': BOTH,
    'a |& b': BASH,
    'a && b': BOTH,
    'a || b': BOTH,
    '! a': BOTH,
    'time a': BASH,
    'a &': BOTH,
    '{ …; }': BOTH,
    '( … )': BOTH,
    'if …; then …; fi': BOTH,
    'while …; do …; done': BOTH,
    'until …; do …; done': BOTH,
    'for x in …; do …; done': BOTH,
    'for ((…; …; …))': BASH,
    'case x in …) …;; esac': BOTH,
    ';& and ;;&': BASH,
    'f() …': BOTH,
    'function f': BASH,
    '[[ … ]]': BASH,
    '(( … ))': BASH,
  },
  Words: {
    text: BOTH,
    "'…'": BOTH,
    '"…"': BOTH,
    "$'…'": BASH,
    '* ? […]': BOTH,
    '{a,b} and {1..9}': BASH,
    $x: BOTH,
    '${x}': BOTH,
    '${#x}': BOTH,
    '${!x}': BASH,
    '${a[i]}': BASH,
    '${x:-word} and -, =, +, ?': BOTH,
    '${x#pattern} and ##, %, %%': BOTH,
    '${x/pattern/text}': BASH,
    '${x:offset:length}': BASH,
    '${x^} and ^^, comma, double comma': BASH,
    '${!prefix@}': BASH,
    '$(…)': BOTH,
    '`…`': BOTH,
    '$((…))': BOTH,
    '<(…)': BASH,
    '>(…)': BASH,
  },
  Redirections: {
    '< file': BOTH,
    '> file': BOTH,
    '>> file': BOTH,
    '>| file': BOTH,
    '&> file': BASH,
    '&>> file': BASH,
    '>&n': BOTH,
    '<&n': BOTH,
    '<<word': BOTH,
    '<<-word': BOTH,
    '<<< word': BASH,
  },
} as const satisfies Record<string, Record<string, In>>

const FOLLOWED: ReadonlyMap<string, In> = new Map(
  Object.values(SUPPORTED).flatMap((group) => Object.entries(group)),
)

/** Whether a construct is followed in scripts of a shell. */
export function isFollowed(construct: string, kind: ShellKind): boolean {
  const shells = FOLLOWED.get(construct)
  return shells === BOTH || (shells === BASH && kind === 'bash')
}

/**
 * What is part of the shell itself, with the options that are followed in the form of `getopts`: a colon stands
 * behind one with a value. `null`: it takes its arguments as they are.
 */
export const BUILTINS = {
  ':': [BOTH, null],
  '.': [BOTH, ''],
  '[': [BOTH, null],
  break: [BOTH, ''],
  builtin: [BASH, ''],
  cd: [BOTH, 'LP'],
  command: [BOTH, 'vV'],
  continue: [BOTH, ''],
  declare: [BASH, 'aAgirx+x'],
  echo: [BOTH, null],
  eval: [BOTH, ''],
  exec: [BOTH, ''],
  exit: [BOTH, null],
  export: [BOTH, 'n'],
  false: [BOTH, null],
  hash: [BOTH, 'r'],
  let: [BASH, ''],
  local: [BOTH, 'aAirx'],
  mapfile: [BASH, 'td:'],
  printf: [BOTH, 'v:'],
  pwd: [BOTH, 'LP'],
  read: [BOTH, 'ra:d:u:p:est:'],
  readarray: [BASH, 'td:'],
  readonly: [BOTH, 'aA'],
  return: [BOTH, null],
  set: [BOTH, null],
  shift: [BOTH, ''],
  shopt: [BASH, 'suqo'],
  source: [BASH, ''],
  test: [BOTH, null],
  trap: [BOTH, ''],
  true: [BOTH, null],
  type: [BOTH, 'tpP'],
  typeset: [BASH, 'aAgirx+x'],
  unset: [BOTH, 'fv'],
  wait: [BOTH, ''],
} as const satisfies Record<string, readonly [In, string | null]>

/** Options of `set`, with their letters, that change what a script does. */
export const OPTIONS = {
  errexit: 'e',
  nounset: 'u',
  pipefail: '',
  noglob: 'f',
  allexport: 'a',
  noexec: 'n',
  noclobber: 'C',
  errtrace: 'E',
} as const

/** Options of `set` that change nothing of it: tracing, hashing and the like. */
export const IDLE_OPTIONS = {
  xtrace: 'x',
  verbose: 'v',
  hashall: 'h',
  braceexpand: 'B',
  functrace: 'T',
} as const

/** Options of `shopt`. */
export const SHOPT: ReadonlySet<string> = new Set(
  'inherit_errexit lastpipe nullglob dotglob nocasematch'.split(' '),
)

/** Options of `shopt` that change nothing of what a script does. */
export const IDLE_SHOPT: ReadonlySet<string> = new Set(
  'checkwinsize cmdhist histappend sourcepath'.split(' '),
)

/** Builtins of bash that are not followed. */
const REFUSED_BUILTINS: ReadonlySet<string> = new Set(
  'alias bg bind caller compgen complete compopt dirs disown enable fc fg getopts help history jobs kill logout popd pushd suspend times ulimit umask unalias'.split(
    ' ',
  ),
)

export type BuiltinName = keyof typeof BUILTINS

/** Whether a name is a builtin that is followed. */
export function isBuiltin(name: string): name is BuiltinName {
  return Object.hasOwn(BUILTINS, name)
}

/** Whether a name is a builtin that is not followed in a shell. */
export function isRefusedBuiltin(name: string, kind: ShellKind): boolean {
  return (
    REFUSED_BUILTINS.has(name) || (kind === 'sh' && isBuiltin(name) && BUILTINS[name][0] === BASH)
  )
}

/** The construct that a node is, as `SUPPORTED` names it where it is followed; `null` for a mere part of one. */
export function constructOf(node: SyntaxNode): string | null {
  switch (node.type) {
    case 'Command':
      return node.name === undefined ? null : 'name arguments'
    case 'Assignment':
      if (node.index !== undefined) return 'a[i]=value'
      if (node.value.type === 'ArrayValue') return 'a=(values)'
      return node.append ? 'x+=value' : 'x=value'
    case 'Pipeline':
      if (node.operators.includes('|&')) return 'a |& b'
      return node.operators.length > 0 ? 'a | b' : null
    case 'Negation':
      return '! a'
    case 'Time':
      return 'time a'
    case 'AndOr':
      return node.operators.includes('||') ? 'a || b' : 'a && b'
    case 'BraceGroup':
      return '{ …; }'
    case 'Subshell':
      return '( … )'
    case 'If':
      return 'if …; then …; fi'
    case 'While':
      return node.kind === 'while' ? 'while …; do …; done' : 'until …; do …; done'
    case 'For':
      return 'for x in …; do …; done'
    case 'ArithmeticFor':
      return 'for ((…; …; …))'
    case 'Case':
      return 'case x in …) …;; esac'
    case 'CaseItem':
      return node.terminator === undefined || node.terminator === ';;' ? null : ';& and ;;&'
    case 'Function':
      return node.name.pos === node.pos ? 'f() …' : 'function f'
    case 'TestCommand':
      return '[[ … ]]'
    case 'ArithmeticCommand':
      return '(( … ))'
    case 'Select':
      return 'select'
    case 'Coproc':
      return 'coproc'
    case 'SingleQuoted':
      return "'…'"
    case 'DoubleQuoted':
      return '"…"'
    case 'AnsiCQuoted':
      return "$'…'"
    case 'LocaleString':
      return '$"…"'
    case 'Glob':
      return '* ? […]'
    case 'ExtendedGlob':
      return `${node.operator}(…)`
    case 'BraceExpansion':
      return '{a,b} and {1..9}'
    case 'SimpleExpansion':
      return '$x'
    case 'ParameterExpansion':
      return parameterConstruct(node)
    case 'Default':
      return '${x:-word} and -, =, +, ?'
    case 'Remove':
      return '${x#pattern} and ##, %, %%'
    case 'Replace':
      return '${x/pattern/text}'
    case 'Slice':
      return '${x:offset:length}'
    case 'CaseModification':
      return '${x^} and ^^, comma, double comma'
    case 'Names':
      return '${!prefix@}'
    case 'Transform':
      return '${x@…}'
    case 'Unknown':
      return `\${x${node.operator}…}`
    case 'CommandExpansion':
      if (node.text.startsWith('`')) return '`…`'
      return node.text.startsWith('$(') ? '$(…)' : '${ …; }'
    case 'ArithmeticExpansion':
      return node.text.startsWith('$((') ? '$((…))' : '$[…]'
    case 'ProcessSubstitution':
      return `${node.operator}(…)`
    case 'Redirect':
      return node.operator.includes('&') && !node.operator.startsWith('&')
        ? `${node.operator}n`
        : `${node.operator} file`
    case 'FileDescriptorVariable':
      return '{fd}>'
    case 'HereDoc':
      return `${node.operator}word`
    case 'HereString':
      return '<<< word'
    default:
      return null
  }
}

function parameterConstruct({ prefix, index, operation }: ParameterExpansionPart): string | null {
  if (prefix === '#') return index === undefined ? '${#x}' : '${a[i]}'
  if (prefix === '!' && operation?.type !== 'Names')
    return index === undefined ? '${!x}' : '${a[i]}'
  return index === undefined ? '${x}' : '${a[i]}'
}
