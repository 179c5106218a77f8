import { repositoriesTrusted } from '@grade4/trust'
import type { Access } from '../evidence/access.js'
import { roles } from '../evidence/aws/iam.js'
import { clientsFor } from '../evidence/clients.js'
import { gather } from '../evidence/gather.js'
import type { RepositoryName, Subject } from '../evidence/subject.js'

/**
 * The one repository that the account's roles trust, for a caller who named none; `null` when they trust
 * none or several, or can't be listed.
 */
export async function repositoryOfTrust(
  subject: Subject,
  access: Access,
): Promise<RepositoryName | null> {
  const listed = await gather(clientsFor(subject, access)).ask(roles)
  if (listed.state !== 'found') return null
  const trusted = new Map(
    listed.value
      .flatMap(({ trustPolicy }) => repositoriesTrusted(trustPolicy))
      .map((name) => [`${name.owner}/${name.name}`, name]),
  )
  const [only] = trusted.values()
  return trusted.size === 1 && only !== undefined ? only : null
}
