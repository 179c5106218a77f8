import type { Invocation } from '../command.js'

/** Programs that never look at the shell's input. */
const NEVER = new Set([
  'basename',
  'chmod',
  'cp',
  'dirname',
  'du',
  'expr',
  'find',
  'ln',
  'ls',
  'mkdir',
  'mv',
  'readlink',
  'rm',
  'rmdir',
  'seq',
  'stat',
  'touch',
  'tree',
])

/** Programs whose files are no input. */
const ALWAYS = new Set(['tee', 'tr'])

/** Programs whose operands are files, all of them. */
const FILES_ONLY = new Set(['cat', 'md5sum', 'rev', 'sha1sum', 'sha256sum', 'tac', 'wc', 'zcat'])

/** Programs whose first operand is a pattern or a program. */
const PATTERN_FIRST = new Set(['awk', 'egrep', 'fgrep', 'grep', 'jq', 'sed'])

/** Options that give the pattern or program, in place of the first operand. */
const PATTERN = /^(-\w*[ef]|--(expression|regexp|file|from-file)(=.*)?)$/s

/** Options with a value that may be the name of a file and is no input; jq's have two. */
const OTHER_VALUE = /^(-[of]|--(output|file|from-file))$/
const TWO_VALUES = /^--(arg|argjson|slurpfile|rawfile)$/

/**
 * Whether a utility takes the shell's input; one that has files to read leaves it alone, for what comes after
 * it in a loop.
 */
export async function readsInput({ host, path: pathOf, name, args }: Invocation): Promise<boolean> {
  if (NEVER.has(name)) return false
  if (ALWAYS.has(name) || args.includes('-')) return true
  if (name === 'jq' && args.some((arg) => /^(-\w*n\w*|--null-input)$/.test(arg))) return false
  const operands = operandsOf(name, args)
  if (FILES_ONLY.has(name)) return operands.length === 0
  const { files: fs } = host
  for (const operand of operands) {
    const path = pathOf(operand)
    if (path === '/dev/null') return false
    if ((await fs.exists(path)) && (await fs.stat(path)).isFile) return false
  }
  return true
}

/** What may be a file among the arguments. */
function operandsOf(name: string, args: readonly string[]): string[] {
  const operands: string[] = []
  const left = [...args]
  let patternGiven = false
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (!arg.startsWith('-')) {
      operands.push(arg)
      continue
    }
    if (PATTERN.test(arg)) patternGiven = true
    if (TWO_VALUES.test(arg)) left.splice(0, 2)
    else if (OTHER_VALUE.test(arg)) left.shift()
  }
  return PATTERN_FIRST.has(name) && !patternGiven ? operands.slice(1) : operands
}
