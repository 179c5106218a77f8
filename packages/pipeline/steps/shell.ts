import { type ShellKind, shellOptions } from '@grade4/shell'

/** How a script is started, or the program that the grader can't run it with. */
export type Shell =
  | {
      readonly kind: ShellKind
      readonly errexit: boolean
      readonly pipefail: boolean
      /** A login shell, which runs its user's profile first. */
      readonly login: boolean
      /** What comes before the script, for options that only the command line sets. */
      readonly prelude: string
    }
  | { readonly kind: 'other'; readonly program: string }

/**
 * What `shell:` stands for on Linux; `null` is no `shell:` at all.
 * Source: actions/runner, `ScriptHandlerHelpers`.
 */
export function shellOf(written: string | null): Shell {
  const text = written?.trim() ?? ''
  const usual = { errexit: true, pipefail: false, login: false, prelude: '' }
  if (text === '') return { ...usual, kind: 'bash' }
  if (text === 'bash') return { ...usual, kind: 'bash', pipefail: true }
  if (text === 'sh') return { ...usual, kind: 'sh' }
  const [program = '', ...words] = text.split(/\s+/)
  const kind = SHELLS.get(program)
  if (kind === undefined) return { kind: 'other', program: program.split('/').at(-1) ?? '' }
  const { settings, runs, isLogin, rest, refused } = shellOptions(words)
  // The script's own place is all that stands behind the options.
  const runsScript = refused === null && runs === 'file' && rest.join(' ') === '{0}'
  if (!runsScript || (kind === 'sh' && settings.includes('pipefail')))
    return { kind: 'other', program: text }
  const prelude = settings.length === 0 ? '' : `set ${settings.join(' ')}; `
  return { kind, errexit: false, pipefail: false, login: isLogin, prelude }
}

/** The shells by their names and paths. */
const SHELLS = new Map<string, ShellKind>(
  (['bash', 'sh'] as const).flatMap((kind) =>
    ['', '/bin/', '/usr/bin/'].map((folder) => [`${folder}${kind}`, kind] as const),
  ),
)
