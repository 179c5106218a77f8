import { FeatureFlags } from '@actions/expressions/features'
import { getActionSchema } from '@actions/workflow-parser/actions/action-schema'
import { JSONObjectReader } from '@actions/workflow-parser/templates/json-object-reader'
import { TemplateSchema } from '@actions/workflow-parser/templates/schema/index'
import {
  TemplateContext,
  TemplateValidationErrors,
} from '@actions/workflow-parser/templates/template-context'
import { readTemplate } from '@actions/workflow-parser/templates/template-reader'
import { NoOperationTraceWriter } from '@actions/workflow-parser/templates/trace-writer'
import { WORKFLOW_ROOT } from '@actions/workflow-parser/workflows/workflow-constants'
import { getWorkflowSchema } from '@actions/workflow-parser/workflows/workflow-schema'
import type { SourceFile, WorkflowProblem } from './problem.js'
import type { YamlNode } from './tree.js'
import { TreeReader } from './tree-reader.js'

/**
 * Definitions in which GitHub's service is more generous than the parser it publishes, which was
 * written for editors: of an event's settings it looks only at those it knows, it takes them empty,
 * and it does not look into the inputs of a workflow started by hand. `description` is a key of its
 * own at the top. `repository_dispatch` has another event's name in the published schema, by mistake.
 * Source: actions/runner, `src/Sdk/WorkflowParser/workflow-v1.0.json`, from `workflow-root-new` on.
 */
const OWN = {
  'workflow-root-strict': properties({
    on: { type: 'on-strict', required: true },
    name: 'workflow-name',
    description: 'string',
    'run-name': 'run-name',
    defaults: 'workflow-defaults',
    env: 'workflow-env',
    permissions: 'permissions',
    concurrency: 'workflow-concurrency',
    jobs: { type: 'jobs', required: true },
  }),
  'on-strict': oneOf('on-string-strict', 'on-sequence-strict', 'on-events'),
  'on-events': {
    mapping: {
      properties: {
        schedule: 'schedules',
        workflow_call: 'workflow-call',
        workflow_dispatch: 'by-hand',
      },
      'loose-key-type': 'on-string-strict',
      'loose-value-type': 'event-settings',
    },
  },
  'repository-dispatch-string': { string: { constant: 'repository_dispatch' } },
  schedules: { sequence: { 'item-type': 'schedule-item' } },
  'schedule-item': open({ cron: { type: 'non-empty-text', required: true } }),
  'event-settings': oneOf('null', 'event-settings-mapping'),
  'event-settings-mapping': open({
    branches: 'event-texts',
    'branches-ignore': 'event-texts',
    tags: 'event-texts',
    'tags-ignore': 'event-texts',
    paths: 'event-texts',
    'paths-ignore': 'event-texts',
    types: 'event-texts',
    workflows: 'event-texts',
    names: 'event-texts',
    versions: 'event-texts',
  }),
  'event-texts': oneOf('null', 'non-empty-text', 'non-empty-texts'),
  'non-empty-text': { string: { 'require-non-empty': true } },
  'non-empty-texts': { sequence: { 'item-type': 'non-empty-text' } },
  'by-hand': oneOf('null', 'by-hand-mapping'),
  'by-hand-mapping': open({ inputs: 'by-hand-inputs' }),
  'by-hand-inputs': oneOf('null', 'by-hand-inputs-mapping'),
  'by-hand-inputs-mapping': {
    mapping: { 'loose-key-type': 'non-empty-text', 'loose-value-type': 'by-hand-input' },
  },
  'by-hand-input': oneOf('null', 'by-hand-input-mapping'),
  'by-hand-input-mapping': open({
    description: 'string',
    type: 'string',
    required: 'boolean',
    default: 'string',
  }),
}

/** Published definitions that `OWN` names; what stands for them here only lets `OWN` load. */
const PUBLISHED = [
  'jobs',
  'on-sequence-strict',
  'on-string-strict',
  'permissions',
  'run-name',
  'workflow-call',
  'workflow-concurrency',
  'workflow-defaults',
  'workflow-env',
  'workflow-name',
]

function properties(properties: object): object {
  return { mapping: { properties } }
}

/** A mapping that may have any other keys besides. */
function open(properties: object): object {
  return { mapping: { properties, 'loose-key-type': 'string', 'loose-value-type': 'any' } }
}

function oneOf(...names: string[]): object {
  return { 'one-of': names }
}

/** The schema of workflows as GitHub's service applies it. */
function githubSchema(): TemplateSchema {
  const standIns = PUBLISHED.map((name) => [name, { string: { constant: name } }])
  const definitions = { ...Object.fromEntries(standIns), ...OWN }
  const json = JSON.stringify({ version: 'own', definitions })
  const own = TemplateSchema.load(new JSONObjectReader(undefined, json))
  const schema = getWorkflowSchema()
  for (const name of Object.keys(OWN)) schema.definitions[name] = own.getDefinition(name)
  return schema
}

const SCHEMA = githubSchema()

/** What GitHub's schema says about a workflow. */
export type SchemaReading =
  | { readonly state: 'read'; readonly problems: readonly WorkflowProblem[] }
  | { readonly state: 'unknown'; readonly because: string }

/** Holds a workflow against GitHub's schema. */
export function checkSchema(root: YamlNode, file: SourceFile): SchemaReading {
  return hold(root, file, SCHEMA, WORKFLOW_ROOT)
}

/** The definition that the runner reads action.yml by: it asks for no name and takes any further key. */
const ACTION_ROOT = 'action-root'

/** Holds an action.yml against GitHub's schema. Source: actions/runner, `ActionManifestManager`. */
export function checkActionSchema(root: YamlNode, file: SourceFile): SchemaReading {
  return hold(root, file, getActionSchema(), ACTION_ROOT)
}

/**
 * With the reader that GitHub publishes. A crash of that reader is `unknown`: it says nothing about the
 * student's file.
 */
function hold(
  root: YamlNode,
  file: SourceFile,
  schema: TemplateSchema,
  definition: string,
): SchemaReading {
  const errors = new TemplateValidationErrors()
  const context = new TemplateContext(errors, schema, new NoOperationTraceWriter())
  // GitHub has these steps behind a switch; a file that uses them is not refused for it here.
  context.state.featureFlags = new FeatureFlags({ allowBackgroundSteps: true })
  const fileId = context.getFileId(file.name)
  readTemplate(context, definition, new TreeReader(root, fileId), fileId)
  const found = errors.getErrors()
  // What the file has done wrong has a place in it.
  const crash = found.find((error) => error.range === undefined)
  if (crash !== undefined) return { state: 'unknown', because: crash.rawMessage }
  return {
    state: 'read',
    problems: found.map((error) => file.problem(oneLine(error.rawMessage), error.range?.start)),
  }
}

/** The contexts and functions that an `if:` may use. */
export function conditionContexts(of: 'job' | 'step'): string[] {
  return SCHEMA.getDefinition(`${of}-if`).readerContext
}

function oneLine(message: string): string {
  return message.replaceAll(/\s*\n\s*/g, ' ')
}
