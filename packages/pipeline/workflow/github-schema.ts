import { FeatureFlags } from '@actions/expressions/features'
import { convertOn } from '@actions/workflow-parser/model/converter/events'
import { handleTemplateTokenErrors } from '@actions/workflow-parser/model/converter/handle-errors'
import { convertJobs } from '@actions/workflow-parser/model/converter/jobs'
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

/** What GitHub's own schema says about a workflow. */
export type SchemaReading =
  | { readonly state: 'read'; readonly problems: readonly WorkflowProblem[] }
  | { readonly state: 'unknown'; readonly because: string }

/**
 * Asks GitHub's published parser, and the conversion behind it, which finds bad or repeated step ids
 * and circular `needs`. A crash of theirs is `unknown`: it says nothing about the student's file.
 */
export function checkSchema(root: YamlNode, file: SourceFile): SchemaReading {
  const context = new TemplateContext(
    new TemplateValidationErrors(),
    getWorkflowSchema(),
    new NoOperationTraceWriter(),
  )
  // GitHub has these steps behind a switch; a file that uses them is not refused for it here.
  context.state.featureFlags = new FeatureFlags({ allowBackgroundSteps: true })
  const fileId = context.getFileId(file.name)
  const template = readTemplate(context, WORKFLOW_ROOT, new TreeReader(root, fileId), fileId)
  if (template !== undefined && context.errors.count === 0) {
    handleTemplateTokenErrors(template, context, undefined, () => {
      for (const { key, value } of template.assertMapping('root')) {
        if (key.toString() === 'on') convertOn(context, value)
        if (key.toString() === 'jobs') convertJobs(context, value)
      }
    })
  }
  const errors = context.errors.getErrors()
  const crash = errors.find((error) => CRASH.test(error.rawMessage))
  if (crash !== undefined) return { state: 'unknown', because: crash.rawMessage }
  return {
    state: 'read',
    problems: errors.map((error) => file.problem(oneLine(error.rawMessage), error.range?.start)),
  }
}

/** How JavaScript words its own errors: the parser turns any exception into an error in the file. */
const CRASH =
  /is not a function|Cannot read propert|is not iterable|Maximum call stack|is not defined/

function oneLine(message: string): string {
  return message.replaceAll(/\s*\n\s*/g, ' ')
}
