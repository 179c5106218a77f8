import { UnknownError } from '@grade4/unknown'
import { type Credentials, Refusal, seen } from './call.js'
import { existing, placeOf } from './ecr-repositories.js'
import { type EcrState, moveTags, refuseConflict, type TwinImage } from './ecr-state.js'
import type { TwinEffect } from './effects.js'
import { invented } from './sessions.js'

/** What is pushed, where to, and with whose password. */
export interface PushRequest {
  /** Account in the registry's host name. */
  readonly registryAccount: string
  readonly region: string
  readonly repository: string
  readonly tags: readonly string[]
  readonly image: {
    /** `os/architecture`. */
    readonly platforms: readonly string[]
    /** Set when it is an image that the twin already knows. */
    readonly digest?: string
  }
  /** Password of the `docker login` to this registry; `null` when there was none. */
  readonly password: string | null
  readonly emit: (effect: TwinEffect) => void
}

/**
 * Pushes an image; gives its digest. `index`: how many pushes there were before, for that. Throws `Refusal`,
 * `UnknownError`.
 */
export async function pushImage(
  state: EcrState,
  request: PushRequest,
  credentials: Credentials,
  index: number,
): Promise<{ digest: string }> {
  admit(state, request, credentials)
  const { region, repository: name, tags, image } = request
  const repository = await existing(state, region, name)
  const digest = image.digest ?? `sha256:${invented(`push ${index}`)}`
  const images = await state.images(region, name)
  // Other images don't matter to a push, unless their tags could refuse it.
  if (images.state !== 'unknown' || repository.tagMutability !== 'MUTABLE') {
    const there = seen(images) ?? []
    refuseConflict(repository, there, digest, tags)
    const isThere = there.some((one) => one.digest === digest)
    const all = isThere ? there : [...there, arrived(state, digest, image.platforms)]
    state.setImages(region, name, moveTags(all, digest, tags))
  }
  const pushed = { tags: [...tags], digest, platforms: [...image.platforms] }
  request.emit({ kind: 'pushed', ...placeOf(state, request, name), ...pushed })
  return { digest }
}

function admit(state: EcrState, { registryAccount }: PushRequest, credentials: Credentials): void {
  const remedy = 'Push to the registry of your own account.'
  if (credentials.state === 'none')
    throw new Refusal('NoBasicAuthCredentials', 'no basic auth credentials')
  if (credentials.state === 'unknown') throw new UnknownError(credentials)
  const { account } = credentials.session
  if (account !== registryAccount) {
    const because = `the registry of account ${registryAccount} is not the one that account ${account} signed in to, and its policy decides`
    throw new UnknownError({ because, remedy })
  }
  if (registryAccount !== state.account) {
    const because = `the grader looks at account ${state.account}, not at ${registryAccount}`
    throw new UnknownError({ because, remedy })
  }
}

function arrived(state: EcrState, digest: string, platforms: readonly string[]): TwinImage {
  return {
    digest,
    tags: [],
    pushedAt: new Date(state.clock.now()),
    sizeBytes: null,
    mediaType: null,
    platforms: [...platforms],
  }
}
