import { type Action, input, succeeded } from './action.js'

/** docker/setup-buildx-action: a builder that brings its own emulators, unless it is told otherwise. */
export const setupBuildx: Action = async (call) => {
  const driver = input(call, 'driver')
  if (driver !== 'docker') call.run.canBuildForeign = true
  return succeeded({ others: OUTPUTS })
}

/** docker/setup-qemu-action: emulators for other architectures. */
export const setupQemu: Action = async ({ run }) => {
  run.canBuildForeign = true
  return succeeded({ others: OUTPUTS })
}

/** An action that brings files, whatever they are: another job's, or an earlier run's. */
export const bringsFiles: Action = async ({ run }) => {
  run.mayHoldFiles = true
  return succeeded({ others: OUTPUTS })
}

/** An action that has nothing to do with AWS and images. */
export const harmless: Action = async () => succeeded({ others: OUTPUTS })

const OUTPUTS = {
  because: 'the outputs of this action are only known when it runs',
  remedy: 'Grade what depends on them by hand.',
}
