import { absent, byHand, found, type Holes, type Observed, type Reason } from '@grade4/unknown'
import type { AccountView, Deployment, EcsService, TaskDefinition } from './account-view.js'
import type { Clock } from './clock.js'
import { invented } from './sessions.js'

/** How long the twin lets a rollout take, in milliseconds. */
const ROLLOUT_MS = 180_000

/** A service that the run may have changed. */
interface Changeable {
  before: EcsService
  /** When the run deleted it, in milliseconds; `null`: it did not. */
  deletedAt: number | null
  /** Deployments that the run made, oldest first. */
  readonly made: { readonly id: string; readonly at: number; readonly taskDefinitionArn: string }[]
}

/** A task definition that the run registered. */
export interface Registered {
  readonly family: string
  /** Its revision is a hole: the family's earlier ones may have been taken back. */
  readonly revision: string
  readonly arn: string
  /** `null`: they are not known. */
  readonly containers: TaskDefinition['containers'] | null
}

/** The state behind the twin's ECS: services copied on first touch, redeployed by the run. */
export class EcsState {
  readonly view: AccountView
  readonly clock: Clock
  readonly #holes: Holes
  readonly #services = new Map<string, Changeable>()
  readonly #registered: Registered[] = []

  constructor(view: AccountView, clock: Clock, holes: Holes) {
    this.view = view
    this.clock = clock
    this.#holes = holes
  }

  /** ARNs of a region's clusters. */
  async clusters(region: string): Promise<Observed<readonly string[]>> {
    return region === this.view.region ? await this.view.clusters() : found([])
  }

  /** ARNs of a cluster's services. `cluster`: name or ARN. */
  async services(region: string, cluster: string): Promise<Observed<readonly string[]>> {
    if (region !== this.view.region) return absent('ClusterNotFoundException')
    const seen = await this.view.services(cluster)
    if (seen.state !== 'found') return seen
    return found(seen.value.filter((arn) => this.#services.get(arn)?.deletedAt == null))
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
    this.#services.set(seen.value.arn, { before: seen.value, deletedAt: null, made: [] })
    return seen
  }

  /** A service that was looked up before, as it is now. */
  now(service: EcsService): EcsService {
    return this.#now(this.#known(service))
  }

  /** Another number of tasks for it, which the twin has run at once. */
  scale(service: EcsService, desiredCount: number): void {
    const known = this.#known(service)
    const deployments = known.before.deployments.map((one) =>
      one.status === 'PRIMARY' ? { ...one, desiredCount, runningCount: desiredCount } : one,
    )
    known.before = { ...known.before, desiredCount, deployments }
  }

  remove(service: EcsService): EcsService {
    const known = this.#known(service)
    known.deletedAt = this.clock.now()
    return this.#now(known)
  }

  #known(service: EcsService): Changeable {
    const known = this.#services.get(service.arn) ?? { before: service, deletedAt: null, made: [] }
    this.#services.set(service.arn, known)
    return known
  }

  /** A new deployment of a service that was looked up before. */
  redeploy(service: EcsService, taskDefinitionArn: string): EcsService {
    const known = this.#known(service)
    const digits = BigInt(`0x${invented(`${service.arn} ${known.made.length}`).slice(0, 15)}`)
    const id = `ecs-svc/${digits.toString().padStart(19, '0').slice(0, 19)}`
    known.made.push({ id, at: this.clock.now(), taskDefinitionArn })
    return this.#now(known)
  }

  /** A new revision of a family. */
  register(region: string, family: string, containers: Registered['containers']): Registered {
    const revision = this.#holes.hole(
      byHand(
        'the grader does not know the revision that ECS gives to a task definition',
        'this part of the workflow',
      ),
    )
    const home = `arn:aws:ecs:${region}:${this.view.account}:task-definition`
    const registered = { family, revision, arn: `${home}/${family}:${revision}`, containers }
    this.#registered.push(registered)
    return registered
  }

  /** The task definition of the run that a family, `FAMILY:REVISION` or an ARN means; `null`: it is none of them. */
  registered(region: string, name: string): Registered | null {
    const own = this.#registered.filter(({ arn }) => arn.split(':')[3] === region)
    const named = own.findLast(({ family, revision, arn }) =>
      [family, `${family}:${revision}`, arn].includes(name),
    )
    return named ?? null
  }

  /** Why a name is not known; `null` when it is. */
  reasonIn(name: string): Reason | null {
    return this.#holes.reasonsIn(name)[0] ?? null
  }

  #now(known: Changeable): EcsService {
    const { deletedAt } = known
    if (deletedAt === null) return this.#deployed(known)
    // Its tasks stop, and then it lingers.
    const status = this.clock.now() - deletedAt >= ROLLOUT_MS ? 'INACTIVE' : 'DRAINING'
    return { ...this.#deployed(known), status, desiredCount: 0 }
  }

  #deployed(known: Changeable): EcsService {
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
