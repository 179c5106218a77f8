import type { SyntaxNode } from 'unbash'

/** `sh` on the runner is dash. */
export type ShellKind = 'bash' | 'sh'

/**
 * What of the shell is followed, and in which scripts: of `bash` alone, or of `both` bash and sh. Anything else is
 * refused with its name and line before the command that holds it runs; what is `refused` here has only a name to be
 * refused by. The first column of what is written in a script is the parser's word for it.
 */
const CONSTRUCTS = `
  Commands
    Command                  both     name arguments
    Assignment               both     x=value
    Assignment +=            bash     x+=value
    Assignment []            bash     a[i]=value
    ArrayValue               bash     a=(values)
    Pipeline                 both     a | b
    Pipeline |&              bash     a |& b
    AndOr                    both     a && b, a || b
    Negation                 both     ! a
    Time                     bash     time a
    Background               both     a &
    BraceGroup               both     { …; }
    Subshell                 both     ( … )
    If                       both     if …; then …; elif …; else …; fi
    While                    both     while …; do …; done, until …; do …; done
    For                      both     for x in …; do …; done
    ArithmeticFor            bash     for ((…; …; …)); do …; done
    Case                     both     case x in a | b) …;; esac
    CaseItem ;&              bash     ;&
    CaseItem ;;&             bash     ;;&
    Function                 both     f() { …; }
    Function function        bash     function f { …; }
    TestCommand              bash     [[ … ]]
    ArithmeticCommand        bash     (( … ))
    Select                   refused  select
    Coproc                   refused  coproc
  Words
    Literal                  both     text, \\x
    SingleQuoted             both     '…'
    DoubleQuoted             both     "…"
    AnsiCQuoted              bash     $'…'
    Glob                     both     * ? […]
    BraceExpansion           bash     {a,b} {1..9}
    SimpleExpansion          both     $x
    ParameterExpansion       both     \${x}
    ParameterExpansion #     both     \${#x}
    ParameterExpansion !     bash     \${!x} \${!a[@]}
    ParameterExpansion []    bash     \${a[i]} \${a[@]}
    Default                  both     \${x:-word} \${x:=word} \${x:+word} \${x:?word}, without the colon too
    Remove                   both     \${x#pattern} \${x##pattern} \${x%pattern} \${x%%pattern}
    Replace                  bash     \${x/pattern/text} \${x//pattern/text} \${x/#pattern/text} \${x/%pattern/text}
    Slice                    bash     \${x:offset} \${x:offset:length}
    CaseModification         bash     \${x^} \${x^^} \${x,} \${x,,}
    Transform U              bash     \${x@U} \${x@u} \${x@L}
    CommandExpansion $(      both     $(…) $(< file)
    CommandExpansion \`      both     \`…\`
    ArithmeticExpansion $((  both     $((…)); of sh without ++ -- ** and the comma
    ProcessSubstitution <    bash     <(…)
    ProcessSubstitution >    refused  >(…)
    LocaleString             refused  $"…"
    ExtendedGlob             refused  +(…) and other extended patterns
    CaseModification of      refused  \${x^pattern}
    Names                    refused  \${!prefix@}
    Transform                refused  \${x@…}, but for those below
    Unknown                  refused  a parameter that bash does not read
    CommandExpansion \${     refused  \${ …; }
    ArithmeticExpansion $[   refused  $[…]
  Redirections
    Redirect <               both     < file
    Redirect >               both     > file
    Redirect >>              both     >> file
    Redirect &>              bash     &> file
    Redirect &>>             bash     &>> file
    Redirect <&              both     <&n
    Redirect >&              both     >&n
    HereDoc <<               both     <<word
    HereDoc <<-              both     <<-word
    HereString <<<           bash     <<< word
    FileDescriptor           both     n>
    Redirect <>              refused  <>
    Redirect >|              refused  >|
    FileDescriptorVariable   refused  {fd}>
`

/** Builtins, with their options in bash and in sh as `getopts` has them; `-`: arguments are taken as they are. */
const BUILTINS = `
    : [ echo exit false return set test true                 -          -
    . break continue eval exec shift trap wait               none       none
    alias let source                                         none       refused
    cd pwd                                                   LP         LP
    command                                                  v          v
    declare                                                  aAgirx     refused
    export                                                   none       none
    hash                                                     none       none
    local                                                    aAirx      none
    mapfile readarray                                        td:        refused
    printf                                                   v:         none
    read                                                     ra:d:p:est:  rp:
    readonly                                                 aA         none
    shopt                                                    su         refused
    type                                                     none       none
    unset                                                    fv         fv
    bg bind builtin caller compgen complete                  refused    refused
    compopt dirs typeset                                     refused    refused
    disown enable fc fg getopts help history jobs kill       refused    refused
    logout popd pushd suspend times ulimit umask unalias     refused    refused
`

/** Options of `set` with their letters; those behind `idle` change nothing of what a script does. */
export const OPTIONS = {
  errexit: 'e',
  nounset: 'u',
  pipefail: '',
  noglob: 'f',
  allexport: 'a',
  noexec: 'n',
  errtrace: 'E',
} as const
export const IDLE_OPTIONS = { xtrace: 'x', verbose: 'v', hashall: 'h', braceexpand: 'B' } as const

/** Options of `shopt`; those that are idle change nothing of what a script does. */
export const SHOPT = ['inherit_errexit', 'nullglob']
export const IDLE_SHOPT = 'checkwinsize cmdhist histappend sourcepath'.split(' ')

/** A construct as the table has it. */
export interface Construct {
  readonly group: string
  readonly shells: string
  readonly written: string
}

const cells = (line: string) => line.trim().split(/ {2,}/)

/** Every construct by the parser's word for it. */
export const SUPPORTED: ReadonlyMap<string, Construct> = readConstructs()

function readConstructs(): Map<string, Construct> {
  const constructs = new Map<string, Construct>()
  let group = ''
  for (const line of CONSTRUCTS.trim().split('\n')) {
    const [word = '', shells, written] = cells(line)
    if (shells === undefined || written === undefined) group = word
    else constructs.set(word, { group, shells, written })
  }
  return constructs
}

/** The options of every builtin in bash and in sh: a text as `getopts` has it, or `-`, `none`, `refused`. */
export const SUPPORTED_BUILTINS: ReadonlyMap<string, Readonly<Record<ShellKind, string>>> = new Map(
  BUILTINS.trim()
    .split('\n')
    .flatMap((line) => {
      const [names = '', bash = '', sh = ''] = cells(line)
      return names.split(' ').map((name) => [name, { bash, sh }] as const)
    }),
)

/** The first of what a node is that is not followed in scripts of a shell, as a script writes it; `null` for none. */
export function refusedIn(node: SyntaxNode, kind: ShellKind): string | null {
  for (const word of wordsFor(node)) {
    const construct = SUPPORTED.get(word)
    const followed = construct?.shells === 'both' || construct?.shells === kind
    if (construct !== undefined && !followed) return construct.written
  }
  return null
}

/** What `SUPPORTED` calls a node. */
function wordsFor(node: SyntaxNode): string[] {
  const { type } = node
  switch (node.type) {
    case 'Assignment':
      return [type, node.append ? `${type} +=` : '', node.index === undefined ? '' : `${type} []`]
    case 'Pipeline':
      return node.operators.map((operator) => (operator === '|' ? type : `${type} ${operator}`))
    case 'Statement':
      return node.background ? ['Background'] : []
    case 'Transform':
      return [/^[UuL]$/.test(node.operand.text) ? `${type} U` : type]
    case 'CaseModification':
      return [node.operand === undefined ? type : `${type} of`]
    case 'CaseItem':
      return [`${type} ${node.terminator}`]
    case 'Function':
      return [node.name.pos === node.pos ? type : `${type} function`]
    case 'ParameterExpansion': {
      const isIndexed = node.index !== undefined ? `${type} []` : ''
      const isNames = node.operation?.type === 'Names'
      return [type, node.prefix === undefined || isNames ? '' : `${type} ${node.prefix}`, isIndexed]
    }
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return [`${type} ${/^`|^\$\(*\{?\[?/.exec(node.text)?.[0]}`]
    case 'Redirect':
    case 'HereDoc':
    case 'HereString':
    case 'ProcessSubstitution':
      return [`${type} ${node.operator}`]
    default:
      return [type]
  }
}
