import type { Observed } from '@grade4/unknown'
import { GITHUB_ROUTES, type GithubRoute } from '../read-only.js'
import { NOTHING_THERE } from './actions.js'
import type { Github } from './client.js'
import { look, type Parameters } from './look.js'

/** A permission of a token, as GitHub names it, `Actions: read`. */
export type GithubPermission = (typeof GITHUB_ROUTES)[GithubRoute]

/** What was found out about one permission: `unknown` when something under it can't be read. */
export interface PermissionProbe {
  readonly permission: GithubPermission
  readonly observed: Observed<null>
}

/** Under each permission, what every repository has; a permission that is not here does not compile. */
const PROBES: Readonly<
  Record<GithubPermission, readonly { readonly route: GithubRoute; readonly with?: Parameters }[]>
> = {
  'Metadata: read': [{ route: 'GET /repos/{owner}/{repo}' }],
  'Contents: read': [{ route: 'GET /repos/{owner}/{repo}/contents/{path}', with: { path: '' } }],
  'Actions: read': [
    { route: 'GET /repos/{owner}/{repo}/actions/workflows' },
    { route: 'GET /repos/{owner}/{repo}/actions/oidc/customization/sub' },
  ],
  'Administration: read': [{ route: 'GET /repos/{owner}/{repo}/actions/permissions' }],
  'Secrets: read': [{ route: 'GET /repos/{owner}/{repo}/actions/secrets' }],
  'Variables: read': [{ route: 'GET /repos/{owner}/{repo}/actions/variables' }],
}

/** Tries one permission of the token on a repository. */
export async function probePermission(
  github: Github,
  permission: GithubPermission,
): Promise<PermissionProbe> {
  const answers = await Promise.all(
    PROBES[permission].map(({ route, with: parameters = {} }) =>
      look(
        github,
        route,
        parameters,
        () => null,
        async ({ message }) => NOTHING_THERE.test(message),
      ),
    ),
  )
  const [first] = answers.filter(({ state }) => state === 'unknown')
  return { permission, observed: first ?? { state: 'found', value: null } }
}

/** Every permission that grading needs, by name. */
export const PERMISSIONS: readonly GithubPermission[] = [
  ...new Set(Object.values(GITHUB_ROUTES)),
].toSorted()
