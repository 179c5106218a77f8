import { absent, found, type Observed, unknown } from '@grade4/unknown'
import { LATEST, REPOSITORY } from '../evidence/assignment.js'
import type { EcrImage } from '../evidence/aws/ecr.js'
import { images } from '../evidence/aws/ecr.js'
import { fact } from './fact.js'
import { type ImageContent, imageContent } from './image-content.js'

/** The image behind `latest`; `absent` when there is not exactly one. */
export const latestImage = fact(async (evidence): Promise<Observed<EcrImage>> => {
  const all = await evidence.ask(images, REPOSITORY)
  if (all.state !== 'found') return all
  const [first, second] = all.value.filter(({ tags }) => tags.includes(LATEST))
  return first === undefined || second !== undefined
    ? absent('not exactly one image carries latest')
    : found(first)
})

/** What the image behind `latest` holds; `absent` when there is not exactly one. */
export const latestContent = fact(async (evidence): Promise<Observed<ImageContent>> => {
  const [image, all] = await Promise.all([latestImage(evidence), evidence.ask(images, REPOSITORY)])
  if (image.state !== 'found') return image
  const { digest } = image.value
  const listed = new Set(all.state === 'found' ? all.value.map((each) => each.digest) : [])
  const content = await imageContent(evidence, REPOSITORY, listed, digest)
  return content.state === 'absent'
    ? unknown(`The image ${digest} went away while it was graded.`, 'Run grade4 again.')
    : content
})
