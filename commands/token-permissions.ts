import { GITHUB_ROUTES } from '../evidence/read-only.js'

/** A permission of fine-grained tokens: its name, and what it opens. */
interface Permission {
  readonly name: string
  readonly routes: readonly string[]
}

/** What a GitHub token has to be allowed, from the read-only list, by name. */
export function permissionsNeeded(): Permission[] {
  const names = new Set(Object.values(GITHUB_ROUTES).map((permission) => nameOf(permission)))
  return [...names].toSorted().map((name) => ({
    name,
    routes: Object.entries(GITHUB_ROUTES)
      .filter(([, permission]) => nameOf(permission) === name)
      .map(([route]) => route),
  }))
}

/** The permissions of a GitHub token as a person reads them, and a link that makes such a token. */
export function tokenPermissions(): string {
  const permissions = permissionsNeeded()
  const widest = Math.max(...permissions.map(({ name }) => name.length))
  const rows = permissions.flatMap(({ name, routes }) =>
    routes.map((route, index) =>
      index === 0
        ? `  ${name.padEnd(widest)}  read-only  ${route}`
        : `  ${''.padEnd(widest)}             ${route}`,
    ),
  )
  return `A fine-grained token of GitHub for grade4, for one repository:

${rows.join('\n')}

1. Open ${newTokenUrl(permissions)}
2. Repository access: Only select repositories, yours. The permissions are filled in.
3. Put the token into the environment: export GITHUB_TOKEN=...

A GitHub App for a class needs the same permissions, of repositories.
A classic token needs the scope repo, which lets it write too; grade4 never does.
`
}

/** GitHub's form for a new token, filled in. Source: GitHub documentation, "Managing your personal access tokens". */
export function newTokenUrl(permissions: readonly Permission[] = permissionsNeeded()): string {
  const granted = permissions.map(({ name }) => [name.toLowerCase(), 'read'])
  const fields = new URLSearchParams({ name: 'grade4', ...Object.fromEntries(granted) })
  return `https://github.com/settings/personal-access-tokens/new?${fields}`
}

/** `Actions: read` without what it allows. */
function nameOf(permission: string): string {
  return permission.replace(/: read$/, '')
}
