import { posix } from 'node:path'
import { hasHole } from '@grade4/unknown'
import { workspaceOf } from './contexts.js'
import type { JobRun } from './jobs/job-run.js'

/** Whose files a build is made of; `repository`: `owner/name` or an address, `null` where it is not known. */
export type BuildSource = 'graded' | { readonly repository: string | null }

/** Whether a name, `owner/name`, is that of the graded repository. */
export function isGradedRepository({ push }: JobRun, name: string): boolean {
  const { repository } = push.world.input.github
  const own = repository === null ? null : `${repository.owner}/${repository.name}`
  return own !== null && own.toLowerCase() === name.toLowerCase()
}

/** An address of a repository on GitHub, with what may stand behind it. Source: Docker Docs, "Build context". */
const ON_GITHUB =
  /^(?:(?:https?|git|ssh):\/\/)?(?:[\w.-]+@)?github\.com[/:]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?(?:[#?].*)?$/i

/** Whether a context of a build is no path: an address, standard input, or the commit of the push itself. */
export function isAddress(context: string): boolean {
  return context === '' || /^(\w[\w+.-]*:\/\/|[\w.-]+@|github\.com\/|\{\{|-$)/.test(context)
}

/** Whose files a context of docker/build-push-action stands for. */
export function repositoryBuilt(run: JobRun, context: string): BuildSource {
  if (context === '' || /^\{\{\s*defaultContext\s*\}\}/.test(context)) return 'graded'
  const [address = ''] = context.split('#')
  if (hasHole(address)) return { repository: null }
  if (!isAddress(context)) return repositoryAt(run, posix.resolve(workspaceOf(run.push), context))
  const name = ON_GITHUB.exec(address)?.[1]
  if (name !== undefined && run.push.world.input.github.repository === null)
    return { repository: null }
  return name !== undefined && isGradedRepository(run, name) ? 'graded' : { repository: address }
}

function repositoryAt({ machine }: JobRun, path: string): BuildSource {
  const around = machine.checkouts.filter(({ directory }) => `${path}/`.startsWith(`${directory}/`))
  const [innermost] = around.toReversed().sort((a, b) => b.directory.length - a.directory.length)
  const repository = innermost?.repository ?? null
  if (repository === null) return 'graded'
  return { repository: hasHole(repository) ? null : repository }
}
