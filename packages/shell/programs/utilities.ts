import { hasHole, unknown } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command, Invocation, Status } from '../command.js'
import { runJustBash } from '../just-bash.js'
import { asGnuPrints, makesLargeNumber } from './gnu-output.js'
import { brokeAtEmptyMatch, markedMatches, markingArguments } from './grep.js'
import { inputOf, picksKnown } from './jq-paths.js'
import { readsInput } from './reads-input.js'
import { spelledOut } from './spelled-out.js'
import { refuseLacking, refuseUnlike } from './unlike.js'

/** They pass text on as it is. */
const PASSES_ON = new Set(['cat', 'tee'])

/** They make text of text and end with 0: of unknown text, unknown text. */
const FILTERS = new Set([
  'awk',
  'base64',
  'basename',
  'column',
  'cut',
  'dirname',
  'expand',
  'fold',
  'head',
  'md5sum',
  'nl',
  'od',
  'paste',
  'rev',
  'sed',
  'sha1sum',
  'sha256sum',
  'sort',
  'strings',
  'tac',
  'tail',
  'tr',
  'unexpand',
  'uniq',
  'wc',
])

/** What they list has more in it than the grader sees; that they find what they were given is enough. */
const LISTERS = new Set(['ls', 'find', 'du', 'tree'])

/** Their output is laid out unlike GNU's. */
const LAID_OUT_OTHERWISE = new Set(['diff', 'du', 'od', 'stat', 'tree'])

/** jq filters that only pick: what they print of a known part does not hang on an unknown one. */
const PICKS = /^[\s.\w[\]"|,:{}()-]*$/
const DECIDES =
  /\b(select|test|match|length|if|and|or|not|sort|group|unique|contains|has|keys|map_values|any|all|empty|error|index|ltrimstr|rtrimstr|split|join|add|min|max|tonumber|tostring|type|sub|gsub|startswith|endswith)\b/

/** Runs a text utility of just-bash, and follows what unknown values do in it. */
export const runUtility: Command = async (invocation) => {
  const { host, input, directory, err, out, name, args, environment } = invocation
  refuseSubprograms(name, args)
  const spelled = spelledOut(name, args)
  if (args.length === 1 && args[0] === '--version') return versionOf(invocation)
  const { files: fs } = host
  const reads = await readsInput({ ...invocation, args: spelled })
  const stdin = reads ? input.rest() : ''
  refuseUnlike(name, spelled, reads ? stdin : null)
  fs.forget()
  const run = (script: string, words: readonly string[]) =>
    runJustBash(invocation, { script, args: words, environment, cwd: directory, stdin })
  let result = await run(name, spelled)
  if (brokeAtEmptyMatch(name, spelled, result.stderr)) {
    const marked = await run('sed', markingArguments(spelled))
    // What broke it is a match, although an empty one.
    if (marked.exitCode === 0) result = { ...marked, stdout: markedMatches(marked.stdout) }
  }
  if (result.exitCode !== 0) refuseLacking(name, result.stderr)
  const marked = [...args, stdin, fs.encountered.marked ?? ''].filter(hasHole)
  const { unlisted } = fs.encountered
  if (unlisted !== null && !makesFiles(name, args)) {
    marked.push(
      host.holes.hole({
        because: `${name} in the script looks at files that the grader does not have`,
        remedy: 'Grade this step by hand.',
      }),
    )
  }
  const touched = unlisted !== null
  const passes = PASSES_ON.has(name) && !touched && !args.some(hasHole)
  if (marked.length === 0 || passes) {
    await err(result.stderr)
    await out(shown(invocation, asGnuPrints(name, args, result.stdout), reads ? stdin : null))
    return result.exitCode
  }
  return withUnknown(invocation, marked, result, touched)
}

async function versionOf({ host, out, name }: Invocation): Promise<Status> {
  const because = `the script prints the version of ${name}`
  await out(`${host.holes.hole({ because, remedy: 'Grade this step by hand.' })}\n`)
  return 0
}

function shown({ host, name, args }: Invocation, text: string, read: string | null): string {
  const isTable = name === 'wc' && /^\d+(?: \d+)+\n$|\n./.test(text)
  const isLarge = name === 'awk' && makesLargeNumber(args, read, text)
  if (text === '' || !(isTable || isLarge || LAID_OUT_OTHERWISE.has(name))) return text
  const because = `the grader lays out what ${name} prints in another way`
  return `${host.holes.hole({ because, remedy: 'Grade this step by hand.' })}\n`
}

/** What an unknown value among its inputs means for a utility. */
async function withUnknown(
  { host, path: pathOf, out, name, args }: Invocation,
  marked: readonly string[],
  result: { stdout: string; exitCode: number },
  touched: boolean,
): Promise<Status> {
  const text = host.holes.holeLike(...marked)
  const reason = host.holes.reasonFor(text)
  const picks = name === 'jq' && args.every((arg) => picksOnly(arg, marked) && !DECIDES.test(arg))
  if (picks && result.exitCode === 0 && !touched) {
    await out(result.stdout)
    return 0
  }
  if (LISTERS.has(name) && touched && result.exitCode === 0) {
    await out(`${text}\n`)
    return 0
  }
  if (name === 'jq' && makesJson(args) && result.exitCode === 0 && !touched) {
    await out(`${text}\n`)
    return 0
  }
  if (name === 'sed' && args.some((arg) => /^(-[a-zA-Z]*i|--in-place)/.test(arg))) {
    for (const arg of args) {
      const path = pathOf(arg)
      const { files: fs } = host
      if ((await fs.exists(path)) && (await fs.stat(path)).isFile) await fs.writeFile(path, text)
    }
    return 0
  }
  await out(text)
  return FILTERS.has(name) && !touched ? 0 : unknown(reason.because, reason.remedy)
}

/** Whether an argument of jq picks parts of what it reads; with question marks, of what `read` holds. */
function picksOnly(arg: string, read: readonly string[]): boolean {
  if (PICKS.test(arg)) return true
  return read.every((text) => {
    const input = inputOf(text)
    return input !== undefined && picksKnown(arg, input)
  })
}

/** `jq -n --arg …`: makes JSON of its arguments, and ends with 0 whatever they hold. */
function makesJson(args: readonly string[]): boolean {
  const plain = args.every((arg) => !/^(-\w*e\w*|--exit-status|--argjson)$/.test(arg))
  const filter = args.join(' ')
  return (
    plain &&
    args.some((arg) => /^(-\w*n\w*|--null-input)$/.test(arg)) &&
    !/\b(error|halt)/.test(filter)
  )
}

/** Programs that start other programs: just-bash would start its own, not ours. */
function refuseSubprograms(name: string, args: readonly string[]): void {
  const starts =
    (name === 'find' && args.some((arg) => /^-(exec|execdir|ok|okdir)$/.test(arg))) ||
    (name === 'awk' && startsFromAwk(args)) ||
    (name === 'tar' &&
      args.some((arg) => /^--(to-command|checkpoint-action|use-compress)/.test(arg)))
  if (starts)
    throw cannotFollow(`${name} in the script starts other programs, which the grader lacks`)
}

/** A pipe or a call of `system` in a program of awk; neither `||`, nor a bar in a text or as the separator. */
function startsFromAwk(args: readonly string[]): boolean {
  return args.some(
    (arg, at) =>
      !arg.startsWith('-F') &&
      args[at - 1] !== '-F' &&
      /\bsystem\s*\(|\|/.test(arg.replace(/"(?:[^"\\]|\\.)*"|\|\|/g, '')),
  )
}

/** Making or removing a file where others may be unseen goes well either way. */
function makesFiles(name: string, args: readonly string[]): boolean {
  return (
    name === 'touch' ||
    name === 'tee' ||
    (name === 'rm' && args.some((arg) => /^-[a-zA-Z]*f/.test(arg)))
  )
}
