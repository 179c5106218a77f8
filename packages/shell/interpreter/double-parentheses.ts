import type { Budget } from '../budget.js'
import { cannotFollow } from '../cannot-follow.js'
import type { Command, CommandNode, PipelineNode, StatementNode } from './ast.js'
import { parseArithmetic } from './parse-text.js'

/**
 * The pipelines of a statement. just-bash 3.4.2 takes `((x - 1))`, with a blank before the minus, and `((!x))` for a
 * subshell in a subshell; to bash what begins with two parentheses is arithmetic. In it, just-bash reads `x<=1` without
 * blanks as `x < =1`.
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
  if (command.type === 'ArithmeticCommand') return withWholeOperators(command, budget)
  if (command.type !== 'Subshell' || command.body.length !== 1) return command
  const [only] = command.body
  const text = only?.sourceText
  // `((a; b) | c)` does not end in two parentheses, and is a subshell to bash, too.
  const [pipeline] = only?.pipelines.length === 1 ? only.pipelines : []
  const [inner] = pipeline?.commands.length === 1 ? pipeline.commands : []
  if (inner?.type !== 'Subshell' || text?.endsWith(')') !== true) return command
  if (!source.includes(`(${text})`)) return command
  const expression = parseArithmetic(text.slice(1, -1), budget)
  if (expression === null) throw cannotFollow(`the grader cannot read (${text}) in the script`)
  return { type: 'ArithmeticCommand', expression, redirections: command.redirections }
}

function withWholeOperators(command: Command<'ArithmeticCommand'>, budget: Budget): CommandNode {
  const { originalText = '', expression } = command.expression
  if (expression.type !== 'ArithSyntaxError') return command
  const whole = parseArithmetic(originalText.replace(/([<>|])\s+=(?!=)/g, '$1='), budget)
  return whole === null ? command : { ...command, expression: whole }
}
