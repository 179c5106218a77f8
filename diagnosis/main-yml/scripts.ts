import { LATEST, REPOSITORY } from '../../evidence/assignment.js'
import type { TextEdit } from '../line-edits.js'
import { redeployCommand, stepsByKind, untagCommand } from './assignment-steps.js'
import type { WrittenStep } from './file.js'
import type { Ground, Repair } from './repair.js'

/** Scripts of steps 7 and 9: a line that was not continued, an option, and the whole command of the assignment. */
export function scriptRepairs(ground: Ground): Repair[] {
  const { id, region } = ground
  const kinds = stepsByKind(ground)
  if (id === 'workflow.untag') {
    return commandRepairs(ground, kinds.untag, untagCommand(region), [
      ['--repository-name', REPOSITORY],
      ['--region', region],
      ['imageTag', LATEST],
    ])
  }
  if (id === 'workflow.redeploy') {
    return commandRepairs(ground, kinds.redeploy, redeployCommand(ground), [
      ['--cluster', ground.cluster],
      ['--service', ground.service],
      ['--region', region],
    ])
  }
  return []
}

function commandRepairs(
  ground: Ground,
  step: WrittenStep | undefined,
  command: string | null,
  values: readonly (readonly [option: string, value: string | null])[],
): Repair[] {
  const { file } = ground
  const range = file.range(step?.map ?? null, 'run')
  if (step === undefined || range === null) return []
  const small = [
    ...continuationRepairs(ground, range),
    ...values.flatMap(([option, value]) =>
      value === null ? [] : optionRepairs(ground, range, option, value),
    ),
    ...forceRepairs(ground, range),
  ]
  const together = small.flatMap(({ edits }) => edits)
  const whole: Repair[] =
    command === null
      ? []
      : [
          {
            title: 'run the command of the assignment',
            edits: file.set(step.map, 'run', command),
          },
        ]
  return [
    ...small,
    ...(small.length > 1 && apart(together)
      ? [{ title: small.map(({ title }) => title).join('; '), edits: together }]
      : []),
    ...whole,
  ]
}

/** Longer values are told by the edit alone, in characters. */
const MOST_SHOWN = 40

interface Range {
  readonly start: number
  readonly end: number
}

/** A line that begins with an option goes on from the line above, which has to end with a backslash. */
function continuationRepairs(ground: Ground, { start, end }: Range): Repair[] {
  const { text } = ground.file
  const script = text.slice(start, end)
  const edits = [...script.matchAll(/[ \t]*(\\[ \t]+)?\r?\n(?=[ \t]*--?[A-Za-z])/g)].flatMap(
    (match): TextEdit[] => {
      const before = script.slice(0, match.index)
      const blank = before.slice(before.lastIndexOf('\n') + 1).trim() === ''
      if (blank || before.endsWith('\\')) return []
      const from = start + match.index
      return [{ start: from, end: from + match[0].trimEnd().length, text: ' \\' }]
    },
  )
  const [first] = edits
  if (first === undefined) return []
  return [
    {
      title: 'it has to end with a backslash: without it what follows is a command of its own',
      edits: edits.map((edit) => ({ ...edit, end: text.indexOf('\n', edit.start) })),
    },
  ]
}

function optionRepairs(
  ground: Ground,
  { start, end }: Range,
  option: string,
  value: string,
): Repair[] {
  const { text } = ground.file
  const script = text.slice(start, end)
  // Each text is read in one way only: a hostile one must not make the search try them all.
  const found = new RegExp(
    `(?<![\\w-])${option}[ =]+(["']?)((?:\\$\\{\\{(?:(?!\\}\\}).)*\\}\\}|(?!\\$\\{\\{)[^\\s"'\\\\,}])+)\\1`,
  ).exec(script)
  if (found === null) {
    if (!option.startsWith('--')) return []
    const call = /\baws\s+ec[rs]\s+(?:batch-delete-image|update-service)\b/.exec(script)
    if (call === null) return []
    const at = start + call.index + call[0].length
    return [
      {
        title: `the command names no ${option}`,
        edits: [{ start: at, end: at, text: ` ${option} ${value}` }],
      },
    ]
  }
  const [whole, quote = '', is = ''] = found
  if (is === value) return []
  const at = start + found.index + whole.length - quote.length - is.length
  return [
    {
      title: `${option} is ${is}, and has to be ${value.length > MOST_SHOWN ? 'the one in your account' : value}`,
      edits: [{ start: at, end: at + is.length, text: value }],
    },
  ]
}

function forceRepairs(ground: Ground, { start, end }: Range): Repair[] {
  if (ground.id !== 'workflow.redeploy') return []
  const script = ground.file.text.slice(start, end)
  const written = /--(?:no-)?force-new-deployment(?:[ =](?:true|false))?/.exec(script)
  if (written !== null) {
    if (written[0] === FORCE) return []
    const at = start + written.index
    return [
      {
        title: `${written[0]} has to be ${FORCE}`,
        edits: [{ start: at, end: at + written[0].length, text: FORCE }],
      },
    ]
  }
  const call = /\bupdate-service\b/.exec(script)
  if (call === null) return []
  const at = start + call.index + call[0].length
  return [
    {
      title: `update-service lacks ${FORCE}, and so starts no new tasks`,
      edits: [{ start: at, end: at, text: ` ${FORCE}` }],
    },
  ]
}

const FORCE = '--force-new-deployment'

function apart(edits: readonly TextEdit[]): boolean {
  const sorted = edits.toSorted((a, b) => a.start - b.start)
  return sorted.every((edit, index) => index === 0 || (sorted[index - 1]?.end ?? 0) < edit.start)
}
