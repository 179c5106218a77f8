import { unknown } from '@grade4/unknown'
import { type Answer, answered, type Credentials, refused } from './call.js'
import { imagesOf } from './ecr-images.js'
import { existing } from './ecr-repositories.js'
import { type EcrState, moveTags, type TwinImage, tagConflict } from './ecr-state.js'
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

/** What the push of an image leads to. `index`: how many pushes there were before, for its digest. */
export async function pushImage(
  state: EcrState,
  request: PushRequest,
  credentials: Credentials,
  index: number,
): Promise<Answer<{ digest: string }>> {
  const entry = admitted(state, request, credentials)
  if (entry !== null) return entry
  const { region, repository: name, tags } = request
  const repository = await existing(state, region, name)
  if (repository.state !== 'answered') return repository
  const digest = request.image.digest ?? `sha256:${invented(`push ${index}`)}`
  const images = await imagesOf(state, region, name)
  if (images.state === 'refused') return images
  if (images.state === 'unknown') {
    // Other images don't matter to a push, unless their tags could refuse it.
    if (repository.value.tagMutability !== 'MUTABLE') return images
  } else {
    const conflict = tagConflict(repository.value, images.value, digest, tags)
    if (conflict !== null) return conflict
    const all = images.value.some((image) => image.digest === digest)
      ? images.value
      : [...images.value, arrived(state, digest, request.image.platforms)]
    state.setImages(region, name, moveTags(all, digest, tags))
  }
  request.emit({
    kind: 'pushed',
    account: state.account,
    region,
    repository: name,
    tags: [...tags],
    digest,
    platforms: [...request.image.platforms],
  })
  return answered({ digest })
}

function admitted(
  state: EcrState,
  request: PushRequest,
  credentials: Credentials,
): Answer<never> | null {
  if (credentials.state === 'none') {
    return refused('NoBasicAuthCredentials', 'no basic auth credentials')
  }
  if (credentials.state === 'unknown') return credentials
  if (credentials.session.account !== request.registryAccount) {
    return unknown(
      `the registry of account ${request.registryAccount} is not the one that account ${credentials.session.account} signed in to, and its policy decides`,
      'Push to the registry of your own account.',
    )
  }
  if (request.registryAccount !== state.account) {
    return unknown(
      `the grader looks at account ${state.account}, not at ${request.registryAccount}`,
      'Push to the registry of your own account.',
    )
  }
  return null
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
