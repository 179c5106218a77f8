import { describeImage } from '@grade4/pipeline'
import { UnknownError } from '@grade4/unknown'
import { tasks } from '../../evidence/aws/ecs.js'
import { account } from '../../facts/account.js'
import { latestContent, latestImage } from '../../facts/latest-image.js'
import { elapsed, momentText } from '../../facts/moment-text.js'
import { otherCpu, whyTasksStop } from '../../facts/rollout-trouble.js'
import { primaryDeployment, service } from '../../facts/service.js'
import { appContainers, taskDefinition } from '../../facts/task-definition.js'
import { answered, Blocked, check, known, undecided } from '../check.js'

const AGAIN = 'Run grade4 again when it has ended, or now with --wait.'

const FIRST_FIX =
  'Fix what stops the tasks, then push to main: while they stop, the rollout does not end. If it was only one task, come back later.'

const messages = {
  noImage: 'There is no image behind latest that the service could have been redeployed with.',
  noService: 'There is no service to redeploy.',
  otherImage: 'The service does not run cs40:latest yet.',
  noPrimary: 'The service has no PRIMARY deployment: its deployment controller works another way.',
  old: (pushed: Date, deployed: Date) =>
    `The newest deployment began ${elapsed(deployed, pushed)} before the image behind latest was pushed: it runs what latest was then.`,
  going: (running: number, desired: number, failed: number, why: string) =>
    `A rollout is in progress: ${running} of ${desired} tasks run${failed === 0 ? '' : `, ${failed} failed to start`}.${why}`,
  broken: (reason: string, why: string) => `The rollout failed: ${reason}${why}`,
  ecsSays: (words: string) => ` ECS says: ${words}`,
  otherCpu: (cpu: string, platforms: string) =>
    ` The task definition asks for ${cpu}, and the image behind latest is ${platforms}: its program can't start there (exec format error).`,
  wrongImage: (platforms: string) =>
    `No task can start from the image behind latest: it is ${platforms}, and the task definition asks for ARM64 (exec format error).`,
  scaledDown: 'The desired count of the service is 0, so ECS runs no task of it.',
  noTasks: (why: string) => `The service runs no task.${why}`,
  noneRunning: (count: number) =>
    `${count === 1 ? 'The only task' : `None of the ${count} tasks`} of the service ${count === 1 ? 'does not run' : 'runs'} yet.`,
  noDigest: (task: string) => `Task ${task} does not tell yet which image it runs.`,
  otherDigest: (task: string) => `Task ${task} runs another image than the one behind latest.`,
  right: (count: number) =>
    `${count} running ${count === 1 ? 'task has' : 'tasks have'} the image behind latest.`,
}

/**
 * `delivery.redeploy`: what was pushed is what runs.
 * ECS resolves a tag when a deployment starts and keeps the digest for that deployment, so a pushed latest
 * reaches nobody without a new deployment.
 * Rule: "To verify if your GitHub action worked". Source: AWS, "Amazon ECS software version consistency".
 */
export default check('delivery.redeploy', {
  title: 'The service was redeployed with the latest image',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Push a commit to main and let the pipeline end; or run aws ecs update-service with --force-new-deployment.',
  looksAt:
    'When the image behind latest was pushed, when the PRIMARY deployment of the service began, and which digest each running task runs.',
  passes:
    'The deployment is newer than the image, its rollout is complete, and every running task runs that image. While it rolls out this is undecided: come back, or use --wait.',
  failures: {
    'The newest deployment is older than the image: ECS looks up latest only when a deployment begins.':
      'Push a commit to main and let the pipeline end, or run aws ecs update-service with --force-new-deployment.',
    'The rollout failed: the app does not start, or fails its health check.':
      'Fix what ECS says of the tasks that stopped (in the console: the events of the service, its stopped tasks and their logs), and push again.',
    'The desired count of the service is 0.':
      'Set it to 1: aws ecs update-service --desired-count 1, or desired_count in CDK.',
    'A task runs another image, or none runs at all.':
      'Redeploy with aws ecs update-service --force-new-deployment, and look at the tasks in the ECS console.',
  },

  async rule({ evidence, finding, seen }) {
    const [image, content, graded, definition, accountId, tasksOfService] = await Promise.all([
      latestImage(evidence),
      latestContent(evidence),
      service(evidence),
      taskDefinition(evidence),
      account(evidence),
      // Two round trips, which need not wait for the task definition's one.
      service(evidence).then((there) =>
        there.state === 'found'
          ? evidence.ask(tasks, there.value.clusterArn, there.value.name)
          : there,
      ),
    ])
    const { digest, pushedAt } = known(image, 'ecr.latest', messages.noImage)
    const deployed = known(graded, 'ecs.image', messages.noService)
    const home = { account: answered(accountId), region: evidence.subject.region }
    const containers = appContainers(deployed, known(definition, 'ecs.image', messages.otherImage))
    const fromLatest = containers.filter(
      ({ image }) => describeImage(image, home).kind === 'latest',
    )
    if (fromLatest.length === 0) throw new Blocked('ecs.image', messages.otherImage)

    const primary = primaryDeployment(deployed)
    if (primary === null || primary.createdAt === null || pushedAt === null) {
      throw undecided(messages.noPrimary, "Look at the service's deployments by hand.")
    }
    const cpu = await otherCpu(evidence)
    // Where it asks for another processor than the assignment does, the image is not what is wrong.
    const cannotStart = cpu?.asked === 'ARM64' ? cpu : null
    if (primary.createdAt < pushedAt) {
      // A redeployment would only stop what runs.
      if (cannotStart !== null) {
        throw new Blocked('ecr.platform', messages.wrongImage(cannotStart.platforms))
      }
      return finding(messages.old(pushedAt, primary.createdAt), {
        expected: `a deployment after ${momentText(pushedAt)}`,
        actual: momentText(primary.createdAt),
      })
    }
    const all = known(tasksOfService, 'ecs.image', messages.noService)
    const { rolloutState, runningCount, desiredCount, failedTasks } = primary
    const isUp = rolloutState === 'IN_PROGRESS' ? runningCount >= desiredCount : all.length > 0
    const isWell = rolloutState !== 'FAILED' && (isUp || deployed.desiredCount === 0)
    if (!isWell && cannotStart !== null) {
      throw new Blocked('ecr.platform', messages.wrongImage(cannotStart.platforms))
    }
    const ecsSays = isWell ? null : await whyTasksStop(evidence)
    const why = [
      isWell || cpu === null ? '' : messages.otherCpu(cpu.asked, cpu.platforms),
      ecsSays?.state === 'found' ? messages.ecsSays(ecsSays.value) : '',
    ].join('')
    if (rolloutState === 'FAILED') {
      return finding(messages.broken(primary.rolloutReason ?? 'ECS gives no reason.', why))
    }
    if (rolloutState === 'IN_PROGRESS') {
      throw undecided(
        messages.going(runningCount, desiredCount, failedTasks, why),
        why === '' ? AGAIN : FIRST_FIX,
      )
    }
    if (deployed.desiredCount === 0) return finding(messages.scaledDown)
    if (all.length === 0) return finding(messages.noTasks(why))
    const running = all.filter(({ lastStatus }) => lastStatus === 'RUNNING')
    if (running.length === 0)
      throw undecided(messages.noneRunning(all.length), 'Run grade4 again in a minute.')
    const names = new Set(fromLatest.map(({ name }) => name))
    const inside = content.state === 'found' ? content.value : null
    const digests = new Set([digest, ...(inside?.digests ?? [])])
    // What else the image may hold matters only where a task runs none of the digests that are known.
    const unread = content.state === 'unknown' ? content : (inside?.otherDigests ?? null)
    for (const task of running) {
      const id = task.arn.slice(task.arn.lastIndexOf('/') + 1)
      const found = task.containers.filter(({ name }) => names.has(name))
      const other = found.find(
        ({ imageDigest }) => imageDigest !== null && !digests.has(imageDigest),
      )
      if (other !== undefined) {
        if (unread !== null) throw new UnknownError(unread)
        finding(messages.otherDigest(id), { expected: digest, actual: other.imageDigest })
      } else if (!found.some(({ imageDigest }) => imageDigest !== null)) {
        throw undecided(messages.noDigest(id), AGAIN)
      }
    }
    seen(messages.right(running.length))
  },
})
