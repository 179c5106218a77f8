import { type Action, input, succeeded } from './action.js'

/** docker/setup-buildx-action: a builder that brings its own emulators, unless its inputs say otherwise. */
export const setupBuildx: Action = async (call) => {
  const driver = input(call, 'driver')
  if (!/^(docker|docker-container)?$/.test(driver) || input(call, 'endpoint') !== '') {
    call.run.machine.builderDoubt = ELSEWHERE
  }
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

const ELSEWHERE = {
  because: 'the images are built on another machine, which the grader does not know',
  remedy: "Let docker/setup-buildx-action make a builder on the job's own machine.",
}

const OUTPUTS = {
  because: 'the outputs of this action are only known when it runs',
  remedy: 'Grade what depends on them by hand.',
}
