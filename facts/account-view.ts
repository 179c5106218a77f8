import type { AccountView } from '@grade4/pipeline'
import { ISSUER } from '@grade4/trust'
import { found, map } from '@grade4/unknown'
import { stack, stackResources } from '../evidence/aws/cloudformation.js'
import { images, repository } from '../evidence/aws/ecr.js'
import { clusters, service, serviceArns, taskDefinition } from '../evidence/aws/ecs.js'
import { oidcProvider, role } from '../evidence/aws/iam.js'
import type { Evidence } from '../evidence/question.js'

/** The student's account as the twin sees it: the same evidence that the other checks ask for. */
export function accountView(evidence: Evidence, account: string, region: string): AccountView {
  return {
    account,
    region,
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
