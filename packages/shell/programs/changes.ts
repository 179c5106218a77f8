import { posix } from 'node:path'
import type { Command } from '../command.js'
import { Arguments, filesOf, followed } from './arguments.js'

/** A program that tells the job's files what it changes, also of those that the grader does not have. */
export function noting(name: string, command: Command): Command {
  const { changes } = followed(name)
  const inPlace = name === 'sed'
  if (changes === undefined && !inPlace) return command
  return async (invocation) => {
    const { host, path } = invocation
    const args = new Arguments(name, invocation.args)
    const names = filesOf(name, args).map(path)
    const note = (paths: readonly string[]) => {
      for (const one of paths) host.files.noteChange(one)
    }
    if (changes === 'all' || (inPlace && args.has('i'))) note(names)
    if (changes === 'rest') note(names.slice(1))
    if (changes === 'moved') note(names.slice(0, -1))
    if (changes === 'target' || changes === 'moved') {
      const target = names.at(-1) ?? ''
      const inside = names.slice(0, -1).map((one) => posix.join(target, posix.basename(one)))
      const isFolder = await host.files.isFolder(target)
      // One that the grader does not see may be a folder or not.
      note(isFolder || holdsPrograms(host, target) ? inside : [...inside, target])
    }
    return command(invocation)
  }
}

/** Whether programs of the runner's own are in a folder, which then is more than what a job puts there. */
export function holdsPrograms(
  { commands }: Parameters<Command>[0]['host'],
  folder: string,
): boolean {
  return [...commands.keys()].some((path) => posix.dirname(path) === folder)
}
