import { data } from '@actions/expressions'
import { byHand, byLog, isUnknown, type Unknown, unknownFor } from '@grade4/unknown'
import { jobScope } from '../contexts.js'
import { type Context, ExpressionFailure, type Scope } from '../expressions/evaluate.js'
import { expandEntries, expandNode, nodeValue } from '../expressions/template.js'
import { asText, boolean, mapping, text, texts, type Value } from '../expressions/values.js'
import type { Workflow } from '../workflow/model.js'
import { child, scalarText, textOf, type YamlNode } from '../workflow/tree.js'
import type { Push } from '../world.js'
import { type Call, declarationOf } from './graph.js'
import type { Given, JobRecord } from './job-run.js'
import { legsOf } from './matrix.js'
import { Outputs } from './outputs.js'

/**
 * What a job that calls a workflow gives to the jobs in it: inputs and secrets. `scope`: of the calling job.
 * Throws `ExpressionFailure`. Source: GitHub Docs, "Reuse workflows".
 */
export function givenBy(push: Push, call: Call, outer: Given, scope: Scope): Given | Unknown {
  const { job, workflow, permissions } = call
  const legs = legsOf(job.strategy, scope)
  if (isUnknown(legs)) return legs
  const [leg, second] = legs
  if (leg === undefined || second !== undefined) {
    const because = `the job ${call.id} calls ${workflow.file.name} several times, by a matrix`
    return unknownFor(byHand(because, 'this job'))
  }
  const { matrix } = leg
  const ofLeg = (name: string) =>
    name === 'matrix' && matrix !== null ? () => matrix : scope.contexts.get(name)
  const own: Scope = { ...scope, contexts: { get: ofLeg } }
  const inputs = inputsOf(call, own)
  const given: [string, Context][] = [['inputs', () => inputs]]
  const secrets = secretsOf(push, call, own)
  if (secrets !== null) given.push(['secrets', () => secrets])
  return { contexts: [...outer.contexts, ...given], permissions }
}

function inputsOf({ job, workflow }: Call, scope: Scope): Value {
  const written = new Map(
    job.with?.kind === 'mapping'
      ? job.with.entries.map(({ key, value }) => [scalarText(key).toLowerCase(), value])
      : [],
  )
  const declared = declarationOf(workflow)?.inputs
  const entries = declared?.kind === 'mapping' ? declared.entries : []
  return mapping(
    entries.map(({ key, value }): [string, Value] => {
      const name = scalarText(key)
      const node = written.get(name.toLowerCase()) ?? child(value, 'default')
      return [name, asType(textOf(child(value, 'type')), node, scope)]
    }),
  )
}

/** A value as the type of an input; what is not given is empty, 0 or false. */
function asType(type: string | null, node: YamlNode | null, scope: Scope): Value {
  const value = nodeValue(node, scope)
  switch (type) {
    case 'boolean': {
      if (value.kind === data.Kind.String && /^(true|false)$/i.test(value.coerceString())) {
        return boolean(value.coerceString().toLowerCase() === 'true')
      }
      return value.kind === data.Kind.Null ? boolean(false) : value
    }
    case 'number':
      return value.kind === data.Kind.Null ? new data.NumberData(0) : value
    default:
      return text(asText(value))
  }
}

/** The secrets that the called workflow sees; `null`: those of the caller. */
function secretsOf({ world }: Push, { job }: Call, scope: Scope): Value | null {
  if (textOf(job.secrets) === 'inherit') return null
  const named = expandEntries(job.secrets, scope).map(({ key, value }) => [key, value] as const)
  const token = world.holes.hole(byLog("the value of secrets.GITHUB_TOKEN can't be read"))
  return texts(Object.fromEntries([['GITHUB_TOKEN', token], ...named]))
}

/** What the jobs that need a call see of it, from what its own jobs came to, by their ids in the file. */
export function recordOf(
  push: Push,
  { job, workflow }: Call,
  given: Given,
  jobs: ReadonlyMap<string, JobRecord>,
): JobRecord {
  const records = [...jobs.values()]
  const others = records.find(({ outputs }) => outputs.others !== null)?.outputs.others ?? null
  const result = records.some((record) => record.result === 'failure')
    ? 'failure'
    : records.every((record) => record.result === 'skipped')
      ? 'skipped'
      : 'success'
  const inner = jobScope(push, jobs, null, job, given.contexts)
  const ended = inner.contexts.get('needs')
  const scope = {
    ...inner,
    contexts: new Map([
      ...inner.contexts,
      ...(ended === undefined ? [] : [['jobs', ended] as const]),
    ]),
  }
  return { result, outputs: new Outputs(outputsOf(workflow, scope), others) }
}

/** Empty where GitHub can't evaluate them. */
function outputsOf(workflow: Workflow, scope: Scope): Map<string, string> {
  const declared = declarationOf(workflow)?.outputs
  const entries = declared?.kind === 'mapping' ? declared.entries : []
  try {
    return new Map(
      entries.map(({ key, value }) => [
        scalarText(key),
        expandNode(child(value, 'value'), scope) ?? '',
      ]),
    )
  } catch (error) {
    if (error instanceof ExpressionFailure) return new Map()
    throw error
  }
}
