import { repositoriesTrusted } from '@grade4/trust'
import type { Role } from '../evidence/aws/iam.js'
import type { RepositoryName } from '../evidence/subject.js'

/** The one repository that roles trust; `null` when they trust none or several. */
export function onlyTrusted(roles: readonly Pick<Role, 'trustPolicy'>[]): RepositoryName | null {
  const trusted = new Map(
    roles
      .flatMap(({ trustPolicy }) => repositoriesTrusted(trustPolicy))
      .map((name) => [`${name.owner}/${name.name}`, name]),
  )
  const [only] = trusted.values()
  return trusted.size === 1 && only !== undefined ? only : null
}
