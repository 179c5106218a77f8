import { type AccountView, type PipelineTrace, runPipeline, settingsRead } from '@grade4/pipeline'
import { ISSUER } from '@grade4/trust'
import { found, map, type Observed, unknown } from '@grade4/unknown'
import { stack, stackResources } from '../evidence/aws/cloudformation.js'
import { images, repository } from '../evidence/aws/ecr.js'
import { clusters, service, serviceArns, taskDefinition } from '../evidence/aws/ecs.js'
import { oidcProvider, role } from '../evidence/aws/iam.js'
import { secretNames, subjectCustomization, variables } from '../evidence/github/repository.js'
import type { Evidence } from '../evidence/question.js'
import { account } from './account.js'
import { fact } from './fact.js'
import { knownRepository } from './repository.js'
import { fileOf, workflow } from './workflow.js'

/** What main.yml does, found out by running it on a twin of the account; `absent` when it is not valid, or not there. */
export const pipeline = fact(async (evidence): Promise<Observed<PipelineTrace>> => {
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
  })
  return trace.incomplete === null
    ? found(trace)
    : unknown(trace.incomplete.because, trace.incomplete.remedy)
})

const NOT_ASKED = unknown('main.yml does not read it', '')

/** The student's account as the twin sees it: the same evidence that the other checks ask for. */
function accountView(evidence: Evidence, accountId: string): AccountView {
  return {
    account: accountId,
    region: evidence.subject.region,
    ecrRepository: (name) => evidence.ask(repository, name),
    images: (name) => evidence.ask(images, name),
    service: (cluster, name) => evidence.ask(service, cluster, name),
    clusters: () => evidence.ask(clusters),
    services: (cluster) => evidence.ask(serviceArns, cluster),
    taskDefinition: (arn) => evidence.ask(taskDefinition, arn),
    stack: (name) => evidence.ask(stack, name),
    stackResources: (name) => evidence.ask(stackResources, name),
    role: (name) => evidence.ask(role, name),
    oidcProviders: async () => {
      const provider = await evidence.ask(oidcProvider, ISSUER)
      return provider.state === 'absent' ? found([]) : map(provider, (one) => [one])
    },
  }
}
