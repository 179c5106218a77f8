import { cannotFollow, type Unknown, UnknownError, unknown } from '@grade4/unknown'
import { z } from 'zod'
import { type Caller, type Json, partOfAnswer, Refusal, type Run } from './call.js'
import { ImageId, idJson, imagesOf, matches, notFound } from './ecr-images.js'
import { existing, placeOf } from './ecr-repositories.js'
import { type EcrState, isIndex, moveTags, refuseConflict, type TwinImage } from './ecr-state.js'

const AMBIGUOUS: Unknown = unknown(
  'batch-delete-image got image ids with digest and tag together, and AWS does not say whether it then removes the tag or the image',
  'Give --image-ids the tag alone: --image-ids imageTag=latest.',
)

const BatchDelete = z.object({ repositoryName: z.string(), imageIds: z.array(ImageId) })

/**
 * ECR BatchDeleteImage.
 * By tag it takes the tag off, and deletes the image with its last tag; by digest it deletes the
 * image with all its tags; what is not there is listed as a failure and the call succeeds.
 * Source: botocore's ECR model, BatchDeleteImage.
 */
export const batchDeleteImage: Run = async ({ ecr: state }, params, caller) => {
  const { repositoryName, imageIds } = BatchDelete.parse(params)
  if (imageIds.length > 100) {
    throw new Refusal(
      'InvalidParameterException',
      "Invalid parameter at 'imageIds' failed to satisfy constraint: 'Member must have length less than or equal to 100'",
    )
  }
  const images = await imagesOf(state, caller.region, repositoryName)
  const deletion = new Deletion(state, caller, repositoryName, images)
  for (const id of imageIds) deletion.delete(id)
  return deletion.end()
}

class Deletion {
  readonly #state: EcrState
  readonly #caller: Caller
  readonly #repository: string
  #images: TwinImage[]
  readonly #deleted: Json[] = []
  readonly #failures: Json[] = []
  #ambiguous = false
  #perhaps = false

  constructor(state: EcrState, caller: Caller, repository: string, images: TwinImage[]) {
    this.#state = state
    this.#caller = caller
    this.#repository = repository
    this.#images = images
  }

  delete(id: ImageId): void {
    const image = this.#images.find((one) => matches(one, id))
    if (image === undefined) {
      this.#failures.push(notFound(id))
      this.#caller.emit({
        ...this.#place(),
        kind: 'nothing-to-delete',
        tag: id.imageTag ?? null,
        digest: id.imageDigest ?? null,
      })
    } else if (id.imageTag === undefined) this.#deleteImage(image)
    else if (id.imageDigest === undefined) this.#untag(image, id.imageTag)
    else {
      this.#ambiguous = true
      this.#caller.emit({
        ...this.#place(),
        kind: 'delete-ambiguous',
        digest: image.digest,
        tag: id.imageTag,
      })
    }
  }

  #untag(image: TwinImage, tag: string): void {
    const tags = image.tags.filter((one) => one !== tag)
    const imageDeleted = tags.length === 0
    this.#images = imageDeleted
      ? this.#images.filter((one) => one !== image)
      : this.#images.map((one) => (one === image ? { ...image, tags } : one))
    const { digest } = image
    this.#deleted.push(idJson({ imageDigest: digest, imageTag: tag }))
    this.#caller.emit({ ...this.#place(), kind: 'untagged', tag, digest, imageDeleted })
  }

  #deleteImage(image: TwinImage): void {
    // A child of an index stays: ECR lists ImageReferencedByManifestList. Which image is one the twin does not know.
    this.#perhaps ||= image.tags.length === 0 && !isIndex(image) && this.#images.some(isIndex)
    this.#images = this.#images.filter((one) => one !== image)
    const tags = image.tags.length === 0 ? [undefined] : image.tags
    for (const imageTag of tags) this.#deleted.push(idJson({ imageDigest: image.digest, imageTag }))
    const { digest, tags: tagsLost } = image
    this.#caller.emit({ ...this.#place(), kind: 'image-deleted', digest, tagsLost })
  }

  end(): Json {
    if (this.#ambiguous) {
      this.#state.loseSight(AMBIGUOUS)
      throw new UnknownError(AMBIGUOUS)
    }
    this.#state.setImages(this.#caller.region, this.#repository, this.#images)
    if (this.#perhaps) {
      return partOfAnswer('BatchDeleteImage', {}, ['imageIds', 'failures'])
    }
    return { imageIds: this.#deleted, failures: this.#failures }
  }

  #place() {
    return placeOf(this.#state, this.#caller, this.#repository)
  }
}

const Put = z.object({
  repositoryName: z.string(),
  imageManifest: z.string(),
  imageTag: z.string().optional(),
})

/** ECR PutImage for a manifest that BatchGetImage gave: one more tag for an image that is there. */
export const putImage: Run = async ({ ecr: state, manifests }, params, caller) => {
  const { repositoryName, imageManifest, imageTag } = Put.parse(params)
  const repository = await existing(state, caller.region, repositoryName)
  const images = await imagesOf(state, caller.region, repositoryName)
  const digest = manifests.digestOf(imageManifest)
  const image = images.find((one) => one.digest === digest)
  if (image === undefined || imageTag === undefined) {
    const because = 'put-image was given a manifest that the grader cannot follow'
    throw cannotFollow(because, 'this part of the workflow')
  }
  if (image.tags.includes(imageTag)) {
    throw new Refusal(
      'ImageAlreadyExistsException',
      `Image with digest '${image.digest}' and tag '${imageTag}' already exists in the repository with name '${repositoryName}' in registry with id '${state.account}'`,
    )
  }
  refuseConflict(repository, images, image.digest, [imageTag])
  state.setImages(caller.region, repositoryName, moveTags(images, image.digest, [imageTag]))
  const place = placeOf(state, caller, repositoryName)
  caller.emit({ ...place, kind: 'tagged', tag: imageTag, digest: image.digest })
  return {
    image: {
      registryId: state.account,
      repositoryName,
      imageId: idJson({ imageDigest: image.digest, imageTag }),
      imageManifest,
    },
  }
}
