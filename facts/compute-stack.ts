import { found, type Observed, unknown } from '@grade4/unknown'
import { type StackResource, stackResources } from '../evidence/aws/cloudformation.js'
import { plainFact } from './fact.js'

/** Each nested stack costs a request; no compute stack has more of them than this. */
const MOST_NESTED = 20

/**
 * The resources of the compute stack and of every stack nested in it; `absent` when there is no such stack.
 * `unknown` when any of them could not be read: what was not seen may be in that one.
 * Rule: rubric, "Which service". Source: CloudFormation User Guide, "Nested stacks": the physical id of an
 * `AWS::CloudFormation::Stack` is the ARN of that stack.
 */
export const computeStackResources = plainFact(
  async (evidence): Promise<Observed<StackResource[]>> => {
    const { stack } = evidence.subject
    const own = await evidence.ask(stackResources, stack)
    if (own.state !== 'found') return own
    const all = [...own.value]
    const seen = new Set<string>()
    for (let open = nestedIn(own.value, seen); open.length > 0; ) {
      if (seen.size > MOST_NESTED) {
        return unknown(
          `The stack ${stack} has more than ${MOST_NESTED} nested stacks, which the grader does not read.`,
          'Look for the service and the role in the CloudFormation console.',
        )
      }
      const answers = await Promise.all(open.map((arn) => evidence.ask(stackResources, arn)))
      const inside: StackResource[] = []
      for (const answer of answers) {
        if (answer.state === 'unknown') return answer
        if (answer.state === 'found') inside.push(...answer.value)
      }
      all.push(...inside)
      open = nestedIn(inside, seen)
    }
    return found(all)
  },
)

/** ARNs of the nested stacks among these resources that are not in `seen` yet; it gets them. */
function nestedIn(resources: readonly StackResource[], seen: Set<string>): string[] {
  return resources.flatMap(({ type, physicalId, status }) => {
    const isStack = type === 'AWS::CloudFormation::Stack' && status !== 'DELETE_COMPLETE'
    if (!isStack || physicalId === null || seen.has(physicalId)) return []
    seen.add(physicalId)
    return [physicalId]
  })
}
