import { type Named, namedIn } from '@grade4/pipeline'
import { absent, found, type Observed } from '@grade4/unknown'
import { plainFact } from './fact.js'
import { pipeline } from './pipeline.js'
import { workflow } from './workflow.js'

/** What main.yml names of the account; `absent` where it is not valid, or can't be followed to its end. */
export const named = plainFact(async (evidence): Promise<Observed<Named>> => {
  const [flow, trace] = await Promise.all([workflow(evidence), pipeline(evidence)])
  if (flow.state !== 'found') return flow
  return trace.state === 'found'
    ? found(namedIn(trace.value))
    : absent('main.yml can not be followed to its end')
})
