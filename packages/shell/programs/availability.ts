import type { Shell } from '../interpreter/shell.js'
import { Unsure } from '../interpreter/status.js'
import { isUtility } from '../just-bash.js'
import { programNamed } from './index.js'
import { isPlaceholder, isPreinstalled } from './strangers.js'

/** The path of a program on the runner; `null` when it surely isn't there. */
export async function availability(shell: Shell, name: string): Promise<string | Unsure | null> {
  const { fs } = shell.host.machine
  if (name.includes('/')) {
    const path = shell.path(name)
    if (await fs.exists(path)) return name
    return fs.isUnlisted(path) ? unsure(name) : null
  }
  if (name === 'aws') return '/usr/local/bin/aws'
  const own = shell.host.machine.commands.get(name) ?? programNamed(name)
  if (own !== undefined || isUtility(name) || isPreinstalled(name)) {
    return `/usr/bin/${name}`
  }
  return isPlaceholder(name) ? null : unsure(name)
}

function unsure(name: string): Unsure {
  return new Unsure({
    because: `the grader does not know whether ${name} is on the runner`,
    remedy: 'Grade this step by hand.',
  })
}
