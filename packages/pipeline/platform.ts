/** What an image runs on, as a manifest or a config blob says. */
export interface Platform {
  readonly os: string
  readonly architecture: string
  /** `null` when none is given. */
  readonly variant: string | null
}

/** Other names of an architecture, each with the variant that the name implies. */
const ALIASES: Readonly<Record<string, readonly [architecture: string, variant: string | null]>> = {
  aarch64: ['arm64', null],
  armhf: ['arm', 'v7'],
  armel: ['arm', 'v6'],
  i386: ['386', null],
  x86_64: ['amd64', null],
  'x86-64': ['amd64', null],
}

/** The variant that each architecture has when none is given. */
const DEFAULT_VARIANTS: Readonly<Record<string, string>> = { amd64: 'v1', arm: 'v7', arm64: 'v8' }

/**
 * `os/architecture`, with `/variant` where that is not the usual one: `linux/arm64` for arm64 v8.
 * Source: normalisation in github.com/containerd/platforms.
 */
export function platformName({ os, architecture, variant }: Platform): string {
  const given = architecture.toLowerCase()
  const alias = Object.hasOwn(ALIASES, given) ? ALIASES[given] : undefined
  const [name, implied] = alias ?? [given, null]
  const usual = Object.hasOwn(DEFAULT_VARIANTS, name) ? DEFAULT_VARIANTS[name] : undefined
  const actual = versioned(variant ?? '') || implied || usual
  const system = os.toLowerCase() === 'macos' ? 'darwin' : os.toLowerCase()
  return `${system}/${name}${actual !== undefined && actual !== usual ? `/${actual}` : ''}`
}

/** `8` and `V8` are `v8`. */
function versioned(variant: string): string {
  const lower = variant.toLowerCase()
  return /^\d/.test(lower) ? `v${lower}` : lower
}
