import { absent, found, type Observed } from '@grade4/unknown'
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

/** What the image behind `latest` holds. */
export const latestContent = fact(async (evidence): Promise<Observed<ImageContent>> => {
  const image = await latestImage(evidence)
  return image.state === 'found'
    ? await imageContent(evidence, REPOSITORY, image.value.digest)
    : image
})
