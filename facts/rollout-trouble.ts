import { absent, found, type Observed } from '@grade4/unknown'
import { type StoppedTask, stoppedTasks } from '../evidence/aws/ecs.js'
import { fact } from './fact.js'
import { latestContent } from './latest-image.js'
import { primaryDeployment, service } from './service.js'
import { taskDefinition } from './task-definition.js'

/** A processor that a task definition asks for, and the platforms of the image behind `latest`, none of which runs on it. */
export interface OtherCpu {
  readonly asked: string
  readonly platforms: string
}

/** The processor on which no task can start from the image behind `latest`; `null` where one can, or it is not known. */
export const otherCpu = fact(async (evidence): Promise<OtherCpu | null> => {
  const [content, definition] = await Promise.all([
    latestContent(evidence),
    taskDefinition(evidence),
  ])
  if (content.state !== 'found' || definition.state !== 'found') return null
  const { platforms, otherPlatforms } = content.value
  const asked = definition.value.cpuArchitecture
  const architecture = asked === null ? undefined : ARCHITECTURES[asked]
  const isKnown = architecture !== undefined && otherPlatforms === null && platforms.length > 0
  const fits = platforms.some((platform) => platform.split('/')[1] === architecture)
  return asked === null || !isKnown || fits ? null : { asked, platforms: platforms.join(', ') }
})

/** What images call a processor of a task definition. Source: ECS API reference, RuntimePlatform. */
const ARCHITECTURES: Readonly<Record<string, string>> = { ARM64: 'arm64', X86_64: 'amd64' }

/**
 * What ECS says of tasks of the PRIMARY deployment that stopped: of the one that stopped last, else the service's
 * newest event since a deployment that is not well began. Costs one or two requests: to be asked where the rollout is
 * not well.
 */
export const whyTasksStop = fact(async (evidence): Promise<Observed<string>> => {
  const graded = await service(evidence)
  if (graded.state !== 'found') return graded
  const { clusterArn, name, events } = graded.value
  const primary = primaryDeployment(graded.value)
  if (primary === null) return absent('no PRIMARY deployment')
  const stopped = await evidence.ask(stoppedTasks, clusterArn, name)
  const [newest] = (stopped.state === 'found' ? stopped.value : [])
    .filter(({ startedBy }) => startedBy === primary.id)
    .toSorted((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0))
  if (newest !== undefined) return found(inWords(newest))
  // Events tell of tasks that started well, too.
  const goesWell = primary.rolloutState === 'IN_PROGRESS' && primary.failedTasks === 0
  const event = events.find(({ at }) => primary.createdAt === null || at > primary.createdAt)
  if (event !== undefined && !goesWell) return found(event.message)
  return stopped.state === 'unknown' ? stopped : absent('no task has stopped')
})

function inWords({ arn, reason, containers }: StoppedTask): string {
  const inside = containers.flatMap(({ name, exitCode, reason }) => {
    const code = exitCode === null || exitCode === 0 ? [] : [`exit code ${exitCode}`]
    const words = [...code, ...(reason === null ? [] : [reason])]
    return words.length === 0 ? [] : [`container ${name}: ${words.join(', ')}`]
  })
  const words = [...(reason === null ? [] : [reason]), ...inside].join('; ')
  const id = arn.slice(arn.lastIndexOf('/') + 1)
  return `task ${id} stopped${words === '' ? '' : `: ${words}`}`
}
