/** How a script is started, or the program that the grader can't run it with. */
export type Shell =
  | {
      readonly kind: 'bash' | 'sh'
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
  const name = program.split('/').at(-1) ?? ''
  if (name !== 'bash' && name !== 'sh') return { kind: 'other', program: name }
  const known = words.every((word) =>
    /^(-[a-z]+|pipefail|--noprofile|--norc|--login|\{0\})$/.test(word),
  )
  if (!known || !words.includes('{0}')) return { kind: 'other', program: text }
  const flags = words.filter((word) => /^-[a-z]+$/.test(word)).join('')
  return {
    kind: name,
    errexit: flags.includes('e'),
    pipefail: words.includes('pipefail'),
    prelude: flags.includes('u') ? 'set -u\n' : '',
  }
}
