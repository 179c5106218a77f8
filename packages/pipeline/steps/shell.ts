type ShellKind = 'bash' | 'sh'

/** How a script is started, or the program that the grader can't run it with. */
export type Shell =
  | {
      readonly kind: ShellKind
      readonly errexit: boolean
      readonly pipefail: boolean
      /** A login shell, which runs its user's profile first. */
      readonly login: boolean
      /** Lines that come before the script, for options that only the command line sets. */
      readonly prelude: string
    }
  | { readonly kind: 'other'; readonly program: string }

/**
 * What `shell:` stands for on Linux; `null` is no `shell:` at all.
 * Source: actions/runner, `ScriptHandlerHelpers`.
 */
export function shellOf(written: string | null): Shell {
  const text = written?.trim() ?? ''
  if (text === '') return usual('bash', false)
  if (text === 'bash') return usual('bash', true)
  if (text === 'sh') return usual('sh', false)
  const [program = '', ...words] = text.split(/\s+/)
  const kind = SHELLS.get(program)
  if (kind === undefined) return { kind: 'other', program: program.split('/').at(-1) ?? '' }
  const settings = settingsIn(words)
  if (settings === null || (kind === 'sh' && settings.includes('pipefail')))
    return { kind: 'other', program: text }
  const own = settings.filter((name) => !/^(errexit|pipefail|login)$/.test(name))
  return {
    kind,
    errexit: settings.includes('errexit'),
    pipefail: settings.includes('pipefail'),
    login: settings.includes('login'),
    prelude: own.length === 0 ? '' : `set -o ${own.join(' -o ')}\n`,
  }
}

function usual(kind: ShellKind, pipefail: boolean): Shell {
  return { kind, errexit: true, pipefail, login: false, prelude: '' }
}

/** The shells by their names and paths. */
const SHELLS = new Map<string, ShellKind>(
  (['bash', 'sh'] as const).flatMap((kind) =>
    ['', '/bin/', '/usr/bin/'].map((folder) => [`${folder}${kind}`, kind] as const),
  ),
)

/** Options of a shell's command line by their letters, as `set -o` has them; `l` alone is none of those. */
const LETTERS: Readonly<Record<string, string>> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  v: 'verbose',
  n: 'noexec',
  f: 'noglob',
  a: 'allexport',
  C: 'noclobber',
  l: 'login',
}

/** Names of the options in words that end with the script's own place, `{0}`; `null` for what is not followed. */
function settingsIn(words: readonly string[]): string[] | null {
  const settings: string[] = []
  const left = [...words]
  if (left.pop() !== '{0}') return null
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (/^--(noprofile|norc)$/.test(word)) continue
    if (word !== '--login' && !/^-[a-zA-Z]+$/.test(word)) return null
    for (const letter of word === '--login' ? 'l' : word.slice(1)) {
      const name = letter === 'o' ? left.shift() : LETTERS[letter]
      if (name === undefined || !/^[a-z]+$/.test(name)) return null
      settings.push(name)
    }
  }
  return settings
}
