import { readOnlyPolicy } from '../evidence/read-only-policy.js'
import type { Surroundings } from './surroundings.js'
import { tokenPermissions } from './token-permissions.js'

/** What `grade4 policy` prints: by default the IAM policy. */
export interface PolicyOptions {
  readonly cloudformation?: true
  readonly github?: true
  readonly githubOidc?: true
}

/** `grade4 policy`: the least that grade4 needs to be allowed, as one document on standard output. */
export async function policy(
  { cloudformation, github, githubOidc }: PolicyOptions,
  { stdout }: Surroundings,
): Promise<void> {
  if (cloudformation || githubOidc) {
    // Only a template needs the YAML parser in this thread.
    const { readerRoleTemplate } = await import('./reader-role.js')
    stdout.write(await readerRoleTemplate(cloudformation ? 'staff' : 'workflow'))
  } else if (github) stdout.write(tokenPermissions())
  else stdout.write(`${JSON.stringify(readOnlyPolicy(), null, 2)}\n`)
}
