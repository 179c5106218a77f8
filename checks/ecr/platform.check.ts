import { UnknownError } from '@grade4/unknown'
import { PLATFORM, REPOSITORY } from '../../evidence/assignment.js'
import { latestContent } from '../../facts/latest-image.js'
import { check, known } from '../check.js'

const messages = {
  other: (platforms: string) => `The image behind latest runs on ${platforms}, not on ${PLATFORM}.`,
  none: 'The image behind latest is an index without an image in it that a task could run.',
  missing: ([first = '', ...others]: readonly string[], platforms: string) =>
    `The index behind latest lists ${first}${others.length === 0 ? '' : ` and ${others.length} more`}, which ${REPOSITORY} does not have, and no image for ${PLATFORM}${platforms === '' ? '' : ` (only for ${platforms})`}.`,
  right: (platforms: string) => `The image behind latest runs on ${platforms}.`,
}

/**
 * `ecr.platform`: the image runs on the cluster's processors. Attestation manifests don't count.
 * Rule: "Configuring GitHub Actions to Push to ECR", step 6, the note on the platform.
 */
export default check('ecr.platform', {
  title: 'The latest image runs on linux/arm64',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Set "platforms: linux/arm64" in steps 6 and 8 of main.yml and push again.',
  looksAt:
    "The image behind latest: the platforms that its index lists, or, for a single image, its config blob. Attestations (platform unknown/unknown) don't count.",
  passes: 'linux/arm64 is among them, since that is what the Fargate service runs on.',
  failures: {
    'The image was built for linux/amd64 only: no platform was given, so the machine built for itself.':
      'Set "platforms: linux/arm64" in steps 6 and 8 of main.yml and push; by hand: docker buildx build --platform linux/arm64',
    'latest is an index, and the images that it lists are not in cs40.':
      'Push to main and let the pipeline end: docker/build-push-action pushes an index together with its images.',
  },

  async rule({ evidence, finding, seen }) {
    const { platforms, otherPlatforms, missing } = known(
      await latestContent(evidence),
      'ecr.latest',
      'There is no single image behind latest to look into.',
    )
    const list = platforms.join(', ')
    if (platforms.includes(PLATFORM)) return seen(messages.right(list))
    if (otherPlatforms !== null) throw new UnknownError(otherPlatforms)
    if (missing.length > 0) finding(messages.missing(missing, list))
    else if (platforms.length === 0) finding(messages.none, { expected: PLATFORM })
    else finding(messages.other(list), { expected: PLATFORM, actual: list })
  },
})
