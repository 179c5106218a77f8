import { PLATFORM } from '../../evidence/assignment.js'
import { latestContent } from '../../facts/latest-image.js'
import { check, known } from '../check.js'

const messages = {
  other: (platforms: string) => `The image behind latest runs on ${platforms}, not on ${PLATFORM}.`,
  none: 'The image behind latest is an index without an image in it that a task could run.',
  right: (platforms: string) => `The image behind latest runs on ${platforms}.`,
}

/**
 * `ecr.platform`: the image runs on the cluster's processors. Attestation manifests don't count.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 6, the note on the platform.
 */
check('ecr.platform', async ({ evidence, finding, seen }) => {
  const { platforms } = known(
    await latestContent(evidence),
    'ecr.latest',
    'There is no single image behind latest to look into.',
  )
  const list = platforms.join(', ')
  if (platforms.includes(PLATFORM)) seen(messages.right(list))
  else if (platforms.length === 0) finding(messages.none, { expected: PLATFORM })
  else finding(messages.other(list), { expected: PLATFORM, actual: list })
})
