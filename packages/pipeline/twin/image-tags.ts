import { unknown } from '@grade4/unknown'
import { type Answer, refused } from './answer.js'
import type { TwinImage, TwinRepository } from './ecr-state.js'

/** The images after an image got tags: a tag is on one image at a time. */
export function moveTags(
  images: readonly TwinImage[],
  digest: string,
  tags: readonly string[],
): TwinImage[] {
  return images.map((image) => {
    const others = image.tags.filter((tag) => !tags.includes(tag))
    return { ...image, tags: image.digest === digest ? [...others, ...tags] : others }
  })
}

/**
 * ECR's refusal to move a tag in a repository with immutable tags; `null` when it may move.
 * Source: ECR PutImage, ImageTagAlreadyExistsException.
 */
export function tagConflict(
  repository: TwinRepository,
  images: readonly TwinImage[],
  digest: string,
  tags: readonly string[],
): Answer<never> | null {
  if (repository.tagMutability === 'MUTABLE') return null
  for (const tag of tags) {
    const holder = images.find((image) => image.tags.includes(tag))
    if (holder === undefined || holder.digest === digest) continue
    if (repository.tagMutability.endsWith('_WITH_EXCLUSION')) {
      return unknown(
        `the repository ${repository.name} lets some tags move and others not, and the grader does not see which`,
        'The course staff has to grade this part of the workflow by hand.',
      )
    }
    return refused(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${repository.name}' repository and cannot be overwritten because the tag is immutable.`,
    )
  }
  return null
}

/** An OCI index or a Docker manifest list: it refers to other entries of the repository. */
export function isIndex(image: TwinImage): boolean {
  return /image\.index|manifest\.list/.test(image.mediaType ?? '')
}
