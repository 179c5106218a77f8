type ShellKind = 'bash' | 'sh'

/** How a script is started, or the program that the grader can't run it with. */
export type Shell =
  | {
      readonly kind: ShellKind
      readonly errexit: boolean
      readonly pipefail: boolean
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
  if (text === '') return { kind: 'bash', errexit: true, pipefail: false, prelude: '' }
  if (text === 'bash') return { kind: 'bash', errexit: true, pipefail: true, prelude: '' }
  if (text === 'sh') return { kind: 'sh', errexit: true, pipefail: false, prelude: '' }
  const [program = '', ...words] = text.split(/\s+/)
  const kind = SHELLS.get(program)
  if (kind === undefined) return { kind: 'other', program: program.split('/').at(-1) ?? '' }
  const settings = settingsIn(words)
  if (settings === null || (kind === 'sh' && settings.includes('pipefail')))
    return { kind: 'other', program: text }
  const own = settings.filter((name) => !/^(errexit|pipefail)$/.test(name))
  return {
    kind,
    errexit: settings.includes('errexit'),
    pipefail: settings.includes('pipefail'),
    prelude: own.length === 0 ? '' : `set -o ${own.join(' -o ')}\n`,
  }
}

/** The shells by their names and paths. */
const SHELLS = new Map<string, ShellKind>(
  (['bash', 'sh'] as const).flatMap((kind) =>
    ['', '/bin/', '/usr/bin/'].map((folder) => [`${folder}${kind}`, kind] as const),
  ),
)

/** Options of a shell's command line by their letters, as `set -o` has them; `l`, a login shell, sets none. */
const LETTERS: Readonly<Record<string, string>> = {
  e: 'errexit',
  u: 'nounset',
  x: 'xtrace',
  v: 'verbose',
  n: 'noexec',
  f: 'noglob',
  a: 'allexport',
  C: 'noclobber',
  l: '',
}

/** Names of the options in words that end with the script's own place, `{0}`; `null` for what is not followed. */
function settingsIn(words: readonly string[]): string[] | null {
  const settings: string[] = []
  const left = [...words]
  if (left.pop() !== '{0}') return null
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (/^--(noprofile|norc|login)$/.test(word)) continue
    if (!/^-[a-zA-Z]+$/.test(word)) return null
    for (const letter of word.slice(1)) {
      const name = letter === 'o' ? left.shift() : LETTERS[letter]
      if (name === undefined || !/^[a-z]*$/.test(name)) return null
      if (name !== '') settings.push(name)
    }
  }
  return settings
}
