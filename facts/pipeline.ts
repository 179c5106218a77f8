import {
  type AccountView,
  type PipelineInput,
  type PipelineTrace,
  runPipeline,
  settingsRead,
} from '@grade4/pipeline'
import { ISSUER } from '@grade4/trust'
import { found, hasHole, map, type Observed, unknown, unknownFor } from '@grade4/unknown'
import { LATEST, REPOSITORY } from '../evidence/assignment.js'
import { stack, stackResources } from '../evidence/aws/cloudformation.js'
import { type EcrImage, type EcrRepository, images, repository } from '../evidence/aws/ecr.js'
import { clusters, service, serviceArns, taskDefinition } from '../evidence/aws/ecs.js'
import { oidcProvider, role } from '../evidence/aws/iam.js'
import { secretNames, subjectCustomization, variables } from '../evidence/github/repository.js'
import { NOT_DEPLOYED } from '../evidence/not-deployed.js'
import type { Evidence } from '../evidence/question.js'
import { account } from './account.js'
import { fact } from './fact.js'
import { knownRepository } from './repository.js'
import { fileOf, workflow } from './workflow.js'

/** What main.yml does, found out by running it on a twin of the account; `absent` when it is not valid, or not there. */
export const pipeline = fact((evidence) => simulate(evidence))

/** The same, perhaps where a run of this very file is known to have tagged its image with a time. */
export async function simulate(
  evidence: Evidence,
  shown: Pick<PipelineInput, 'tagsByTime'> = {},
): Promise<Observed<PipelineTrace>> {
  const [flow, accountId] = await Promise.all([workflow(evidence), account(evidence)])
  if (flow.state !== 'found') return flow
  if (accountId.state !== 'found') return accountId
  const read = settingsRead(flow.value)
  // Asked for together: the twin would ask one after the other.
  const [known, customization, names, values] = await Promise.all([
    knownRepository(evidence),
    evidence.ask(subjectCustomization),
    read.secrets ? evidence.ask(secretNames) : NOT_ASKED,
    read.variables ? evidence.ask(variables) : NOT_ASKED,
  ])
  const trace = await runPipeline({
    workflow: flow.value,
    view: accountView(evidence, accountId.value),
    github: {
      repository: known.state === 'found' ? known.value : null,
      customization,
      file: fileOf(evidence),
      settings: {
        secretNames: names,
        variables: values,
        personal: known.state === 'found' && known.value.ownerType === 'User',
      },
    },
    startedAt: evidence.gatheredAt,
    ...shown,
  })
  return trace.incomplete === null
    ? found(trace)
    : unknown(trace.incomplete.because, trace.incomplete.remedy)
}

const NOT_ASKED = unknown('main.yml does not read it', '')

/** Answers of which only a deploy tells a part are none that a script could read. */
function wholly<T>(observed: Observed<T>): Observed<T> {
  return observed.state === 'found' && hasHole(JSON.stringify(observed.value))
    ? unknownFor(NOT_DEPLOYED)
    : observed
}

/** Whether nothing deployed was looked at, for an answer that only the account has. */
function isBeforeDeploy(observed: Observed<unknown>, name: string): boolean {
  return observed.state === 'unknown' && observed.lacks === 'deployment' && name === REPOSITORY
}

/**
 * Where no account is looked at, the pipeline starts from what the assignment has students make by hand before it: a
 * repository with one image, pushed as `latest`. The second push finds what the first one left, whatever that was.
 * Rule: "Creating the ECR Repository", "Push an Initial Image to ECR".
 */
function beforeFirstPush(
  observed: Observed<EcrRepository>,
  home: string,
  name: string,
): Observed<EcrRepository> {
  return isBeforeDeploy(observed, name)
    ? found({ name, uri: `${home}/${name}`, tagMutability: 'MUTABLE' })
    : observed
}

function imagesBeforeFirstPush(observed: Observed<EcrImage[]>, name: string): Observed<EcrImage[]> {
  return isBeforeDeploy(observed, name) ? found([FIRST_IMAGE]) : observed
}

const FIRST_IMAGE: EcrImage = {
  digest: `sha256:${'e'.repeat(64)}`,
  tags: [LATEST],
  pushedAt: null,
  sizeBytes: null,
  mediaType: null,
}

/** The student's account as the twin sees it: the same evidence that the other checks ask for. */
function accountView(evidence: Evidence, accountId: string): AccountView {
  const { region } = evidence.subject
  const home = `${accountId}.dkr.ecr.${region}.amazonaws.com`
  return {
    account: accountId,
    region,
    ecrRepository: async (name) =>
      beforeFirstPush(await evidence.ask(repository, name), home, name),
    images: async (name) => imagesBeforeFirstPush(await evidence.ask(images, name), name),
    service: (cluster, name) => evidence.ask(service, cluster, name),
    clusters: async () => wholly(await evidence.ask(clusters)),
    services: async (cluster) => wholly(await evidence.ask(serviceArns, cluster)),
    taskDefinition: (arn) => evidence.ask(taskDefinition, arn),
    stack: (name) => evidence.ask(stack, name),
    stackResources: async (name) => wholly(await evidence.ask(stackResources, name)),
    role: (name) => evidence.ask(role, name),
    oidcProviders: async () => {
      const provider = await evidence.ask(oidcProvider, ISSUER)
      return provider.state === 'absent' ? found([]) : map(provider, (one) => [one])
    },
  }
}
