import { PLATFORM } from '../../evidence/assignment.js'
import {
  buildInputs,
  PERMISSIONS,
  roleToAssume,
  stepsByKind,
  tagLines,
} from './assignment-steps.js'
import { indented, scalarAt, type WrittenStep } from './file.js'
import type { Ground, Repair } from './repair.js'

/** Inputs of the actions that a check is about, as the assignment has them. */
export function* inputRepairs(ground: Ground): Generator<Repair> {
  const { build, push, credentials } = stepsByKind(ground)
  switch (ground.id) {
    case 'workflow.credentials':
      if (credentials !== undefined) yield* credentialsRepairs(ground, credentials)
      break
    case 'workflow.build':
      if (build !== undefined) yield* both(ground, [...buildRepairs(ground, build)], build, push)
      break
    case 'workflow.tags':
      yield* tagsRepairs(ground, build, push)
      break
    case 'workflow.push':
      if (push === undefined) return
      if (build !== undefined) yield* sameAsBuild(ground, build, push)
      yield* both(ground, [...pushRepairs(ground, push)], push, build)
  }
}

/** Longer values are shown by the edit alone, in characters. */
const MOST_SHOWN = 60

/** Sets an input; an empty one takes it away. */
function input({ file }: Ground, { inputs, map }: WrittenStep, key: string, value: string): Repair {
  if (value === '') return { title: `remove the input ${key}`, edits: file.remove(inputs, key) }
  const written = scalarAt(inputs, key)
  const isLong = oneLine(`${written ?? ''}${value}`).length > MOST_SHOWN
  const wanted = key === 'role-to-assume' ? 'the ARN of your role' : 'as shown'
  const title =
    written === null
      ? `the step lacks the input ${key}`
      : isLong
        ? `the input ${key} has to be ${wanted}`
        : `the input ${key} is ${oneLine(written)}, and has to be ${oneLine(value)}`
  if (inputs === null) {
    const entry = indented(`${key}: ${value}`, '  ').trim()
    return { title, edits: file.set(map, 'with', `\n  ${entry}`) }
  }
  const isNew = written === null
  return {
    title,
    edits: isNew ? file.insertFirst(inputs, `${key}: ${value}`) : file.set(inputs, key, value),
  }
}

function oneLine(value: string): string {
  return value.replaceAll(/\s*\n\s*/g, ' ').trim()
}

/** Names of the inputs of a step but some. */
function inputsBut(step: WrittenStep, names: readonly string[]): string[] {
  return (step.inputs?.items ?? [])
    .map(({ key }) => String(key))
    .filter((key) => !names.includes(key))
}

function* credentialsRepairs(ground: Ground, step: WrittenStep): Generator<Repair> {
  const { region, role } = ground
  if (scalarAt(step.inputs, 'aws-region') !== region)
    yield input(ground, step, 'aws-region', region)
  if (role !== null) {
    const written = scalarAt(step.inputs, 'role-to-assume')
    const path = /^(.*\/)[^/]+$/.exec(written ?? '')?.[1]
    if (path !== undefined && written !== `${path}${role}`)
      yield input(ground, step, 'role-to-assume', `${path}${role}`)
    if (written !== roleToAssume(role))
      yield input(ground, step, 'role-to-assume', roleToAssume(role))
  }
  for (const key of inputsBut(step, ['role-to-assume', 'aws-region']))
    yield input(ground, step, key, '')
  yield* permissionRepairs(ground, step)
}

function* permissionRepairs({ file }: Ground, { job }: WrittenStep): Generator<Repair> {
  const isOwn = file.range(job.map, 'permissions') !== null
  yield {
    title: 'the job may not ask GitHub for a token without id-token: write',
    edits: file.set(isOwn ? job.map : file.root, 'permissions', PERMISSIONS),
  }
  yield {
    title: "remove the environment: with it GitHub's token names that and not the branch main",
    edits: file.remove(job.map, 'environment'),
  }
}

function* buildRepairs(ground: Ground, step: WrittenStep): Generator<Repair> {
  const own = (key: string) => scalarAt(step.inputs, key)
  if (own('platforms') !== PLATFORM) yield input(ground, step, 'platforms', PLATFORM)
  if (own('push') !== null && own('push') !== 'false') yield input(ground, step, 'push', 'false')
  if (own('context') !== '.') yield input(ground, step, 'context', '.')
  for (const key of inputsBut(step, ['platforms', 'push', 'context', 'tags']))
    yield input(ground, step, key, '')
  yield allInputs(ground, step, false)
}

function* pushRepairs(ground: Ground, step: WrittenStep): Generator<Repair> {
  const own = (key: string) => scalarAt(step.inputs, key)
  if (own('push') !== 'true') yield input(ground, step, 'push', 'true')
  if (own('platforms') !== PLATFORM) yield input(ground, step, 'platforms', PLATFORM)
  yield allInputs(ground, step, true)
}

/** All inputs at once: an edit in a place where several are wrong. */
function allInputs(ground: Ground, step: WrittenStep, push: boolean): Repair {
  const lines = buildInputs(push, ground).map((line) => `  ${line}`)
  return {
    title: 'give the step the inputs of the assignment',
    edits: ground.file.set(step.map, 'with', `\n${lines.join('\n')}`),
  }
}

/** The same mistake is often made in both steps: then both have to change. */
function* both(
  ground: Ground,
  repairs: readonly Repair[],
  step: WrittenStep,
  other: WrittenStep | undefined,
): Generator<Repair> {
  yield* repairs.slice(0, -1)
  for (const key of ['platforms', 'context', 'file', 'target', 'build-args']) {
    if (other === undefined) break
    const [here, there] = [scalarAt(step.inputs, key), scalarAt(other.inputs, key)]
    const wanted = key === 'platforms' ? PLATFORM : key === 'context' ? '.' : ''
    if (here !== there || here === wanted || (here === null && wanted === '')) continue
    yield twice(input(ground, step, key, wanted), input(ground, other, key, wanted))
  }
  yield* repairs.slice(-1)
}

function twice({ title, edits }: Repair, other: Repair): Repair {
  return { title: `${title}, in both steps`, edits: [...edits, ...other.edits] }
}

/** Step 8 "should be identical to step 6", except for `push`. */
function* sameAsBuild(ground: Ground, build: WrittenStep, push: WrittenStep): Generator<Repair> {
  const { file } = ground
  for (const key of new Set([build, push].flatMap((step) => inputsBut(step, ['push'])))) {
    const wanted = scalarAt(build.inputs, key)
    if (wanted === scalarAt(push.inputs, key)) continue
    const range = wanted === null ? null : file.range(build.inputs, key)
    const text = range === null ? '' : file.text.slice(range.start, range.end).trimEnd()
    yield input(ground, push, key, text)
  }
}

function* tagsRepairs(
  ground: Ground,
  ...steps: readonly (WrittenStep | undefined)[]
): Generator<Repair> {
  const block = ['|', ...tagLines(ground).map((tag) => `  ${tag}`)].join('\n')
  const title = 'give the step exactly the two tags, latest and the timestamp'
  const each = steps.flatMap((step): Repair[] =>
    step?.inputs == null ? [] : [{ title, edits: ground.file.set(step.inputs, 'tags', block) }],
  )
  yield* each
  const [one, other] = each
  if (one !== undefined && other !== undefined) yield twice(one, other)
}
