import { cannotFollow, found, type Observed, type Unknown } from '@grade4/unknown'
import type { AccountView, EcrImage } from './account-view.js'
import { Refusal } from './call.js'
import type { Clock } from './clock.js'

/** An image as the twin knows it. */
export interface TwinImage extends EcrImage {
  /** `os/architecture`; empty where the twin has not seen it built. */
  readonly platforms: readonly string[]
}

/** A repository of the twin, its images not included. */
export interface TwinRepository {
  readonly name: string
  readonly uri: string
  readonly tagMutability: string
  /** `null`: it was there before the run. */
  readonly createdAt: Date | null
}

type Repositories = Map<string, Observed<TwinRepository>>
type Images = Map<string, Observed<TwinImage[]>>

/**
 * The state behind the twin's ECR: copied from the account on first touch, changed by the run.
 * Only the graded region is copied; another region's registry starts empty.
 */
export class EcrState {
  readonly account: string
  readonly clock: Clock
  readonly #view: AccountView
  readonly #repositories = new Map<string, Repositories>()
  readonly #images = new Map<string, Images>()
  #lost: Unknown | null = null

  constructor(view: AccountView, clock: Clock) {
    this.account = view.account
    this.clock = clock
    this.#view = view
  }

  /** The repository as it is now. */
  async repository(region: string, name: string): Promise<Observed<TwinRepository>> {
    const known = regional(this.#repositories, region)
    const before = known.get(name)
    if (before !== undefined) return before
    const seen = await this.#lookUp(region, name)
    // Somebody may have created it while the account was asked.
    const now = known.get(name) ?? seen
    known.set(name, now)
    return now
  }

  async #lookUp(region: string, name: string): Promise<Observed<TwinRepository>> {
    if (region !== this.#view.region) {
      return { state: 'absent', saidBy: 'RepositoryNotFoundException' }
    }
    const seen = await this.#view.ecrRepository(name)
    if (seen.state !== 'found') return seen
    const { uri, tagMutability } = seen.value
    return found({ name, uri, tagMutability, createdAt: null })
  }

  /** The repository's images as they are now; `unknown` once sight of them was lost. */
  async images(region: string, name: string): Promise<Observed<TwinImage[]>> {
    const repository = await this.repository(region, name)
    if (repository.state !== 'found') return repository
    if (this.#lost !== null) return this.#lost
    const known = regional(this.#images, region)
    const before = known.get(name)
    if (before !== undefined) return before
    const seen = await this.#view.images(name)
    const copied: Observed<TwinImage[]> =
      seen.state === 'found'
        ? found(seen.value.map((image) => ({ ...image, tags: [...image.tags], platforms: [] })))
        : seen
    const now = known.get(name) ?? copied
    known.set(name, now)
    return now
  }

  setImages(region: string, name: string, images: TwinImage[]): void {
    regional(this.#images, region).set(name, found(images))
  }

  create(region: string, name: string, tagMutability: string): TwinRepository {
    const repository = {
      name,
      uri: `${this.account}.dkr.ecr.${region}.amazonaws.com/${name}`,
      tagMutability,
      createdAt: new Date(this.clock.now()),
    }
    regional(this.#repositories, region).set(name, found(repository))
    this.setImages(region, name, [])
    return repository
  }

  remove(region: string, name: string): void {
    regional(this.#repositories, region).set(name, {
      state: 'absent',
      saidBy: 'RepositoryNotFoundException',
    })
    regional(this.#images, region).delete(name)
  }

  /** From now on the images are not known, of any repository. */
  loseSight(unknown: Unknown): void {
    this.#lost ??= unknown
  }
}

function regional<V>(all: Map<string, Map<string, V>>, region: string): Map<string, V> {
  let one = all.get(region)
  if (one === undefined) {
    one = new Map()
    all.set(region, one)
  }
  return one
}

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
 * Throws `Refusal` where ECR does not move a tag in a repository with immutable tags; `UnknownError`.
 * Source: ECR PutImage, ImageTagAlreadyExistsException.
 */
export function refuseConflict(
  { tagMutability, name }: TwinRepository,
  images: readonly TwinImage[],
  digest: string,
  tags: readonly string[],
): void {
  if (tagMutability === 'MUTABLE') return
  for (const tag of tags) {
    const holder = images.find((image) => image.tags.includes(tag))
    if (holder === undefined || holder.digest === digest) continue
    if (tagMutability.endsWith('_WITH_EXCLUSION')) {
      const because = `the repository ${name} lets some tags move and others not, and the grader does not see which`
      throw cannotFollow(because, 'this part of the workflow')
    }
    throw new Refusal(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.`,
    )
  }
}

/** An OCI index or a Docker manifest list: it refers to other entries of the repository. */
export function isIndex(image: TwinImage): boolean {
  return /image\.index|manifest\.list/.test(image.mediaType ?? '')
}
