import { isUnknown } from '@grade4/unknown'
import { evaluateText } from '../arithmetic.js'
import { ArithmeticError } from '../arithmetic-operators.js'
import type { Shell } from '../shell.js'
import type { Status } from '../status.js'
import { BACKGROUND_PROCESS } from '../values.js'
import type { Builtin } from './index.js'

export const letBuiltin: Builtin = async (shell, args, context) => {
  let status: Status = 1
  for (const { text } of args) {
    try {
      const value = await evaluateText(shell, text, context)
      status = isUnknown(value) ? value : value === 0n ? 1 : 0
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error
      await shell.err(`bash: let: ${error.message}\n`)
      return 1
    }
  }
  return status
}

/** Writes a list that depends on the machine: what is in it, nobody knows. */
export async function writeList(shell: Shell, command: string): Promise<Status> {
  const text = shell.host.holes.hole({
    because: `the grader does not have the list that ${command} prints in the script`,
    remedy: 'Grade this step by hand.',
  })
  await shell.out(`${text}\n`)
  return 0
}

/** `umask`, as it is on the runner; one that is set changes nothing of what a script does. */
export const umask: Builtin = async (shell, args) => {
  if (args.length === 0) await shell.out('0022\n')
  return 0
}

export const ulimit: Builtin = async (shell, args) =>
  args.some(({ text }) => !text.startsWith('-')) ? 0 : writeList(shell, 'ulimit')

export const times: Builtin = async (shell) => writeList(shell, 'times')

/** Background jobs have run by now. The status of a certain job is not kept. */
export const wait: Builtin = async (shell, args) => {
  const stranger = args.find(({ text }) => /^\d+$/.test(text) && text !== BACKGROUND_PROCESS)
  if (stranger !== undefined) {
    await shell.err(`bash: wait: pid ${stranger.text} is not a child of this shell\n`)
    return 127
  }
  shell.host.unwaited = false
  if (args.length === 0) return 0
  return shell.host.lastBackground
}
