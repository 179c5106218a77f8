import { absent, found, type Observed } from '@grade4/unknown'
import { type StackEvent, stack, stackEvents } from '../evidence/aws/cloudformation.js'
import { fact } from './fact.js'

/** No compute stack has stacks nested deeper than this. */
const DEEPEST = 4

/**
 * What stopped the last deploy of the compute stack: the first of its resources that failed, looked for in nested
 * stacks where one of those failed. What CloudFormation cancels, it cancels after that.
 * Costs a request: to be asked where the stack is not well.
 */
export const deployFailure = fact(async (evidence): Promise<Observed<StackEvent>> => {
  const there = await evidence.ask(stack, evidence.subject.stack)
  if (there.state !== 'found') return there
  let failure: Observed<StackEvent> = absent('no resource failed')
  let id: string | null = there.value.id
  for (let depth = 0; id !== null && depth < DEEPEST; depth += 1) {
    const events: Observed<StackEvent[]> = await evidence.ask(stackEvents, id)
    // Of a nested stack that can't be read, what the stack around it says is known.
    if (events.state !== 'found') return failure.state === 'found' ? failure : events
    const first: StackEvent | undefined = events.value.find(
      ({ status, physicalId }) => status.endsWith('_FAILED') && physicalId !== id,
    )
    if (first === undefined) return failure
    failure = found(first)
    id = first.type === 'AWS::CloudFormation::Stack' ? first.physicalId : null
  }
  return failure
})
