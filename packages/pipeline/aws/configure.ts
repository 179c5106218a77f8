import { cannotFollow, hasHole } from '@grade4/unknown'
import type { JobInvocation } from '../commands/command.js'
import { type Profile, readConfiguration, writeSetting } from './configuration.js'

/** `profile.ci.region`, `default.region`, `region`: a profile's name, and a setting of it. */
const NAME = /^(?:profile\.([\w-]+)\.|(default)\.)?([\w-]+(?:\.[\w-]+)?)$/

/**
 * `aws configure set|get NAME [VALUE]`, in the files that aws itself reads. Gives what it prints; `null`: there is
 * no such setting, and it ends with 1. Throws `UnknownError` for what is not followed.
 */
export async function configure(
  { machine, environment, directory }: JobInvocation,
  command: string,
  rest: readonly string[],
  profile: string,
): Promise<string | null> {
  const [name = '', value] = rest
  const [, named, byDefault, setting] = NAME.exec(name) ?? []
  const strange = cannotFollow(`the script runs aws configure ${command}, which the grader lacks`)
  if (setting === undefined || hasHole(name)) throw strange
  const where = { profile: named ?? byDefault ?? profile, setting: setting.toLowerCase() }
  if (command === 'set' && value !== undefined && rest.length === 2) {
    if (await writeSetting(machine.fs, environment, directory, { ...where, value })) return ''
  }
  if (command !== 'get' || rest.length !== 1) throw strange
  const { profiles } = await readConfiguration(machine.fs, environment, directory)
  const settings: Profile | undefined = profiles.get(where.profile)
  const there = settings?.get(where.setting)
  return there === undefined ? null : `${there}\n`
}
