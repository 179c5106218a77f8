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
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'docker'; readonly image: string }
  | { readonly kind: 'other'; readonly text: string }

/**
 * Reads the value of `uses:`. Never throws; what GitHub refuses is `other`.
 * Source: actions/runner, WorkflowTemplateConverter.ConvertToStep; `$/` is newer: the repository that
 * the workflow stands in.
 */
export function readActionReference(uses: string): ActionReference {
  if (uses.startsWith('./') || uses.startsWith('.\\') || uses.startsWith('$/')) {
    return { kind: 'local', path: uses }
  }
  if (uses.startsWith('docker://')) return { kind: 'docker', image: uses.slice('docker://'.length) }
  const [action = '', ref = '', ...more] = uses.split('@')
  const segments = action.split(/[/\\]/).filter((segment) => segment !== '')
  if (ref === '' || more.length > 0 || segments.length < 2) return { kind: 'other', text: uses }
  const major = /^v?(\d{1,4})(?:\.\d+)*$/.exec(ref)?.[1]
  return {
    kind: 'repository',
    action: segments.join('/').toLowerCase(),
    ref,
    major: major === undefined ? null : Number(major),
  }
}
