import { finding, LATEST, REPOSITORY, type StepTrace } from '@grade4/pipeline'
import { Holes } from '@grade4/unknown'
import { failed, type Outcome, stop } from './outcome.js'
import type { RunReading } from './run-reading.js'
import { takesLatestOff } from './stoppage.js'

const EXPECTED = `aws ecr batch-delete-image --repository-name ${REPOSITORY} --image-ids imageTag=${LATEST}`

const messages = {
  late: (name: string) => `${name} takes the tag latest off only after the push has begun.`,
  otherTag: (name: string, tag: string) => `${name} takes off the tag ${tag}, not latest.`,
  otherRepository: (name: string, repository: string) =>
    `${name} works on the repository ${repository}, not on cs40.`,
  otherRegion: (name: string, region: string) =>
    `${name} works in the region ${region}, where your cs40 is not.`,
  refused: (name: string, message: string) => `${name} is refused by ECR: ${stop(message)}`,
  notRun: (name: string) =>
    `${name} has the command batch-delete-image in it but never runs it (an echo, or something before it ends the script).`,
  skipped: (name: string, why: string | null) => `${name} does not run: ${stop(why)}`,
  none: 'No step takes the tag latest off the images that carry it, so it is still there when the push begins.',
}

/** Why `latest` is still on an image, told by the step that comes nearest to taking it off. `at`: the push. */
export function explainUntouched(run: RunReading, at: number): Outcome {
  for (const story of [late, wrongTarget, refused, skipped, notRun]) {
    const told = story(run, at)
    if (told !== null) {
      const [step, message, actual] = told
      return failed(
        finding(message, {
          location: step.step.location,
          expected: EXPECTED,
          actual: actual ?? null,
        }),
      )
    }
  }
  return failed(finding(messages.none, { expected: EXPECTED }))
}

type Story = [step: StepTrace, message: string, actual?: string] | null

function late(run: RunReading, at: number): Story {
  const step = run.steps.find(({ effects }, index) => index > at && effects.some(takesLatestOff))
  return step === undefined ? null : [step, messages.late(run.name(step.step))]
}

function wrongTarget(run: RunReading): Story {
  const deletes = [...run.effects('untagged'), ...run.effects('nothing-to-delete')]
  for (const { effect, step } of deletes) {
    const name = run.name(step.step)
    const tag = effect.tag ?? effect.digest ?? ''
    if (effect.region !== run.region) return [step, messages.otherRegion(name, effect.region)]
    if (effect.repository !== REPOSITORY) {
      return [step, messages.otherRepository(name, effect.repository)]
    }
    if (tag !== LATEST) return [step, messages.otherTag(name, Holes.show(tag)), `imageTag=${tag}`]
  }
  return null
}

function refused(run: RunReading): Story {
  for (const { effect, step } of run.effects('refused')) {
    if (effect.service !== 'ecr' || effect.operation === 'GetAuthorizationToken') continue
    if (effect.operation === 'PutImage') continue
    const name = run.name(step.step)
    if (effect.region !== null && effect.region !== run.region) {
      return [step, messages.otherRegion(name, effect.region)]
    }
    const { repositoryName } = effect.asked
    return repositoryName !== undefined && repositoryName !== REPOSITORY
      ? [step, messages.otherRepository(name, Holes.show(repositoryName))]
      : [step, messages.refused(name, effect.message)]
  }
  return null
}

function skipped(run: RunReading): Story {
  const step = run.steps.find((each) => each.outcome === 'skipped' && mentions(each))
  return step === undefined
    ? null
    : [step, messages.skipped(run.name(step.step), step.cause?.message ?? null)]
}

function notRun(run: RunReading): Story {
  const step = run.steps.find(mentions)
  return step === undefined ? null : [step, messages.notRun(run.name(step.step))]
}

function mentions({ holds }: StepTrace): boolean {
  return holds.includes('batch-delete-image')
}
