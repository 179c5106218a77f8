import { hasHole, type Reason } from '@grade4/unknown'

/** An image in the runner's own image store. */
export interface LocalImage {
  /** `os/architecture`. */
  readonly platforms: readonly string[]
  /** Digest in ECR, when it was pulled from there. */
  readonly digest?: string
}

/** What docker keeps on a job's machine: logins, and images that a script can tag and push. */
export class DockerHost {
  readonly #passwords = new Map<string, string>()
  readonly #images = new Map<string, LocalImage>()
  /** The name of a registry that is not known, and that docker is signed in to. */
  #somewhere: string | null = null
  /** Why there may be images that are not known; `null` where there are none. */
  mayHoldOthers: Reason | null = null

  /** `registry`: its host name. Either may have holes. */
  logIn(registry: string, password: string): void {
    this.#passwords.set(registry, password)
    if (hasHole(registry)) this.#somewhere = registry
  }

  logOut(registry: string): void {
    this.#passwords.delete(registry)
  }

  /**
   * The password of the login to a registry; `null` without one. Where docker is signed in to a registry that is
   * not known, which may be this one, a text with that hole.
   */
  passwordFor(registry: string): string | null {
    return this.#passwords.get(registry) ?? this.#somewhere
  }

  /** `reference`: `registry/repository:tag`; without a tag it means `latest`. */
  addImage(reference: string, image: LocalImage): void {
    this.#images.set(tagged(reference), image)
  }

  image(reference: string): LocalImage | undefined {
    return this.#images.get(tagged(reference))
  }

  /** All references of images in the store. */
  references(): string[] {
    return [...this.#images.keys()]
  }
}

function tagged(reference: string): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1)
  return name.includes(':') || name.includes('@') ? reference : `${reference}:latest`
}
