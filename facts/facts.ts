import {
  describeImage,
  type LoadedWorkflow,
  loadWorkflow,
  namedRole,
  namedService,
  type PipelineTrace,
  runPipeline,
  type Workflow,
} from '@grade4/pipeline'
import { absent, found, map, type Observed, unknown } from '@grade4/unknown'
import type { Graded } from '../checks/workflow/judge/index.js'
import { LATEST, REPOSITORY, WORKFLOW_PATH } from '../evidence/assignment.js'
import { stackResources } from '../evidence/aws/cloudformation.js'
import { images } from '../evidence/aws/ecr.js'
import { taskDefinition } from '../evidence/aws/ecs.js'
import type { EcrImage, EcsService, TaskDefinition } from '../evidence/aws/models.js'
import { identity } from '../evidence/aws/sts.js'
import { workflowFile, workflowRuns } from '../evidence/github/actions.js'
import type { WorkflowRun } from '../evidence/github/models.js'
import { repository, subjectCustomization } from '../evidence/github/repository.js'
import type { Evidence } from '../evidence/question.js'
import type { Subject } from '../evidence/subject.js'
import { accountView } from './account-view.js'
import { primaryDeployment } from './choice/deployment.js'
import { type ChosenRole, chooseRole } from './choice/role.js'
import { chooseRun, newestFirst } from './choice/run.js'
import { chooseService } from './choice/service.js'
import { type ImageContent, imageContent } from './image-content.js'
import { once } from './once.js'
import { type Submission, submissionOf } from './submission.js'

/** The repository as far as it is known: without a token only the name that the caller gave. */
export interface KnownRepository {
  readonly owner: string
  readonly name: string
  readonly id: number | null
  readonly ownerId: number | null
}

/** What several checks read from the same answers. Each is worked out once, when it is first asked for. */
export interface Facts {
  /** The graded account, 12 digits. */
  account(): Promise<Observed<string>>
  /** `OWNER/NAME` in GitHub's spelling where that is known; `null` when no repository was named. */
  repositoryName(): Promise<string | null>
  knownRepository(): Promise<Observed<KnownRepository>>
  /** main.yml as it is graded. */
  workflowText(): Promise<Observed<{ readonly text: string; readonly path: string }>>
  /** main.yml, read; `absent` when there is no such file. */
  loadedWorkflow(): Promise<Observed<Exclude<LoadedWorkflow, { state: 'unknown' }>>>
  /** main.yml, if it is valid; `absent` when it is not, or not there. */
  workflow(): Promise<Observed<Workflow>>
  /** The image behind `latest`; `absent` when there is not exactly one. */
  latestImage(): Promise<Observed<EcrImage>>
  /** What the image behind `latest` holds. */
  latestContent(): Promise<Observed<ImageContent>>
  role(): Promise<Observed<ChosenRole>>
  service(): Promise<Observed<EcsService>>
  /** The task definition that the service's PRIMARY deployment runs. */
  taskDefinition(): Promise<Observed<TaskDefinition>>
  /** What main.yml does, found out by running it on a twin of the account. */
  pipeline(): Promise<Observed<PipelineTrace>>
  /** The same, if a check asked for it; `null` otherwise, and when it is not known. */
  traceSoFar(): Promise<PipelineTrace | null>
  /** The role and the service that the pipeline has to name, as far as they are known. */
  named(): Promise<Graded>
  /** The run that is graded; `absent` when there is none. */
  run(): Promise<Observed<WorkflowRun>>
  /** The newest run, whatever became of it. */
  newestRun(): Promise<Observed<WorkflowRun>>
  /** When the graded state came to be; `null` when unknown. */
  submission(): Promise<Submission | null>
}

/** The facts of one subject, from its evidence. */
export function factsOf(evidence: Evidence, subject: Subject): Facts {
  const account = once(async () => map(await evidence.ask(identity), (who) => who.account))

  const knownRepository = once(async (): Promise<Observed<KnownRepository>> => {
    const observed = await evidence.ask(repository)
    if (observed.state === 'found') return observed
    if (subject.repository === null) return observed
    return found({ ...subject.repository, id: null, ownerId: null })
  })

  const repositoryName = once(async () => {
    const known = await knownRepository()
    return known.state === 'found' ? `${known.value.owner}/${known.value.name}` : null
  })

  const workflowText = once(async () =>
    subject.localWorkflow !== null
      ? found(subject.localWorkflow)
      : map(await evidence.ask(workflowFile), (text) => ({ text, path: WORKFLOW_PATH })),
  )

  const loadedWorkflow = once(async () => {
    const source = await workflowText()
    if (source.state !== 'found') return source
    const loaded = loadWorkflow(source.value.text, source.value.path)
    return loaded.state === 'unknown' ? unknown(loaded.because, loaded.remedy) : found(loaded)
  })

  const workflow = once(async (): Promise<Observed<Workflow>> => {
    const loaded = await loadedWorkflow()
    if (loaded.state !== 'found') return loaded
    return loaded.value.state === 'valid'
      ? found(loaded.value.workflow)
      : absent('main.yml is not valid')
  })

  const latestImage = once(async (): Promise<Observed<EcrImage>> => {
    const all = await evidence.ask(images, REPOSITORY)
    if (all.state !== 'found') return all
    const [first, second] = all.value.filter(({ tags }) => tags.includes(LATEST))
    return first === undefined || second !== undefined
      ? absent('not exactly one image carries latest')
      : found(first)
  })

  const latestContent = once(async () => {
    const image = await latestImage()
    return image.state === 'found'
      ? await imageContent(evidence, REPOSITORY, image.value.digest)
      : image
  })

  const role = once(async (): Promise<Observed<ChosenRole>> => {
    const [accountId, name, flow, resources] = await Promise.all([
      account(),
      knownRepository(),
      workflow(),
      evidence.ask(stackResources, subject.stack),
    ])
    if (accountId.state !== 'found') return accountId
    const named = flow.state === 'found' ? namedRole(flow.value, accountId.value) : null
    return await chooseRole(evidence, {
      account: accountId.value,
      repository:
        name.state === 'found' ? name.value : { owner: '', name: '', id: null, ownerId: null },
      named: flow.state === 'unknown' ? flow : orAbsent(named, 'main.yml names no role'),
      stackResources: resources,
    })
  })

  const service = once(async () => {
    const [flow, resources, accountId] = await Promise.all([
      workflow(),
      evidence.ask(stackResources, subject.stack),
      account(),
    ])
    const named = flow.state === 'found' ? namedService(flow.value) : null
    return await chooseService(evidence, {
      stackResources: resources,
      named: flow.state === 'unknown' ? flow : orAbsent(named, 'main.yml names no service'),
      isGradedRepository: map(
        accountId,
        (id) => (image: string) => isOfRepository(image, id, subject.region),
      ),
    })
  })

  const serviceTaskDefinition = once(async (): Promise<Observed<TaskDefinition>> => {
    const chosen = await service()
    if (chosen.state !== 'found') return chosen
    const primary = primaryDeployment(chosen.value)
    return primary === null
      ? absent('the service has no PRIMARY deployment')
      : await evidence.ask(taskDefinition, primary.taskDefinitionArn)
  })

  let pipelineAsked = false
  const pipeline = once(async (): Promise<Observed<PipelineTrace>> => {
    const [flow, accountId] = await Promise.all([workflow(), account()])
    if (flow.state !== 'found') return flow
    if (accountId.state !== 'found') return accountId
    // Asked for together: the twin would ask one after the other.
    const [name, customization] = await Promise.all([
      knownRepository(),
      evidence.ask(subjectCustomization),
    ])
    const trace = await runPipeline({
      workflow: flow.value,
      view: accountView(evidence, accountId.value, subject.region),
      github: { repository: name.state === 'found' ? name.value : null, customization },
      startedAt: evidence.gatheredAt,
    })
    return trace.incomplete === null
      ? found(trace)
      : unknown(trace.incomplete.because, trace.incomplete.remedy)
  })

  const named = once(async (): Promise<Graded> => {
    const [chosenRole, chosenService] = await Promise.all([role(), service()])
    return {
      roleArn: chosenRole.state === 'found' ? chosenRole.value.role.arn : null,
      service: chosenService.state === 'found' ? chosenService.value : null,
    }
  })

  const run = once(async () => {
    const runs = await evidence.ask(workflowRuns)
    if (runs.state !== 'found') return runs
    return orAbsent(chooseRun(runs.value), 'main.yml never ran for a push to main')
  })

  return {
    account,
    knownRepository,
    repositoryName,
    workflowText,
    loadedWorkflow,
    workflow,
    latestImage,
    latestContent,
    role,
    service,
    taskDefinition: serviceTaskDefinition,
    pipeline: () => {
      pipelineAsked = true
      return pipeline()
    },
    traceSoFar: async () => {
      const trace = pipelineAsked ? await pipeline() : null
      return trace?.state === 'found' ? trace.value : null
    },
    named,
    run,
    newestRun: async () => {
      const runs = await evidence.ask(workflowRuns)
      return runs.state === 'found' ? orAbsent(newestFirst(runs.value)[0] ?? null, 'no run') : runs
    },
    submission: async () => submissionOf(await run(), await latestImage()),
  }
}

function orAbsent<T>(value: T | null, saidBy: string): Observed<T> {
  return value === null ? absent(saidBy) : found(value)
}

/** Whether an image reference is one of the graded ECR repository, whatever its tag or digest. */
function isOfRepository(image: string, account: string, region: string): boolean {
  const kind = describeImage(image, { account, region }).kind
  return kind === 'latest' || kind === 'other-tag' || kind === 'digest'
}
