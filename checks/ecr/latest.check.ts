import { LATEST, REPOSITORY } from '../../evidence/assignment.js'
import { type EcrImage, images } from '../../evidence/aws/ecr.js'
import { check, known } from '../check.js'

const messages = {
  empty: `${REPOSITORY} holds no image at all.`,
  none: (count: number) =>
    count === 1
      ? `The one image in ${REPOSITORY} does not carry the tag latest.`
      : `None of the ${count} images in ${REPOSITORY} carries the tag latest.`,
  otherCase: (tag: string) =>
    ` One carries the tag ${tag}: ECR tells capital letters from small ones.`,
  several: (count: number, digests: string) =>
    `${count} images carry the tag latest where one should: ${digests}.`,
  one: (digest: string) => `latest is ${digest}.`,
}

/**
 * `ecr.latest`: exactly one image is the newest one.
 * Rule: "Push an Initial Image to ECR". Every page of the image list is read.
 */
export default check('ecr.latest', {
  title: 'One image carries the tag latest',
  section: 'Push an Initial Image to ECR',
  hint: 'Push to main and let the pipeline end, or push an image tagged latest by hand as the assignment shows.',
  looksAt: 'Every image in cs40, on all pages of the list, with its tags.',
  passes: 'Exactly one of them carries the tag latest.',
  failures: {
    'cs40 holds no image.':
      'Push a first image by hand as the assignment shows, or push to main and let the pipeline do it.',
    'There are images, but none is tagged latest: often a run that removed the tag and then failed to push.':
      'Look at the newest run on the Actions page, fix what failed, and push to main again.',
  },

  async rule({ evidence, finding, seen }) {
    const all = known(
      await evidence.ask(images, REPOSITORY),
      'ecr.repository',
      `There is no repository ${REPOSITORY} to look for images in.`,
    )
    const latest = all.filter(({ tags }) => tags.includes(LATEST))
    const [image] = latest
    if (image !== undefined && latest.length === 1) return seen(messages.one(image.digest))
    const digests = latest.map(({ digest }) => digest).join(', ')
    if (latest.length > 1) finding(messages.several(latest.length, digests))
    else if (all.length === 0) finding(messages.empty)
    else finding(messages.none(all.length) + otherCase(all))
  },
})

/** That a tag is `latest` but for its capital letters, where one is. */
function otherCase(all: readonly EcrImage[]): string {
  const near = all.flatMap(({ tags }) => tags).find((tag) => tag.toLowerCase() === LATEST)
  return near === undefined ? '' : messages.otherCase(near)
}
