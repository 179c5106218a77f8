import { z } from 'zod'
import { type Json, moment, partOfAnswer, Refusal, type Run, seen } from './call.js'
import { existing } from './ecr-repositories.js'
import type { EcrState, TwinImage } from './ecr-state.js'

/** How ECR's calls name an image. */
export const ImageId = z.object({
  imageDigest: z.string().optional(),
  imageTag: z.string().optional(),
})
export type ImageId = z.infer<typeof ImageId>

const List = z.object({
  repositoryName: z.string(),
  filter: z.object({ tagStatus: z.string().optional() }).optional(),
})

/** ECR ListImages: one entry a tag, and one for each untagged image. */
export const listImages: Run = async ({ ecr: state }, params, caller) => {
  const { repositoryName, filter } = List.parse(params)
  const images = await imagesOf(state, caller.region, repositoryName)
  const wanted = images.filter((image) => hasStatus(image, filter?.tagStatus))
  return { imageIds: wanted.flatMap(idsOf) }
}

const Describe = z.object({
  repositoryName: z.string(),
  imageIds: z.array(ImageId).optional(),
  filter: z.object({ tagStatus: z.string().optional() }).optional(),
})

/** ECR DescribeImages. An image id that is not there refuses the whole call. */
export const describeImages: Run = async ({ ecr: state }, params, caller) => {
  const { repositoryName, imageIds, filter } = Describe.parse(params)
  const images = await imagesOf(state, caller.region, repositoryName)
  let wanted = images.filter((image) => hasStatus(image, filter?.tagStatus))
  if (imageIds !== undefined) {
    wanted = []
    for (const id of imageIds) {
      const image = images.find((one) => matches(one, id))
      if (image === undefined) {
        throw new Refusal(
          'ImageNotFoundException',
          `The image with imageId {imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'} does not exist within the repository with name '${repositoryName}' in the registry with id '${state.account}'`,
        )
      }
      if (!wanted.includes(image)) wanted.push(image)
    }
  }
  return { imageDetails: wanted.map((image) => detail(state, repositoryName, image)) }
}

const BatchGet = z.object({ repositoryName: z.string(), imageIds: z.array(ImageId) })

/** ECR BatchGetImage. What is not there is listed as a failure; the call succeeds. */
export const batchGetImage: Run = async ({ ecr: state, manifests }, params, caller) => {
  const { repositoryName, imageIds } = BatchGet.parse(params)
  const images = await imagesOf(state, caller.region, repositoryName)
  const got: Json[] = []
  const failures: Json[] = []
  for (const id of imageIds) {
    const image = images.find((one) => matches(one, id))
    if (image === undefined) failures.push(notFound(id))
    else {
      got.push(
        partOfAnswer('image', {
          registryId: state.account,
          repositoryName,
          imageId: idJson({ ...id, imageDigest: image.digest }),
          imageManifest: manifests.of(image.digest),
          imageManifestMediaType: image.mediaType ?? undefined,
        }),
      )
    }
  }
  return { images: got, failures }
}

/** The images of a repository that has to exist. Throws `Refusal`, `UnknownError`. */
export async function imagesOf(
  state: EcrState,
  region: string,
  repository: string,
): Promise<TwinImage[]> {
  await existing(state, region, repository)
  return seen(await state.images(region, repository)) ?? []
}

/** Whether an image id means this image. */
export function matches(image: TwinImage, id: ImageId): boolean {
  if (id.imageDigest !== undefined && id.imageDigest !== image.digest) return false
  return id.imageTag === undefined || image.tags.includes(id.imageTag)
}

/** ECR's way to say that an image id is on no image. */
export function notFound(id: ImageId): Json {
  return {
    imageId: idJson(id),
    failureCode: 'ImageNotFound',
    failureReason: 'Requested image not found',
  }
}

export function idJson(id: ImageId): Json {
  return {
    ...(id.imageDigest === undefined ? {} : { imageDigest: id.imageDigest }),
    ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }),
  }
}

function idsOf(image: TwinImage): Json[] {
  if (image.tags.length === 0) return [{ imageDigest: image.digest }]
  return image.tags.map((imageTag) => ({ imageDigest: image.digest, imageTag }))
}

function hasStatus(image: TwinImage, status: string | undefined): boolean {
  if (status === 'TAGGED') return image.tags.length > 0
  return status !== 'UNTAGGED' || image.tags.length === 0
}

function detail(state: EcrState, repositoryName: string, image: TwinImage): Json {
  const known = {
    registryId: state.account,
    repositoryName,
    imageDigest: image.digest,
    ...(image.tags.length === 0 ? {} : { imageTags: [...image.tags] }),
    imageSizeInBytes: image.sizeBytes ?? undefined,
    imagePushedAt: image.pushedAt === null ? undefined : moment(image.pushedAt),
    imageManifestMediaType: image.mediaType ?? undefined,
  }
  return partOfAnswer('image', known, ['artifactMediaType', 'lastRecordedPullTime'])
}
