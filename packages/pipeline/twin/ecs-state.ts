import { absent, found, type Observed } from '@grade4/unknown'
import type { Deployment, EcsService } from '../../../evidence/aws/ecs.js'
import type { AccountView } from './account-view.js'
import type { Clock } from './clock.js'
import { invented } from './sessions.js'

/** How long the twin lets a rollout take, in milliseconds. */
const ROLLOUT_MS = 180_000

/** A service that the run may have redeployed. */
interface Redeployable {
  readonly before: EcsService
  /** Deployments that the run made, oldest first. */
  readonly made: { readonly id: string; readonly at: number; readonly taskDefinitionArn: string }[]
}

/** The state behind the twin's ECS: services copied on first touch, redeployed by the run. */
export class EcsState {
  readonly view: AccountView
  readonly clock: Clock
  readonly #services = new Map<string, Redeployable>()

  constructor(view: AccountView, clock: Clock) {
    this.view = view
    this.clock = clock
  }

  /** ARNs of a region's clusters. */
  async clusters(region: string): Promise<Observed<string[]>> {
    return region === this.view.region ? await this.view.clusters() : found([])
  }

  /** ARNs of a cluster's services. `cluster`: name or ARN. */
  async services(region: string, cluster: string): Promise<Observed<string[]>> {
    if (region !== this.view.region) return absent('ClusterNotFoundException')
    return await this.view.services(cluster)
  }

  /** The service as it is now. `cluster`, `service`: names or ARNs. */
  async service(region: string, cluster: string, service: string): Promise<Observed<EcsService>> {
    if (region !== this.view.region || !isOf(cluster, region, this.view.account)) {
      return absent('ClusterNotFoundException')
    }
    if (!isOf(service, region, this.view.account)) return absent('MISSING')
    const seen = await this.view.service(cluster, service)
    if (seen.state !== 'found') return seen
    const known = this.#services.get(seen.value.arn)
    if (known !== undefined) return found(this.#now(known))
    this.#services.set(seen.value.arn, { before: seen.value, made: [] })
    return seen
  }

  /** A new deployment of a service that was looked up before. */
  redeploy(service: EcsService, taskDefinitionArn: string): EcsService {
    const known = this.#services.get(service.arn) ?? { before: service, made: [] }
    this.#services.set(service.arn, known)
    const digits = BigInt(`0x${invented(`${service.arn} ${known.made.length}`).slice(0, 15)}`)
    const id = `ecs-svc/${digits.toString().padStart(19, '0').slice(0, 19)}`
    known.made.push({ id, at: this.clock.now(), taskDefinitionArn })
    return this.#now(known)
  }

  #now(known: Redeployable): EcsService {
    const newest = known.made.at(-1)
    if (newest === undefined) return known.before
    const { desiredCount } = known.before
    const rolledOut = this.clock.now() - newest.at >= ROLLOUT_MS
    const primary: Deployment = {
      id: newest.id,
      status: 'PRIMARY',
      taskDefinitionArn: newest.taskDefinitionArn,
      rolloutState: rolledOut ? 'COMPLETED' : 'IN_PROGRESS',
      rolloutReason: `ECS deployment ${newest.id} ${rolledOut ? 'completed' : 'in progress'}.`,
      createdAt: new Date(newest.at),
      desiredCount,
      runningCount: rolledOut ? desiredCount : 0,
      failedTasks: 0,
    }
    const older = rolledOut
      ? []
      : known.before.deployments.map((one) => ({ ...one, status: 'ACTIVE' }))
    return { ...known.before, deployments: [primary, ...older] }
  }
}

/** Whether a name or ARN may mean something of this account and region. */
function isOf(nameOrArn: string, region: string, account: string): boolean {
  if (!nameOrArn.startsWith('arn:')) return true
  const parts = nameOrArn.split(':')
  return parts[3] === region && parts[4] === account
}
