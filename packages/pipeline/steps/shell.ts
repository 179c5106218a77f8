import { type ShellKind, shellOptions } from '@grade4/shell'

/** How a script is started, or the program that the grader can't run it with. */
export type Shell =
  | {
      readonly kind: ShellKind
      /** Arguments of `set` that its command line has. */
      readonly settings: readonly string[]
      /** A login shell, which runs its user's profile first. */
      readonly login: boolean
    }
  | { readonly kind: 'other'; readonly program: string }

/**
 * What `shell:` stands for on Linux; `null` is no `shell:` at all.
 * Source: actions/runner, `ScriptHandlerHelpers`.
 */
export function shellOf(written: string | null): Shell {
  const text = written?.trim() ?? ''
  const usual = USUAL.get(text)
  if (usual !== undefined) return { ...usual, login: false }
  const [program = '', ...words] = text.split(/\s+/)
  const kind = SHELLS.get(program)
  if (kind === undefined) return { kind: 'other', program: program.split('/').at(-1) ?? '' }
  const { settings, runs, isLogin, rest, refused } = shellOptions(words)
  // The script's own place is all that stands behind the options.
  const runsScript = refused === null && runs === 'file' && rest.join(' ') === '{0}'
  if (!runsScript || (kind === 'sh' && settings.includes('pipefail')))
    return { kind: 'other', program: text }
  return { kind, settings, login: isLogin }
}

/** What the runner itself adds to the shells that it knows, and to none. */
const USUAL = new Map<string, { readonly kind: ShellKind; readonly settings: readonly string[] }>([
  ['', { kind: 'bash', settings: ['-e'] }],
  ['bash', { kind: 'bash', settings: ['-eo', 'pipefail'] }],
  ['sh', { kind: 'sh', settings: ['-e'] }],
])

/** The shells by their names and paths. */
const SHELLS = new Map<string, ShellKind>(
  (['bash', 'sh'] as const).flatMap((kind) =>
    ['', '/bin/', '/usr/bin/'].map((folder) => [`${folder}${kind}`, kind] as const),
  ),
)
