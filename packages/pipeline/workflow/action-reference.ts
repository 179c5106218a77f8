/** What `uses:` of a step names. */
export type ActionReference =
  | {
      readonly kind: 'repository'
      /** `owner/name` and a path inside it, lower-case: GitHub ignores case here. */
      readonly action: string
      /** Tag, branch or commit. */
      readonly ref: string
      /** Major version that the ref names; `null` for branches and commits. */
      readonly major: number | null
    }
  | { readonly kind: 'local' | 'docker' | 'other' }

/**
 * Reads the value of `uses:`. Never throws; what GitHub refuses is `other`.
 * Source: actions/runner, WorkflowTemplateConverter.ConvertToStep; `$/` is newer: the repository that
 * the workflow stands in.
 */
export function readActionReference(uses: string): ActionReference {
  if (uses.startsWith('./') || uses.startsWith('.\\') || uses.startsWith('$/')) {
    return { kind: 'local' }
  }
  if (uses.startsWith('docker://')) return { kind: 'docker' }
  const [action = '', ref = '', ...more] = uses.split('@')
  const segments = action.split(/[/\\]/).filter((segment) => segment !== '')
  if (ref === '' || more.length > 0 || segments.length < 2) return { kind: 'other' }
  const major = /^v?(\d{1,4})(?:\.\d+)*$/.exec(ref)?.[1]
  return {
    kind: 'repository',
    action: segments.join('/').toLowerCase(),
    ref,
    major: major === undefined ? null : Number(major),
  }
}

/** Major versions of an action; all between exist. */
interface Versions {
  /** The oldest that runs on a Node version GitHub still supports. */
  readonly oldest: number
  /** The newest in November 2026. Source: the releases of each action's repository. */
  readonly newest: number
}

const VERSIONS: Readonly<Record<string, Versions>> = {
  'actions/cache': { oldest: 4, newest: 6 },
  'actions/checkout': { oldest: 4, newest: 7 },
  'actions/download-artifact': { oldest: 4, newest: 8 },
  'actions/setup-node': { oldest: 4, newest: 7 },
  'actions/setup-python': { oldest: 5, newest: 7 },
  'actions/upload-artifact': { oldest: 4, newest: 7 },
  'aws-actions/amazon-ecr-login': { oldest: 2, newest: 2 },
  'aws-actions/configure-aws-credentials': { oldest: 4, newest: 6 },
  'docker/build-push-action': { oldest: 5, newest: 7 },
  'docker/login-action': { oldest: 3, newest: 4 },
  'docker/metadata-action': { oldest: 5, newest: 6 },
  'docker/setup-buildx-action': { oldest: 3, newest: 4 },
  'docker/setup-qemu-action': { oldest: 3, newest: 4 },
}

/**
 * What is known of the version that a reference names.
 * - `none`: there is none such. These repositories' tags begin with a v, and their branches have names.
 * - `newer`: newer than any that was there when the table was made.
 * - `old`: for a Node version that GitHub has retired.
 * - `fine`: none of these; also where the action is not in the table.
 */
export function versionOf(reference: ActionReference): 'none' | 'newer' | 'old' | 'fine' {
  if (reference.kind !== 'repository') return 'fine'
  const versions = VERSIONS[reference.action]
  if (versions === undefined || reference.major === null) return 'fine'
  if (!reference.ref.startsWith('v') || reference.major === 0) return 'none'
  if (reference.major > versions.newest) return 'newer'
  return reference.major < versions.oldest ? 'old' : 'fine'
}
