import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { runJustBash } from '../just-bash.js'
import type { WordNode } from './ast.js'
import { BREAK } from './fields.js'
import type { Context, Shell } from './shell.js'
import type { Truth } from './status.js'
import { IndexedArray } from './variables.js'
import { expandParts } from './words.js'

/** `[[ text =~ regex ]]`; what is quoted in the regex stands for itself. Sets BASH_REMATCH. */
export async function matchRegex(
  shell: Shell,
  text: string,
  word: WordNode,
  context: Context,
): Promise<Truth> {
  const pieces = await expandParts(shell, word.parts, context, false)
  const regex = pieces
    .map((piece) => {
      if (piece === BREAK) return ' '
      return piece.kind === 'quoted'
        ? piece.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        : piece.text
    })
    .join('')
  if (shell.shopt.has('nocasematch')) {
    throw cannotFollow(
      'the script matches a regular expression in any case, which the grader lacks',
    )
  }
  if (text.includes('\n') && /[.^$]/.test(regex)) {
    throw cannotFollow('the script matches a regular expression over several lines')
  }
  if (hasHole(regex + text)) return shell.host.holes.unknown(regex + text)
  return runRegex(shell, text, regex)
}

/** just-bash's own engine matches without backtracking, so no regex takes exponential time. */
async function runRegex(shell: Shell, text: string, regex: string): Promise<Truth> {
  const script =
    '[[ $TEXT =~ $REGEX ]]; status=$?; printf "%s\\0" "${BASH_REMATCH[@]}"; exit $status'
  const result = await runJustBash(
    { host: shell.host, budget: shell.host.budget },
    {
      script,
      args: [],
      environment: { TEXT: text, REGEX: regex },
      cwd: '/',
      stdin: '',
    },
  )
  const groups = result.stdout.split('\0').slice(0, -1)
  shell.variables.set('BASH_REMATCH', IndexedArray.of(result.exitCode === 0 ? groups : []))
  return result.exitCode === 0
}
