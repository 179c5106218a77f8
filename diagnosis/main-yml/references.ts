import { closest } from '../closest.js'
import type { TextEdit } from '../line-edits.js'
import { outputsWritten, stepsByKind, TIMESTAMP_COMMAND } from './assignment-steps.js'
import { mapAt } from './file.js'
import { type Ground, isNamed, type Repair } from './repair.js'

/** Names that main.yml refers to and that nothing has: the closest one that is there, or the name given to what is meant. */
export function referenceRepairs(ground: Ground): Repair[] {
  return [...stepRepairs(ground), ...nameRepairs(ground)]
}

/** Ids that the assignment gives to its steps. */
const ASSIGNMENT_IDS: ReadonlySet<string> = new Set(['timestamp', 'login-ecr'])

const OUTPUT = /\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g

function stepRepairs(ground: Ground): Repair[] {
  const { file } = ground
  const there = file.steps.flatMap(({ id }) => id ?? [])
  const seen = new Set<string>()
  return [...file.text.matchAll(OUTPUT)].flatMap((match): Repair[] => {
    const [whole, id = '', output = ''] = match
    if (seen.has(whole)) return []
    seen.add(whole)
    const step = file.steps.find((one) => one.id === id)
    if (step === undefined) {
      const meant =
        file.steps.find(({ run }) => outputsWritten(run ?? '').includes(output)) ??
        (output === 'registry' ? stepsByKind(ground).login : stepsByKind(ground).timestamp)
      const idRange = file.range(meant?.map ?? null, 'id')
      const what = idRange === null ? 'has no id' : `has the id ${meant?.id}`
      const near = closest(id, there)
      const reads: Repair[] =
        near === null
          ? []
          : [
              {
                title: `no step has the id ${id}; ${near} is there`,
                edits: everywhere(ground, `steps.${id}.`, `steps.${near}.`),
              },
            ]
      const ids: Repair[] =
        meant === undefined
          ? []
          : [
              {
                title: `the step ${what}, and its output is read as steps.${id}`,
                edits: file.set(meant.map, 'id', id),
              },
            ]
      // Of two spellings that of the assignment is the right one.
      return ASSIGNMENT_IDS.has(id) ? [...ids, ...reads] : [...reads, ...ids]
    }
    const written = outputsWritten(step.run ?? '')
    const near = closest(output, written) ?? written.at(-1) ?? null
    const run = file.range(step.map, 'run')
    return [
      ...(near === null || near === output
        ? []
        : [
            {
              title: `the step ${id} has no output ${output}; it writes ${near}`,
              edits: everywhere(ground, whole, `steps.${id}.outputs.${near}`),
            },
          ]),
      ...(run === null || output !== 'timestamp' || !isNamed(ground, step)
        ? []
        : [
            {
              title: 'write the output timestamp as the assignment does',
              edits: file.set(step.map, 'run', TIMESTAMP_COMMAND),
            },
          ]),
    ]
  })
}

const NAMED = /\b(env|secrets)\.([A-Za-z_][\w-]*)/g

function nameRepairs(ground: Ground): Repair[] {
  const { file } = ground
  const env = [
    file.root,
    ...file.jobs.map(({ map }) => map),
    ...file.steps.map(({ map }) => map),
  ].flatMap((map) => (mapAt(map, 'env')?.items ?? []).map(({ key }) => String(key)))
  const names = { env, secrets: ground.secrets }
  const seen = new Set<string>()
  return [...file.text.matchAll(NAMED)].flatMap((match): Repair[] => {
    const [whole, context = '', name = ''] = match
    const there = context === 'env' ? names.env : names.secrets
    const upper = (each: string) => each.toUpperCase()
    if (seen.has(whole) || there.map(upper).includes(upper(name))) return []
    seen.add(whole)
    const near = closest(name, there) ?? (there.length === 1 ? there[0] : null)
    if (near == null) return []
    const kind = context === 'env' ? 'environment variable' : 'secret'
    return [
      {
        title: `there is no ${kind} ${name}; ${near} is there`,
        edits: everywhere(ground, whole, `${context}.${near}`),
      },
    ]
  })
}

/** Every place where a text stands, and no longer name goes on. */
function everywhere({ file }: Ground, from: string, to: string): TextEdit[] {
  const edits: TextEdit[] = []
  for (let at = file.text.indexOf(from); at !== -1; at = file.text.indexOf(from, at + 1)) {
    const end = at + from.length
    if (!/^[\w-]/.test(file.text.slice(end)) || from.endsWith('.')) {
      edits.push({ start: at, end, text: to })
    }
  }
  return edits
}
