import { createHash } from 'node:crypto'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import { BRANCH, LATEST, PLATFORM, REPOSITORY, WORKFLOW_FILE } from '../evidence/assignment.js'
import { configBlob, images, manifest } from '../evidence/aws/ecr.js'
import type { Deployment } from '../evidence/aws/ecs.js'
import { type WorkflowRun, workflowRuns } from '../evidence/github/actions.js'
import { otherCpu } from '../facts/rollout-trouble.js'
import { run } from '../facts/run.js'
import { primaryDeployment, service } from '../facts/service.js'
import type { Answers } from './answers.js'
import { type Change, change } from './change.js'
import { redeployedWith } from './deployment.js'
import { judge } from './trial.js'

/** What a push of a pipeline that does what is asked brings about. */
export const BROUGHT_ABOUT: readonly CheckId[] = [
  'ecr.latest',
  'ecr.platform',
  'delivery.run',
  'delivery.image',
  'delivery.redeploy',
]

const PIPELINE = CHECK_IDS.filter((id) => id.startsWith('workflow.'))

/** In milliseconds: from the start of a run to the push of its image, and to its end. */
const TO_PUSH_MS = 120_000
const TO_END_MS = 300_000

/** What of the account only a run or a command can bring about, the smallest first. */
export async function pushChanges(id: CheckId, answers: Answers): Promise<readonly Change[]> {
  if (!BROUGHT_ABOUT.includes(id)) return []
  const redeployed = id === 'delivery.redeploy' ? await redeployChanges(answers) : []
  const pushed = await pushedTo(answers)
  if (pushed === null) return redeployed
  const { title, text } = await pushText(answers)
  return [...redeployed, change('push', title, text, pushed)]
}

/** A push of the same program does not help where it is the program that does not start. */
async function pushText(answers: Answers): Promise<Pick<Change, 'title' | 'text'>> {
  const ends = `and wait until the run of ${WORKFLOW_FILE} has ended`
  const evidence = answers.evidence()
  const graded = await service(evidence)
  const stops = graded.state === 'found' && tasksStop(primaryDeployment(graded.value))
  if (stops && (await otherCpu(evidence)) === null) {
    const title = `Fix what stops the tasks of the service, push to ${BRANCH}, ${ends}`
    return { title, text: `git push origin ${BRANCH}` }
  }
  const newest = await run(evidence)
  const before =
    newest.state === 'found' && newest.value.conclusion === 'failure'
      ? `Read in the log of run ${newest.value.number} why it failed, push a commit to ${BRANCH}`
      : `Push a commit to ${BRANCH}`
  return {
    title: `${before}, ${ends}`,
    text: `git commit --allow-empty -m "Deploy" && git push origin ${BRANCH}`,
  }
}

function tasksStop(primary: Deployment | null): boolean {
  return primary !== null && (primary.rolloutState === 'FAILED' || primary.failedTasks > 0)
}

async function redeployChanges(answers: Answers): Promise<Change[]> {
  const graded = await service(answers.evidence())
  if (graded.state !== 'found') return []
  const { clusterArn, name, desiredCount } = graded.value
  const primary = primaryDeployment(graded.value)
  // Whatever stops its tasks would stop the next ones, too.
  if (primary === null || tasksStop(primary)) return []
  const cluster = clusterArn.slice(clusterArn.lastIndexOf('/') + 1)
  const scaled = desiredCount === 0
  const command = [
    `aws ecs update-service --cluster ${cluster} --service ${name}`,
    ...(scaled ? ['--desired-count 1'] : []),
    `--force-new-deployment --region ${answers.subject.region}`,
  ].join(' ')
  const title = scaled
    ? 'Set the desired count of the service to 1: with 0 it runs no task'
    : 'Redeploy the service with the image behind latest'
  const after = await redeployedWith(answers, scaled ? 1 : desiredCount)
  return [change('command', title, command, after)]
}

/**
 * The answers after a push to main, when its run has ended; `null` where the pipeline does not do all that is
 * asked. What such a run leaves behind is what the checks of main.yml have made sure of on the twin.
 */
export async function pushedTo(answers: Answers): Promise<Answers | null> {
  const verdicts = await judge(answers, PIPELINE)
  if ([...verdicts.values()].some(({ status }) => status !== 'passed')) return null
  const evidence = answers.evidence()
  const [all, runs] = await Promise.all([
    evidence.ask(images, REPOSITORY),
    evidence.ask(workflowRuns),
  ])
  if (all.state !== 'found') return null
  const startedAt = answers.gatheredAt
  const pushedAt = new Date(startedAt.getTime() + TO_PUSH_MS)
  const [os = '', architecture = ''] = PLATFORM.split('/')
  const config = JSON.stringify({ os, architecture })
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: IMAGE,
    config: { mediaType: CONFIG, digest: digestOf(config), size: config.length },
    layers: [],
  })
  const earlier = runs.state === 'found' ? runs.value : []
  const image = {
    ...{ digest: digestOf(text), tags: [LATEST, String(startedAt.getTime())], pushedAt },
    ...{ sizeBytes: null, mediaType: IMAGE },
  }
  const others = all.value.map((one) => {
    return { ...one, tags: one.tags.filter((tag) => tag !== LATEST) }
  })
  const pushed = answers
    .with(images, [REPOSITORY], [image, ...others])
    .with(manifest, [REPOSITORY, image.digest], text)
    .with(configBlob, [REPOSITORY, digestOf(config)], config)
    .with(workflowRuns, [], [runAt(startedAt, earlier), ...earlier])
    .of({ gatheredAt: pushedAt })
  const redeployed = await redeployedWith(pushed)
  return redeployed.of({ gatheredAt: new Date(startedAt.getTime() + 2 * TO_END_MS) })
}

// Source: OCI image specification, "Media Types".
const IMAGE = 'application/vnd.oci.image.manifest.v1+json'
const CONFIG = 'application/vnd.oci.image.config.v1+json'

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

function runAt(startedAt: Date, earlier: readonly WorkflowRun[]): WorkflowRun {
  const highest = (of: (run: WorkflowRun) => number) => Math.max(0, ...earlier.map(of))
  return {
    id: highest(({ id }) => id) + 1,
    number: highest(({ number }) => number) + 1,
    attempt: 1,
    headSha: '0'.repeat(40),
    status: 'completed',
    conclusion: 'success',
    createdAt: startedAt,
    startedAt,
    updatedAt: new Date(startedAt.getTime() + TO_END_MS),
    url: '',
  }
}
