import { plainFact } from './fact.js'
import { role } from './role.js'
import { service } from './service.js'

/** What the account shows, which the pipeline has to name. */
export interface Targets {
  /** ARN of the graded role; `null` when there is none or it is not known. */
  readonly roleArn: string | null
  /** The graded service; `null` when there is none or it is not known. */
  readonly service: {
    readonly arn: string
    readonly name: string
    readonly clusterArn: string
  } | null
}

/** The role and the service that the pipeline has to name, as far as they are known. */
export const targets = plainFact(async (evidence): Promise<Targets> => {
  const [chosenRole, chosenService] = await Promise.all([role(evidence), service(evidence)])
  return {
    roleArn: chosenRole.state === 'found' ? chosenRole.value.role.arn : null,
    service: chosenService.state === 'found' ? chosenService.value : null,
  }
})
