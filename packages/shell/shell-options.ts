/** The command line of a shell, up to what it runs. */
export interface ShellOptions {
  /** Arguments of `set`. */
  readonly settings: readonly string[]
  /** Whether it runs its first argument (`-c`), its standard input (`-s`), or a file. */
  readonly runs: 'argument' | 'input' | 'file'
  /** A login shell, which runs its user's profile first. */
  readonly isLogin: boolean
  /** What stands behind the options. */
  readonly rest: readonly string[]
  /** An option that is not followed: of an interactive shell or a restricted one, for example. */
  readonly refused: string | null
}

/** Reads the arguments of `bash` or `sh`. Source: bash(1), "OPTIONS". */
export function shellOptions(args: readonly string[]): ShellOptions {
  const rest = [...args]
  const settings: string[] = []
  let letters = ''
  let refused: string | null = null
  while (/^[-+]./.test(rest[0] ?? '')) {
    const option = rest.shift() ?? ''
    if (option === '--') break
    if (/^--(norc|noprofile)$/.test(option)) continue
    if (option !== '--login' && /^--|[irO]/.test(option)) refused ??= option
    letters += option === '--login' ? 'l' : option.slice(1)
    const own = option === '--login' ? '' : option.slice(1).replace(/[cls]/g, '')
    if (own !== '') settings.push(`${option[0]}${own}`)
    if (own.includes('o')) settings.push(rest.shift() ?? '')
  }
  const runs = letters.includes('c') ? 'argument' : letters.includes('s') ? 'input' : 'file'
  return { settings, runs, isLogin: letters.includes('l'), rest, refused }
}
