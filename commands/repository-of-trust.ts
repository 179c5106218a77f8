import type { Access } from '../evidence/access.js'
import { roles } from '../evidence/aws/iam.js'
import { clientsFor } from '../evidence/clients.js'
import { gather } from '../evidence/gather.js'
import type { RepositoryName, Subject } from '../evidence/subject.js'
import { onlyTrusted } from './only-trusted.js'

/**
 * The one repository that the account's roles trust, for a caller who named none; `null` when they trust
 * none or several, or can't be listed.
 */
export async function repositoryOfTrust(
  subject: Subject,
  access: Access,
): Promise<RepositoryName | null> {
  const listed = await gather(clientsFor(subject, access)).ask(roles)
  return listed.state === 'found' ? onlyTrusted(listed.value) : null
}
