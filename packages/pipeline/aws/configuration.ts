import { posix } from 'node:path'
import type { JobFiles } from '@grade4/shell'
import { cannotFollow, hasHole } from '@grade4/unknown'
import type { JobInvocation } from '../commands/command.js'

/** The settings of a profile by name; one that a service has of its own as `s3.max_queue_size`. */
export type Profile = Map<string, string>

/** What the configuration files of aws hold. */
export interface Configuration {
  readonly profiles: ReadonlyMap<string, Profile>
  /** What in them is not followed, in words; `null`: all of it is. */
  readonly strange: string | null
}

type Environment = Readonly<Record<string, string>>

const KEYS = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token']

/** Settings that are followed, and those that change nothing of what is graded; anything else may. */
const KNOWN = new RegExp(
  `^(${KEYS.join('|')}|region|output|cli_(pager|history|timestamp_format|binary_format|follow_urlparam)|retry_mode|max_attempts|parameter_validation|tcp_keepalive|defaults_mode|sts_regional_endpoints|(aws_)?account_id|s3(\\..*)?|s3api(\\..*)?)$`,
)

/** Where the files are. Source: AWS CLI user guide, "Configuration and credential file settings". */
function pathOf(file: 'config' | 'credentials', environment: Environment, directory: string) {
  const variable = file === 'config' ? 'AWS_CONFIG_FILE' : 'AWS_SHARED_CREDENTIALS_FILE'
  const home = environment.HOME ?? '/home/runner'
  const path = environment[variable] || `${home}/.aws/${file}`
  return posix.resolve(directory, path.replace(/^~(?=\/)/, home))
}

/** Reads both files; what the credentials file says of a profile comes first. `directory`: the working one. */
export async function readConfiguration(
  files: JobFiles,
  environment: Environment,
  directory: string,
): Promise<Configuration> {
  const profiles = new Map<string, Profile>()
  let strange: string | null = null
  for (const file of ['config', 'credentials'] as const) {
    const path = pathOf(file, environment, directory)
    const text = await textAt(files, path)
    if (text === null) {
      if (isOfTheRepository(files, path)) strange ??= `the file ${path}`
      continue
    }
    const sections = readSections(text)
    if (sections === null) strange ??= `what stands in ${path}`
    for (const [section, settings] of sections ?? []) {
      const name = file === 'config' ? section.replace(/^profile\s+/, '') : section
      const unfollowed = [...settings.keys()].find((setting) => !KNOWN.test(setting))
      if (unfollowed !== undefined) strange ??= `${unfollowed} in ${path}`
      profiles.set(name, new Map([...(profiles.get(name) ?? []), ...settings]))
    }
  }
  return { profiles, strange }
}

/** A runner's own home has no such files; a folder that a repository is checked out to may. */
function isOfTheRepository(files: JobFiles, path: string): boolean {
  return files.mayHoldPrograms(posix.dirname(path))
}

async function textAt(files: JobFiles, path: string): Promise<string | null> {
  return (await files.exists(path)) ? files.readFile(path) : null
}

/** The sections of a file; `null` where it is none of this kind. Source: botocore, `configloader`. */
function readSections(text: string): Map<string, Profile> | null {
  const sections = new Map<string, Profile>()
  let section: Profile | null = null
  let outer = ''
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line)) continue
    const name = /^\[\s*(.*?)\s*\]\s*$/
      .exec(line)?.[1]
      ?.replace(/^(profile\s+)?["'](.*)["']$/, '$1$2')
    if (name !== undefined) {
      section = sections.get(name) ?? new Map()
      sections.set(name, section)
      continue
    }
    const [, indent = '', key, value = ''] =
      /^(\s*)([^\s=:][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
    if (section === null || key === undefined) return null
    const isNested = indent !== ''
    if (isNested && outer === '') return null
    if (!isNested) outer = key.toLowerCase()
    if (isNested) section.delete(outer)
    section.set(isNested ? `${outer}.${key.toLowerCase()}` : outer, value)
  }
  return sections
}

/** The text of a file with these sections. */
function written(sections: ReadonlyMap<string, Profile>): string {
  return [...sections]
    .map(([name, settings]) => {
      const lines = [...settings].map(([key, value]) => {
        const [outer = '', inner] = key.split('.')
        return inner === undefined ? `${key} = ${value}\n` : `${outer} =\n    ${inner} = ${value}\n`
      })
      return `[${name}]\n${lines.join('')}`
    })
    .join('')
}

/** Writes a setting of a profile where `aws configure set` does. Returns `false` where the file can't be read. */
export async function writeSetting(
  files: JobFiles,
  environment: Environment,
  directory: string,
  { profile, setting, value }: { profile: string; setting: string; value: string },
): Promise<boolean> {
  const file = KEYS.includes(setting) ? 'credentials' : 'config'
  const path = pathOf(file, environment, directory)
  const sections = readSections((await textAt(files, path)) ?? '')
  if (sections === null) return false
  const name = file === 'credentials' || profile === 'default' ? profile : `profile ${profile}`
  sections.set(name, new Map([...(sections.get(name) ?? []), [setting, value]]))
  await files.mkdir(posix.dirname(path), { recursive: true })
  await files.writeFile(path, written(sections))
  return true
}

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
