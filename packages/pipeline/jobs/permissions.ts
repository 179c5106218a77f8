import type { Job, Workflow } from '../workflow/model.js'
import { scalarText, textOf, type YamlNode } from '../workflow/tree.js'

/** What the token of a job may do, as far as the pipeline needs it. */
export interface TokenPermissions {
  /** The job may ask GitHub for an OIDC token. */
  readonly idToken: boolean
  /** The job may read the repository's files. */
  readonly contents: boolean
  /** As written, for messages. */
  readonly words: string
}

/**
 * The permissions in force for a job: its own replace the workflow's wholly, a map leaves out what it
 * does not name, and the default never includes `id-token`. `inherited`: of the job that calls the workflow.
 * Source: GitHub Docs, "Workflow syntax", `permissions`.
 */
export function permissionsOf(
  workflow: Workflow,
  job: Job,
  inherited?: TokenPermissions,
): TokenPermissions {
  const own = job.permissions
  const node = own ?? workflow.permissions
  const where = own === null ? '' : ` in job ${job.id}`
  if (node === null)
    return inherited ?? { idToken: false, contents: true, words: 'permissions: not set' }
  const shorthand = textOf(node)
  if (shorthand !== null) {
    const all = shorthand === 'write-all'
    const words = `permissions: ${shorthand}${where}`
    return { idToken: all, contents: all || shorthand === 'read-all', words }
  }
  const idToken = level(node, 'id-token') === 'write'
  const contents = ['read', 'write'].includes(level(node, 'contents') ?? 'none')
  return { idToken, contents, words: `permissions: ${inWords(node)}${where}` }
}

function level(node: YamlNode, scope: string): string | null {
  if (node.kind !== 'mapping') return null
  const entry = node.entries.find(({ key }) => scalarText(key) === scope)
  return textOf(entry?.value ?? null)
}

function inWords(node: YamlNode): string {
  if (node.kind !== 'mapping' || node.entries.length === 0) return '{}'
  const entries = node.entries.map(({ key, value }) => `${scalarText(key)}: ${textOf(value)}`)
  return `{ ${entries.join(', ')} }`
}
