import { PLATFORM } from '../../evidence/assignment.js'
import {
  buildInputs,
  PERMISSIONS,
  roleToAssume,
  stepsByKind,
  tagLines,
} from './assignment-steps.js'
import type { WrittenStep } from './file.js'
import { indented } from './file.js'
import type { Ground, Repair } from './repair.js'

/** Inputs of the actions that a check is about, as the assignment has them. */
export function inputRepairs(ground: Ground): Repair[] {
  const { build, push, credentials } = stepsByKind(ground)
  switch (ground.id) {
    case 'workflow.credentials':
      return credentials === undefined ? [] : credentialsRepairs(ground, credentials)
    case 'workflow.build':
      return build === undefined ? [] : both(ground, buildRepairs(ground, build), build, push)
    case 'workflow.tags':
      return tagsRepairs(ground, build, push)
    case 'workflow.push':
      return push === undefined
        ? []
        : [
            ...sameAsBuild(ground, build, push),
            ...both(ground, pushRepairs(ground, push), push, build),
          ]
    default:
      return []
  }
}

/** Longer values are told by the edit alone, in characters. */
const MOST_SHOWN = 60

/** Sets an input; an empty one takes it away. */
function input(ground: Ground, step: WrittenStep, key: string, value: string): Repair {
  const { file } = ground
  const written = file.scalar(step.inputs, key)
  if (value === '') {
    return { title: `remove the input ${key}`, edits: file.remove(step.inputs, key) }
  }
  const shown = oneLine(`${written ?? ''}${value}`).length > MOST_SHOWN
  const title =
    written === null
      ? `the step lacks the input ${key}`
      : shown
        ? `the input ${key} has to be ${key === 'role-to-assume' ? 'the ARN of your role' : 'as shown'}`
        : `the input ${key} is ${oneLine(written)}, and has to be ${oneLine(value)}`
  if (step.inputs !== null) {
    const edits =
      written === null
        ? file.insertFirst(step.inputs, `${key}: ${value}`)
        : file.set(step.inputs, key, value)
    return { title, edits }
  }
  return {
    title,
    edits: file.set(step.map, 'with', `\n  ${indented(`${key}: ${value}`, '  ').trim()}`),
  }
}

function oneLine(value: string): string {
  return value.replaceAll(/\s*\n\s*/g, ' ').trim()
}

function credentialsRepairs(ground: Ground, step: WrittenStep): Repair[] {
  const { file, region, role } = ground
  const written = file.scalar(step.inputs, 'role-to-assume')
  const name = /^(.*\/)[^/]+$/.exec(written ?? '')?.[1]
  return [
    ...(file.scalar(step.inputs, 'aws-region') === region
      ? []
      : [input(ground, step, 'aws-region', region)]),
    ...(role === null
      ? []
      : [
          ...(name === undefined || written === `${name}${role}`
            ? []
            : [input(ground, step, 'role-to-assume', `${name}${role}`)]),
          ...(written === roleToAssume(role)
            ? []
            : [input(ground, step, 'role-to-assume', roleToAssume(role))]),
        ]),
    ...(step.inputs?.items ?? []).flatMap(({ key }): Repair[] =>
      ['role-to-assume', 'aws-region'].includes(String(key))
        ? []
        : [input(ground, step, String(key), '')],
    ),
    ...permissionRepairs(ground, step),
  ]
}

function permissionRepairs(ground: Ground, { job }: WrittenStep): Repair[] {
  const { file } = ground
  const own = file.range(job.map, 'permissions')
  const map = own === null ? file.root : job.map
  const title = 'the job may not ask GitHub for a token without id-token: write'
  const environment = file.range(job.map, 'environment')
  return [
    { title, edits: file.set(map, 'permissions', PERMISSIONS) },
    ...(environment === null
      ? []
      : [
          {
            title:
              "remove the environment: with it GitHub's token names that and not the branch main",
            edits: file.remove(job.map, 'environment'),
          },
        ]),
  ]
}

function buildRepairs(ground: Ground, step: WrittenStep): Repair[] {
  const { file } = ground
  const own = Object.fromEntries(
    ['platforms', 'push', 'context'].map((key) => [key, file.scalar(step.inputs, key)]),
  )
  return [
    ...(own.platforms === PLATFORM ? [] : [input(ground, step, 'platforms', PLATFORM)]),
    ...(own.push === null || own.push === 'false' ? [] : [input(ground, step, 'push', 'false')]),
    ...(own.context === '.' ? [] : [input(ground, step, 'context', '.')]),
    ...(step.inputs?.items ?? []).flatMap(({ key }) =>
      ['platforms', 'push', 'context', 'tags'].includes(String(key))
        ? []
        : [input(ground, step, String(key), '')],
    ),
    ...allInputs(ground, step, false),
  ]
}

function pushRepairs(ground: Ground, step: WrittenStep): Repair[] {
  const { file } = ground
  return [
    ...(file.scalar(step.inputs, 'push') === 'true' ? [] : [input(ground, step, 'push', 'true')]),
    ...(file.scalar(step.inputs, 'platforms') === PLATFORM
      ? []
      : [input(ground, step, 'platforms', PLATFORM)]),
    ...allInputs(ground, step, true),
  ]
}

/** All inputs at once: an edit in a place where several are wrong. */
function allInputs(ground: Ground, step: WrittenStep, push: boolean): Repair[] {
  const lines = buildInputs(push, ground).map((line) => `  ${line}`)
  return [
    {
      title: 'give the step the inputs of the assignment',
      edits: ground.file.set(step.map, 'with', `\n${lines.join('\n')}`),
    },
  ]
}

/** The same mistake is often made in both steps: then both have to change. */
function both(
  ground: Ground,
  repairs: readonly Repair[],
  step: WrittenStep,
  other: WrittenStep | undefined,
): Repair[] {
  if (other === undefined) return [...repairs]
  const { file } = ground
  const twice = ['platforms', 'context', 'file', 'target', 'build-args'].flatMap(
    (key): Repair[] => {
      const [here, there] = [file.scalar(step.inputs, key), file.scalar(other.inputs, key)]
      const wanted = key === 'platforms' ? PLATFORM : key === 'context' ? '.' : ''
      if (here !== there || here === wanted || (here === null && wanted === '')) return []
      const [one, two] = [input(ground, step, key, wanted), input(ground, other, key, wanted)]
      return [{ title: `${one.title}, in both steps`, edits: [...one.edits, ...two.edits] }]
    },
  )
  return [...repairs.slice(0, -1), ...twice, ...repairs.slice(-1)]
}

/** Step 8 "should be identical to step 6", except for `push`. */
function sameAsBuild(ground: Ground, build: WrittenStep | undefined, push: WrittenStep): Repair[] {
  if (build === undefined) return []
  const { file } = ground
  const keys = new Set(
    [...(build.inputs?.items ?? []), ...(push.inputs?.items ?? [])].map(({ key }) => String(key)),
  )
  keys.delete('push')
  return [...keys].flatMap((key): Repair[] => {
    const [wanted, is] = [file.scalar(build.inputs, key), file.scalar(push.inputs, key)]
    if (wanted === is) return []
    const range = file.range(build.inputs, key)
    if (wanted === null || range === null) return [input(ground, push, key, '')]
    return [input(ground, push, key, file.text.slice(range.start, range.end).trimEnd())]
  })
}

function tagsRepairs(
  ground: Ground,
  build: WrittenStep | undefined,
  push: WrittenStep | undefined,
): Repair[] {
  const { file } = ground
  const block = ['|', ...tagLines(ground).map((tag) => `  ${tag}`)].join('\n')
  const one = [build, push].flatMap((step): Repair[] => {
    if (step === undefined || step.inputs === null) return []
    return [
      {
        title: 'give the step exactly the two tags, latest and the timestamp',
        edits: file.set(step.inputs, 'tags', block),
      },
    ]
  })
  const [first, second] = one
  if (first === undefined || second === undefined) return one
  const title = `${first.title}, in both steps`
  return [...one, { title, edits: [...first.edits, ...second.edits] }]
}
