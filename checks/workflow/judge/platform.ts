import { finding, PLATFORM } from '@grade4/pipeline'
import type { Finding } from '../../verdict.js'
import type { BuildAt, RunReading } from './run-reading.js'

/** What is wrong with the platforms of a build: `unknown` when they are not known, `null` when nothing is. */
export function platformFault(
  run: RunReading,
  { build, step }: BuildAt,
): Finding | 'unknown' | null {
  if (build.platforms === null) return 'unknown'
  const platforms = [...new Set(build.platforms)]
  if (platforms.length === 1 && platforms[0] === PLATFORM) return null
  const actual = platforms.join(', ')
  const location = build.places.platforms ?? step.step.location
  const message = build.platformsDefault
    ? `${run.name(step.step)} gives no platforms, so it builds for the runner's own, ${actual}.`
    : `${run.name(step.step)} builds for ${actual}.`
  return finding(message, { location, expected: `platforms: ${PLATFORM}`, actual })
}

/** Why the platforms of a build are not known. */
export const PLATFORM_UNKNOWN = {
  because: 'the platform that docker/build-push-action builds for is not known',
  remedy: 'Write platforms: linux/arm64 out in the step.',
}
