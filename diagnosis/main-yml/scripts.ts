import { LATEST, REPOSITORY } from '../../evidence/assignment.js'
import type { TextEdit } from '../line-edits.js'
import { redeployCommand, stepsByKind, untagCommand } from './assignment-steps.js'
import type { WrittenStep } from './file.js'
import { type Ground, type Repair, replace } from './repair.js'

/** Scripts of steps 7 and 9: a line that was not continued, an option, and the whole command of the assignment. */
export function* scriptRepairs(ground: Ground): Generator<Repair> {
  const { id, region } = ground
  const kinds = stepsByKind(ground)
  if (id === 'workflow.untag') {
    yield* commandRepairs(ground, kinds.untag, untagCommand(region), [
      ['--repository-name', REPOSITORY],
      ['--region', region],
      ['imageTag', LATEST],
    ])
  }
  if (id === 'workflow.redeploy') {
    yield* commandRepairs(ground, kinds.redeploy, redeployCommand(ground), [
      ['--cluster', ground.cluster],
      ['--service', ground.service],
      ['--region', region],
    ])
  }
}

/** A script, and where in main.yml it begins. */
interface Written {
  readonly script: string
  readonly start: number
}

function* commandRepairs(
  ground: Ground,
  step: WrittenStep | undefined,
  command: string | null,
  values: readonly (readonly [option: string, value: string | null])[],
): Generator<Repair> {
  const { file } = ground
  const range = file.range(step?.map ?? null, 'run')
  if (step === undefined || range === null) return
  const written = { script: file.text.slice(range.start, range.end), start: range.start }
  const small = [
    ...continuationRepairs(written),
    ...values.flatMap(([option, value]) =>
      value === null ? [] : [...optionRepairs(written, option, value)],
    ),
    ...(ground.id === 'workflow.redeploy' ? forceRepairs(written) : []),
  ]
  yield* small
  const together = small.flatMap(({ edits }) => edits)
  if (small.length > 1 && apart(together))
    yield { title: small.map(({ title }) => title).join('; '), edits: together }
  if (command !== null) {
    const title = 'run the command of the assignment'
    yield { title, edits: file.set(step.map, 'run', command) }
  }
}

/** Longer values are shown by the edit alone, in characters. */
const MOST_SHOWN = 40

/** A line that begins with an option goes on from the line above, which has to end with a backslash. */
function* continuationRepairs({ script, start }: Written): Generator<Repair> {
  const edits: TextEdit[] = []
  for (const match of script.matchAll(/[ \t]*(\\[ \t]+)?\r?\n(?=[ \t]*--?[A-Za-z])/g)) {
    const before = script.slice(0, match.index)
    const isBlank = before.slice(before.lastIndexOf('\n') + 1).trim() === ''
    if (isBlank || before.endsWith('\\')) continue
    const end = script.slice(match.index).replace(/\n.*/s, '')
    edits.push(replace(start + match.index, end, ' \\'))
  }
  const title = 'it has to end with a backslash: without it what follows is a command of its own'
  if (edits.length > 0) yield { title, edits }
}

function* optionRepairs(
  { script, start }: Written,
  option: string,
  value: string,
): Generator<Repair> {
  // Each text is read in one way only: a hostile one must not make the search try them all.
  const found = new RegExp(
    `(?<![\\w-])${option}[ =]+(["']?)((?:\\$\\{\\{(?:(?!\\}\\}).)*\\}\\}|(?!\\$\\{\\{)[^\\s"'\\\\,}])+)\\1`,
  ).exec(script)
  if (found === null) {
    const call = /\baws\s+ec[rs]\s+(?:batch-delete-image|update-service)\b/.exec(script)
    if (call === null || !option.startsWith('--')) return
    const title = `the command names no ${option}`
    yield { title, edits: [insertBehind(call, start, ` ${option} ${value}`)] }
    return
  }
  const [whole, quote = '', is = ''] = found
  if (is === value) return
  const at = start + found.index + whole.length - quote.length - is.length
  const wanted = value.length > MOST_SHOWN ? 'the one in your account' : value
  const title = `${option} is ${is}, and has to be ${wanted}`
  yield { title, edits: [replace(at, is, value)] }
}

const FORCE = '--force-new-deployment'

function* forceRepairs({ script, start }: Written): Generator<Repair> {
  const written = /--(?:no-)?force-new-deployment(?:[ =](?:true|false))?/.exec(script)
  if (written !== null) {
    if (written[0] === FORCE) return
    const title = `${written[0]} has to be ${FORCE}`
    yield { title, edits: [replace(start + written.index, written[0], FORCE)] }
    return
  }
  const call = /\bupdate-service\b/.exec(script)
  if (call === null) return
  const title = `update-service lacks ${FORCE}, and so starts no new tasks`
  yield { title, edits: [insertBehind(call, start, ` ${FORCE}`)] }
}

function insertBehind(match: RegExpExecArray, start: number, text: string): TextEdit {
  return replace(start + match.index + match[0].length, '', text)
}

function apart(edits: readonly TextEdit[]): boolean {
  const sorted = edits.toSorted((a, b) => a.start - b.start)
  return sorted.every((edit, index) => index === 0 || (sorted[index - 1]?.end ?? 0) < edit.start)
}
