import {
  BatchGetImageCommand,
  DescribeRepositoriesCommand,
  GetDownloadUrlForLayerCommand,
  paginateDescribeImages,
} from '@aws-sdk/client-ecr'
import { z } from 'zod'
import { moment } from '../moment.js'
import { question } from '../question.js'
import { download } from './download.js'
import { look } from './look.js'
import { everyItem } from './pages.js'

/** A private ECR repository. Source: ECR DescribeRepositories. */
export const EcrRepository = z.object({
  name: z.string(),
  /** `ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME` */
  uri: z.string(),
  /** MUTABLE, IMMUTABLE, or one of those with `_WITH_EXCLUSION`. */
  tagMutability: z.string(),
})
export type EcrRepository = z.infer<typeof EcrRepository>

/** One entry of an ECR repository. Source: ECR DescribeImages. */
export const EcrImage = z.object({
  /** `sha256:` and 64 hex digits. */
  digest: z.string(),
  /** Empty when untagged. */
  tags: z.array(z.string()),
  /** When this digest was first pushed; moving a tag does not change it. */
  pushedAt: moment.nullable(),
  /** Compressed size in bytes; of an index, the size of its largest child. */
  sizeBytes: z.number().nullable(),
  /** Media type of the manifest. */
  mediaType: z.string().nullable(),
})
export type EcrImage = z.infer<typeof EcrImage>

const NO_REPOSITORY = 'RepositoryNotFoundException'

/** Every kind of manifest, indexes included: without them ECR may hand back a converted single manifest. */
const MEDIA_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]

/** A config blob is a few kilobytes; more than this many bytes is no honest one. */
const LARGEST_CONFIG = 1_048_576

/** The private repository of that name. */
export const repository = question({
  name: 'ecr.repository',
  schema: EcrRepository,
  ask: ({ aws }, name: string) =>
    look(aws, 'ecr:DescribeRepositories', [NO_REPOSITORY], async (options) => {
      const answer = await aws.ecr.send(
        new DescribeRepositoriesCommand({ repositoryNames: [name] }),
        options,
      )
      const [repository] = answer.repositories ?? []
      return EcrRepository.parse({
        name: repository?.repositoryName,
        uri: repository?.repositoryUri,
        tagMutability: repository?.imageTagMutability ?? 'MUTABLE',
      })
    }),
})

/** Every image of a repository, untagged ones included, in the service's order. */
export const images = question({
  name: 'ecr.images',
  schema: z.array(EcrImage),
  ask: ({ aws }, repositoryName: string) =>
    look(aws, 'ecr:DescribeImages', [NO_REPOSITORY], async (options) => {
      const details = await everyItem(
        paginateDescribeImages({ client: aws.ecr }, { repositoryName, maxResults: 1000 }, options),
        ({ imageDetails }) => imageDetails,
      )
      return details.map((image) =>
        EcrImage.parse({
          digest: image.imageDigest,
          tags: image.imageTags ?? [],
          pushedAt: image.imagePushedAt ?? null,
          sizeBytes: image.imageSizeInBytes ?? null,
          mediaType: image.imageManifestMediaType ?? null,
        }),
      )
    }),
})

/** The manifest behind a digest, as JSON text. */
export const manifest = question({
  name: 'ecr.manifest',
  schema: z.string(),
  ask: ({ aws }, repositoryName: string, imageDigest: string) =>
    look(aws, 'ecr:BatchGetImage', ['ImageNotFound'], async (options) => {
      const answer = await aws.ecr.send(
        new BatchGetImageCommand({
          repositoryName,
          imageIds: [{ imageDigest }],
          acceptedMediaTypes: MEDIA_TYPES,
        }),
        options,
      )
      const [failure] = answer.failures ?? []
      if (failure !== undefined) throw new FailureInAnswer(failure.failureCode)
      return z.string().parse(answer.images?.[0]?.imageManifest)
    }),
})

/** The config blob of an image, as JSON text; its SHA-256 has been compared with the digest. */
export const configBlob = question({
  name: 'ecr.configBlob',
  schema: z.string(),
  ask: ({ aws }, repositoryName: string, layerDigest: string) =>
    look(aws, 'ecr:GetDownloadUrlForLayer', ['LayersNotFoundException'], async (options) => {
      const answer = await aws.ecr.send(
        new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest }),
        options,
      )
      aws.requests.aws += 1
      return await download(z.string().parse(answer.downloadUrl), {
        digest: layerDigest,
        largestBytes: LARGEST_CONFIG,
        signal: options.abortSignal,
      })
    }),
})

/** BatchGetImage answered HTTP 200 with a failure inside; its code is the error's name. */
class FailureInAnswer extends Error {
  constructor(code = 'unnamed failure') {
    super(code)
    this.name = code
  }
}
