import { type Clients, clientsFor } from '../../evidence/clients.js'
import { sdkClients } from '../../fixtures/cloud/sdk-clients.js'
import { REGION } from '../../fixtures/reference.js'
import { type Exchange, watch } from './exchange.js'

/** moto imports a service when it is first asked for. */
const PATIENCE_MS = 20_000

/** Evidence's clients, pointed at one cloud, and what they exchange with it. */
export interface Watched {
  readonly clients: Clients
  /** In order of sending; emptied by whoever has read it. */
  readonly exchanges: Exchange[]
}

/** The real SDK clients for a cloud; they try once. `accessKeyId`: whose eyes they look with. */
export function watchedClients(url: string, accessKeyId: string): Watched {
  const subject = {
    student: null,
    repository: null,
    region: REGION,
    stack: '',
    profile: null,
    roleArn: null,
    externalId: null,
    localWorkflow: null,
  }
  const access = { githubToken: null, githubUrl: '', timeLimitMs: PATIENCE_MS }
  const { aws, ...rest } = clientsFor(subject, access)
  const pointed = sdkClients({ url }, { accessKeyId, region: REGION }, PATIENCE_MS)
  const exchanges: Exchange[] = []
  watch(pointed, exchanges)
  return { clients: { ...rest, aws: { ...aws, ...pointed } }, exchanges }
}
