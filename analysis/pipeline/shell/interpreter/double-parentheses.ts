import type { Budget } from '../budget.js'
import { unknowable } from '../unknowable.js'
import type { CommandNode, PipelineNode, StatementNode } from './ast.js'
import { parseArithmetic } from './parse-text.js'

/**
 * The pipelines of a statement. just-bash 3.4.2 takes `((x - 1))`, with a blank before the minus, for a subshell
 * in a subshell; to bash what begins with two parentheses is arithmetic.
 */
export function pipelinesOf(statement: StatementNode, budget: Budget): readonly PipelineNode[] {
  const { pipelines, sourceText } = statement
  if (!sourceText?.includes('((')) return pipelines
  return pipelines.map((pipeline) => ({
    ...pipeline,
    commands: pipeline.commands.map((command) => arithmeticOf(command, sourceText, budget)),
  }))
}

function arithmeticOf(command: CommandNode, source: string, budget: Budget): CommandNode {
  if (command.type !== 'Subshell' || command.body.length !== 1) return command
  const [only] = command.body
  const text = only?.sourceText
  // `((a; b) | c)` does not end in two parentheses, and is a subshell to bash, too.
  const [pipeline] = only?.pipelines.length === 1 ? only.pipelines : []
  const [inner] = pipeline?.commands.length === 1 ? pipeline.commands : []
  if (inner?.type !== 'Subshell' || text?.endsWith(')') !== true) return command
  if (!source.includes(`(${text})`)) return command
  const tight = /-\s+-/.test(text) ? null : text.slice(1, -1).replace(/\s+(?=-)/g, '')
  const expression = tight === null ? null : parseArithmetic(tight, budget)
  if (expression === null) throw unknowable(`the grader cannot read (${text}) in the script`)
  return { type: 'ArithmeticCommand', expression, redirections: command.redirections }
}
