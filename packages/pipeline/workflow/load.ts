import { RULES } from './beyond-schema.js'
import { checkSchema } from './github-schema.js'
import { readWorkflow, type Workflow } from './model.js'
import { SourceFile, type WorkflowProblem } from './problem.js'
import { readYaml } from './read-yaml.js'

export type { Workflow } from './model.js'
export type { WorkflowProblem } from './problem.js'

/**
 * main.yml as GitHub takes it.
 *
 * - `valid`: GitHub would accept it.
 * - `invalid`: GitHub would refuse it, for these reasons; in file order, at least 1, at most 50.
 * - `unknown`: neither is known; the reading broke down or would take too long.
 */
export type LoadedWorkflow =
  | { readonly state: 'valid'; readonly workflow: Workflow }
  | { readonly state: 'invalid'; readonly problems: readonly WorkflowProblem[] }
  | { readonly state: 'unknown'; readonly because: string; readonly remedy: string }

/** More than anybody reads; a broken file can have one a character. */
const MOST_PROBLEMS = 50

/** Reads the text of main.yml; `file` is the name that places in it carry. Never throws for a text. */
export function loadWorkflow(written: string, file: string): LoadedWorkflow {
  // The twin marks unknown values with these; a file that holds them must not forge any.
  const text = written.replaceAll(/[\uE0F0\uE0F1]/g, '\uFFFD')
  const source = new SourceFile(file, text)
  try {
    const yaml = readYaml(text, source)
    if (yaml.state === 'invalid') return invalid(yaml.problems)
    if (yaml.state === 'unknown') return unknown(yaml.because)
    const schema = checkSchema(yaml.root, source)
    if (schema.state === 'unknown') return unknown(schema.because)
    if (schema.problems.length > 0) return invalid(schema.problems)
    const faults = RULES.flatMap((rule) => [...rule.faults(yaml.root)])
    if (faults.length > 0) {
      return invalid(faults.map(({ message, at }) => source.problem(message, at.start)))
    }
    return { state: 'valid', workflow: readWorkflow(yaml.root, source) }
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  }
}

function invalid(problems: readonly WorkflowProblem[]): LoadedWorkflow {
  const distinct = new Map(
    problems.map((problem) => [`${problem.line}:${problem.column}:${problem.message}`, problem]),
  )
  const inOrder = [...distinct.values()].sort((a, b) => a.line - b.line || a.column - b.column)
  return { state: 'invalid', problems: inOrder.slice(0, MOST_PROBLEMS) }
}

function unknown(because: string): LoadedWorkflow {
  return {
    state: 'unknown',
    because: `The grader could not read main.yml: ${because}`,
    remedy:
      'Look at the file by hand, and at the Actions page of the repository for what GitHub says.',
  }
}
