import { isValidCron } from '@actions/workflow-parser/model/converter/cron'
import { ExpressionToken } from '@actions/workflow-parser/templates/tokens/index'
import { segments } from '../expressions/template.js'
import { readActionReference } from './action-reference.js'
import { conditionContexts } from './github-schema.js'
import {
  child,
  entry,
  items,
  type Range,
  scalarText,
  textOf,
  type YamlNode,
  type YamlScalar,
} from './tree.js'

/** One thing that GitHub refuses although its schema lets it through. */
export interface Rule {
  readonly what: string
  readonly source: string
  readonly faults: (workflow: YamlNode) => Iterable<Fault>
}

/** What is wrong, in GitHub's words as far as they are known, and where. */
export interface Fault {
  readonly message: string
  readonly at: Range
}

const CONVERTER = 'actions/runner, src/Sdk/WorkflowParser/Conversion/WorkflowTemplateConverter.cs'
const SYNTAX = 'GitHub Docs, "Workflow syntax for GitHub Actions"'

/** All of them; they ask for a workflow that the schema has let through. */
export const RULES: readonly Rule[] = [
  { what: 'no event', source: SYNTAX, faults: noEvent },
  { what: 'a filter with its opposite', source: SYNTAX, faults: oppositeFilters },
  { what: 'a schedule that is none', source: SYNTAX, faults: schedules },
  { what: 'a job that does nothing', source: SYNTAX, faults: emptyJobs },
  { what: 'ids', source: CONVERTER, faults: ids },
  { what: 'a thousand steps without an id', source: CONVERTER, faults: manySteps },
  { what: 'needs', source: CONVERTER, faults: needs },
  { what: 'an action without a version', source: CONVERTER, faults: actions },
  { what: 'a matrix without values', source: CONVERTER, faults: matrices },
  { what: 'a condition that is none', source: CONVERTER, faults: conditions },
  { what: 'a long text with an expression', source: CONVERTER, faults: longTexts },
  { what: 'a group of runners', source: CONVERTER, faults: runnerGroups },
  { what: 'a long concurrency group', source: CONVERTER, faults: concurrencyGroups },
  { what: 'a service without an image', source: CONVERTER, faults: services },
  {
    what: 'a step that waits for none',
    source: '@actions/workflow-parser, model/converter/steps',
    faults: targets,
  },
]

function* noEvent(workflow: YamlNode): Generator<Fault> {
  const on = child(workflow, 'on')
  const none = on?.kind === 'mapping' ? on.entries.length === 0 : items(on).length === 0
  if (on !== null && none) yield { message: 'No event triggers defined in `on`', at: on.range }
}

function* oppositeFilters(workflow: YamlNode): Generator<Fault> {
  for (const event of entries(child(workflow, 'on'))) {
    for (const filter of ['branches', 'tags', 'paths']) {
      const opposite = entry(event.value, `${filter}-ignore`)
      if (opposite === null || child(event.value, filter) === null) continue
      const message = `you may only define one of \`${filter}\` and \`${filter}-ignore\` for a single event`
      yield { message, at: opposite.key.range }
    }
  }
}

/** A step beyond its field's range is taken, every 24th hour (github/vscode-github-actions #331). */
function* schedules(workflow: YamlNode): Generator<Fault> {
  for (const item of items(child(child(workflow, 'on'), 'schedule'))) {
    const cron = child(item, 'cron')
    const text = textOf(cron) ?? ''
    if (cron === null || isValidCron(text.replaceAll(/\/0*[1-9]\d*/g, '/1'))) continue
    yield { message: `invalid \`cron\` attribute "${text}"`, at: cron.range }
  }
}

function* emptyJobs(workflow: YamlNode): Generator<Fault> {
  for (const { key, value } of jobs(workflow)) {
    if (items(child(value, 'steps')).length > 0 || child(value, 'uses') !== null) continue
    const message = 'No steps defined in `steps` and no workflow called in `uses`'
    yield { message: `${message} for the following jobs: ${scalarText(key)}`, at: key.range }
  }
}

function* ids(workflow: YamlNode): Generator<Fault> {
  for (const { key, value } of jobs(workflow)) {
    yield* idFault(scalarText(key), key.range, new Set())
    for (const steps of stepLists(child(value, 'steps'))) {
      const taken = new Set<string>()
      for (const id of steps.map((step) => child(step, 'id'))) {
        if (id !== null) yield* idFault(textOf(id) ?? '', id.range, taken)
      }
    }
  }
}

/** `taken` gets the id as well; whether two are the same, upper and lower case do not decide. */
function* idFault(id: string, at: Range, taken: Set<string>): Generator<Fault> {
  const name = `The identifier '${id}'`
  if (!/^[a-z_][a-z0-9_-]{0,98}$/i.test(id)) {
    const rule =
      "IDs may only contain alphanumeric characters, '_', and '-'. IDs must start with a letter or '_' and must be less than 100 characters."
    yield { message: `${name} is invalid. ${rule}`, at }
  } else if (id.startsWith('__')) {
    yield { message: `${name} is invalid. IDs starting with '__' are reserved.`, at }
  } else if (taken.has(id.toLowerCase())) {
    yield { message: `${name} may not be used more than once within the same scope.`, at }
  }
  taken.add(id.toLowerCase())
}

/** GitHub makes ids up for steps without one, from the action's name or `run`; at most 999 of a kind. */
function* manySteps(workflow: YamlNode): Generator<Fault> {
  for (const { key, value } of jobs(workflow)) {
    for (const steps of stepLists(child(value, 'steps'))) {
      const counts = new Map<string, number>()
      for (const step of steps.filter((each) => child(each, 'id') === null)) {
        const kind = textOf(child(step, 'uses'))?.split('@')[0] ?? 'run'
        counts.set(kind, (counts.get(kind) ?? 0) + 1)
      }
      if ([...counts.values()].every((count) => count <= 999)) continue
      yield { message: 'Unable to create a unique name', at: key.range }
    }
  }
}

function* needs(workflow: YamlNode): Generator<Fault> {
  const open = new Map(
    jobs(workflow).map(({ key, value }) => [
      scalarText(key).toLowerCase(),
      { name: scalarText(key), needs: items(child(value, 'needs')) },
    ]),
  )
  const known = new Set(open.keys())
  const first = [...open.values()].some((job) => job.needs.length === 0)
  const list = entry(workflow, 'jobs')
  if (!first && list !== null) {
    const message = 'The workflow must contain at least one job with no dependencies.'
    yield { message, at: list.value.range }
    return
  }
  for (let ended = -1; ended < known.size - open.size; ) {
    ended = known.size - open.size
    for (const [id, job] of open) {
      if (job.needs.every((need) => isEnded(idOf(need)))) open.delete(id)
    }
  }
  for (const { name, needs } of open.values()) {
    for (const need of needs.filter((each) => !isEnded(idOf(each)))) {
      const what = known.has(idOf(need))
        ? `job '${textOf(need)}' which creates a cycle in the dependency graph.`
        : `unknown job '${textOf(need)}'.`
      yield { message: `Job '${name}' depends on ${what}`, at: need.range }
    }
  }

  function isEnded(id: string): boolean {
    return known.has(id) && !open.has(id)
  }
}

function idOf(need: YamlNode): string {
  return (textOf(need) ?? '').toLowerCase()
}

function* actions(workflow: YamlNode): Generator<Fault> {
  for (const uses of steps(workflow).map((step) => child(step, 'uses'))) {
    const text = textOf(uses)
    if (uses === null || text === null || readActionReference(text).kind !== 'other') continue
    yield { message: `Expected format {org}/{repo}[/path]@ref. Actual '${text}'`, at: uses.range }
  }
}

/** A matrix with an expression in it is looked at when the job begins. */
function* matrices(workflow: YamlNode): Generator<Fault> {
  for (const { value } of jobs(workflow)) {
    const matrix = child(child(value, 'strategy'), 'matrix')
    if (matrix?.kind !== 'mapping') continue
    const vectors = new Set<string>()
    let some = false
    for (const { key, value } of matrix.entries) {
      const name = scalarText(key)
      const none = items(value).length === 0
      if (name !== 'exclude' && (name !== 'include' || !none)) some = true
      if (name === 'include' || name === 'exclude') continue
      vectors.add(name.toLowerCase())
      if (none) {
        yield { message: `Matrix vector '${name}' does not contain any values`, at: value.range }
      }
    }
    if (!some) yield { message: 'Matrix must define at least one vector', at: matrix.range }
    if (![...scalars(matrix)].some(hasExpression)) yield* excluded(matrix, vectors)
  }
}

function* excluded(matrix: YamlNode, vectors: ReadonlySet<string>): Generator<Fault> {
  for (const item of items(child(matrix, 'exclude'))) {
    for (const { key } of entries(item)) {
      if (vectors.has(scalarText(key).toLowerCase())) continue
      const message = `Matrix exclude key '${scalarText(key)}' does not match any key within the matrix`
      yield { message, at: key.range }
    }
  }
}

/** Conditions written without `${{ }}`; the schema's reader has looked at the others. */
function* conditions(workflow: YamlNode): Generator<Fault> {
  for (const { value } of jobs(workflow)) yield* condition(value, 'job')
  for (const step of steps(workflow)) yield* condition(step, 'step')
}

function* condition(of: YamlNode, kind: 'job' | 'step'): Generator<Fault> {
  const node = child(of, 'if')
  const text = (textOf(node) ?? '').trim()
  if (node === null || text === '' || text.includes('${{')) return
  try {
    ExpressionToken.validateExpression(text, conditionContexts(kind))
  } catch (error) {
    // What it says of an expression is a plain error; its own mistakes are TypeErrors and the like.
    if (!(error instanceof Error) || error.name !== 'Error') throw error
    yield { message: error.message, at: node.range }
  }
}

const MOST_CHARACTERS = 21_000

/** GitHub turns a text with expressions into one expression, `format('…{0}…', …)`. */
function* longTexts(workflow: YamlNode): Generator<Fault> {
  for (const node of scalars(workflow)) {
    if (!hasExpression(node)) continue
    const parts = segments(scalarText(node)).map((part, index) =>
      'literal' in part
        ? part.literal.replaceAll(/['{}]/g, '$&$&').length
        : `{${index}}, ${part.expression}`.length,
    )
    const length = parts.reduce((sum, part) => sum + part, "format('')".length)
    if (parts.length < 2 || length <= MOST_CHARACTERS) continue
    yield { message: `Exceeded max expression length ${MOST_CHARACTERS}`, at: node.range }
  }
}

function* runnerGroups(workflow: YamlNode): Generator<Fault> {
  for (const { value } of jobs(workflow)) {
    const group = child(child(value, 'runs-on'), 'group')
    if (group === null || hasExpression(group)) continue
    if (/^(?:(?:org|organization|ent|enterprise)\/)?[^/]+$/.test(textOf(group) ?? '')) continue
    const name = `Invalid runs-on group name '${textOf(group)}'.`
    const message = `${name} Please use 'organization/' or 'enterprise/' prefix to target a single runner group.`
    yield { message, at: group.range }
  }
}

function* concurrencyGroups(workflow: YamlNode): Generator<Fault> {
  for (const node of [workflow, ...jobs(workflow).map(({ value }) => value)]) {
    const concurrency = child(node, 'concurrency')
    const group = child(concurrency, 'group') ?? concurrency
    if (group === null || hasExpression(group) || (textOf(group) ?? '').length <= 400) continue
    yield { message: 'Concurrency group name must be less than 400 characters', at: group.range }
  }
}

function* services(workflow: YamlNode): Generator<Fault> {
  for (const { value } of jobs(workflow)) {
    const list = child(value, 'services')
    if (list === null || [...scalars(list)].some(hasExpression)) continue
    for (const { value: service } of entries(list)) {
      const image = textOf(child(service, 'image') ?? service) ?? ''
      if (image.replace(/^docker:\/\//, '') !== '') continue
      yield { message: 'Container image cannot be empty', at: service.range }
    }
  }
}

function* targets(workflow: YamlNode): Generator<Fault> {
  for (const { value } of jobs(workflow)) {
    const known = new Set<string>()
    for (const step of items(child(value, 'steps'))) {
      for (const target of [...items(child(step, 'wait')), ...items(child(step, 'cancel'))]) {
        if (known.has(textOf(target) ?? '')) continue
        yield { message: `Step references unknown step ID '${textOf(target)}'`, at: target.range }
      }
      known.add(textOf(child(step, 'id')) ?? '')
    }
  }
}

function entries(node: YamlNode | null) {
  return node?.kind === 'mapping' ? node.entries : []
}

function jobs(workflow: YamlNode) {
  return entries(child(workflow, 'jobs'))
}

/** The steps of all jobs, those that run side by side too. */
function steps(workflow: YamlNode): YamlNode[] {
  return jobs(workflow).flatMap(({ value }) => stepLists(child(value, 'steps')).flat())
}

/** A list of steps, and the lists inside it. */
function stepLists(node: YamlNode | null): YamlNode[][] {
  const list = [...items(node)]
  return [list, ...list.flatMap((step) => stepLists(child(step, 'parallel')))]
}

function* scalars(node: YamlNode): Generator<YamlScalar> {
  if (node.kind === 'scalar') yield node
  if (node.kind === 'sequence') for (const item of node.items) yield* scalars(item)
  if (node.kind === 'mapping') {
    for (const { key, value } of node.entries) {
      yield key
      yield* scalars(value)
    }
  }
}

function hasExpression(node: YamlNode): boolean {
  return textOf(node)?.includes('${{') === true
}
