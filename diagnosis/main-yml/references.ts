import { closest } from '../closest.js'
import type { TextEdit } from '../line-edits.js'
import { outputsWritten, stepsByKind, TIMESTAMP_COMMAND } from './assignment-steps.js'
import { mapAt, type WrittenStep } from './file.js'
import { type Ground, isNamed, type Repair, replace } from './repair.js'

/** Names that main.yml refers to and that nothing has: the closest one that is there, or the name given to what is meant. */
export function* referenceRepairs(ground: Ground): Generator<Repair> {
  const seen = new Set<string>()
  for (const [whole, id = '', output = ''] of ground.file.text.matchAll(OUTPUT)) {
    if (seen.has(whole)) continue
    seen.add(whole)
    const step = ground.file.steps.find((one) => one.id === id)
    if (step === undefined) yield* idRepairs(ground, id, output)
    else yield* outputRepairs(ground, step, whole, output)
  }
  yield* nameRepairs(ground)
}

const OUTPUT = /\bsteps\.([\w-]+)\.outputs\.([\w-]+)/g

/** Ids that the assignment gives to its steps. */
const ASSIGNMENT_IDS: ReadonlySet<string> = new Set(['timestamp', 'login-ecr'])

/** No step has the id by which an output is read. */
function idRepairs(ground: Ground, id: string, output: string): Repair[] {
  const { file } = ground
  const ids = file.steps.flatMap((step) => step.id ?? [])
  const near = closest(id, ids)
  const reads: Repair = {
    title: `no step has the id ${id}; ${near} is there`,
    edits: near === null ? [] : everywhere(ground, `steps.${id}.`, `steps.${near}.`),
  }
  const { login, timestamp } = stepsByKind(ground)
  const meant =
    file.steps.find(({ run }) => outputsWritten(run ?? '').includes(output)) ??
    (output === 'registry' ? login : timestamp)
  const has = meant?.id == null ? 'has no id' : `has the id ${meant.id}`
  const named: Repair = {
    title: `the step ${has}, and its output is read as steps.${id}`,
    edits: file.set(meant?.map ?? null, 'id', id),
  }
  // Of two spellings that of the assignment is the right one.
  return ASSIGNMENT_IDS.has(id) ? [named, reads] : [reads, named]
}

/** The step of an output that is read may write none of that name. */
function* outputRepairs(
  ground: Ground,
  step: WrittenStep,
  whole: string,
  output: string,
): Generator<Repair> {
  const { file } = ground
  const written = outputsWritten(step.run ?? '')
  const near = closest(output, written) ?? written.at(-1) ?? null
  if (near !== null && near !== output) {
    const title = `the step ${step.id} has no output ${output}; it writes ${near}`
    yield { title, edits: everywhere(ground, whole, `steps.${step.id}.outputs.${near}`) }
  }
  if (file.range(step.map, 'run') !== null && output === 'timestamp' && isNamed(ground, step)) {
    const title = 'write the output timestamp as the assignment does'
    yield { title, edits: file.set(step.map, 'run', TIMESTAMP_COMMAND) }
  }
}

const NAMED = /\b(env|secrets)\.([A-Za-z_][\w-]*)/g

function* nameRepairs(ground: Ground): Generator<Repair> {
  const { file, secrets } = ground
  const owners = [file.root, ...[...file.jobs, ...file.steps].map(({ map }) => map)]
  const env = owners.flatMap((map) => mapAt(map, 'env')?.items ?? []).map(({ key }) => String(key))
  const seen = new Set<string>()
  for (const [whole, context = '', name = ''] of file.text.matchAll(NAMED)) {
    const there = context === 'env' ? env : secrets
    const isThere = there.some((one) => one.toUpperCase() === name.toUpperCase())
    if (seen.has(whole) || isThere) continue
    seen.add(whole)
    const near = closest(name, there) ?? (there.length === 1 ? there[0] : null)
    if (near == null) continue
    const kind = context === 'env' ? 'environment variable' : 'secret'
    const title = `there is no ${kind} ${name}; ${near} is there`
    yield { title, edits: everywhere(ground, whole, `${context}.${near}`) }
  }
}

/** Every place where a text stands, and no longer name goes on. */
function everywhere({ file }: Ground, from: string, to: string): TextEdit[] {
  const edits: TextEdit[] = []
  for (let at = file.text.indexOf(from); at !== -1; at = file.text.indexOf(from, at + 1)) {
    const goesOn = /^[\w-]/.test(file.text.slice(at + from.length))
    if (!goesOn || from.endsWith('.')) edits.push(replace(at, from, to))
  }
  return edits
}
