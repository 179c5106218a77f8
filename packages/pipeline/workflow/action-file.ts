import { checkActionSchema } from './github-schema.js'
import { readSteps, type StepList } from './model.js'
import { SourceFile, type WorkflowProblem } from './problem.js'
import { readYaml } from './read-yaml.js'
import { child, scalarText, textOf, type YamlNode } from './tree.js'

/** An action that is a list of steps. */
export interface CompositeAction extends StepList {
  readonly file: SourceFile
  readonly inputs: readonly Declared[]
  readonly outputs: readonly Declared[]
}

/** An input or output. `value`: an input's default, what an output is made from; `null`: it has none. */
export interface Declared {
  readonly name: string
  readonly value: YamlNode | null
}

/**
 * An action.yml as the runner takes it.
 *
 * - `other`: a program or an image, which the grader can't look into.
 * - `invalid`: the runner refuses it, for this reason.
 * - `unknown`: neither is known.
 */
export type LoadedAction =
  | { readonly state: 'composite'; readonly action: CompositeAction }
  | { readonly state: 'other' }
  | { readonly state: 'invalid'; readonly problem: WorkflowProblem }
  | { readonly state: 'unknown'; readonly because: string }

/** Reads the text of an action.yml; `name`: what places in it carry. */
export function loadAction(written: string, name: string): LoadedAction {
  // As in main.yml: a file that holds the twin's marks must not forge any.
  const text = written.replaceAll(/[\uE0F0\uE0F1]/g, '\uFFFD')
  const file = new SourceFile(name, text)
  const yaml = readYaml(text, file)
  if (yaml.state === 'invalid') return invalid(file, yaml.problems)
  if (yaml.state === 'unknown') return yaml
  const runs = child(yaml.root, 'runs')
  const using = textOf(child(runs, 'using'))?.toLowerCase()
  if (using !== undefined && using !== 'composite') return { state: 'other' }
  const schema = checkActionSchema(yaml.root, file)
  if (schema.state === 'unknown') return schema
  if (schema.problems.length > 0) return invalid(file, schema.problems)
  const list = readSteps(child(runs, 'steps'), file)
  if (using === undefined || list.steps.length === 0) {
    return invalid(file, [file.problem('It has no steps to run.', runs?.range.start)])
  }
  return {
    state: 'composite',
    action: {
      file,
      inputs: declared(child(yaml.root, 'inputs'), 'default'),
      outputs: declared(child(yaml.root, 'outputs'), 'value'),
      ...list,
    },
  }
}

function invalid(file: SourceFile, problems: readonly WorkflowProblem[]): LoadedAction {
  const [problem = file.problem('It can not be read.', undefined)] = problems
  return { state: 'invalid', problem }
}

function declared(node: YamlNode | null, value: 'default' | 'value'): Declared[] {
  if (node?.kind !== 'mapping') return []
  return node.entries.map((entry) => ({
    name: scalarText(entry.key),
    value: child(entry.value, value),
  }))
}
