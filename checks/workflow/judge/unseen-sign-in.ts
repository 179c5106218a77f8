import type { StepTrace } from '@grade4/pipeline'
import type { Reason } from '@grade4/unknown'
import { isStranger, type RunReading } from './run-reading.js'

/** Words of what may take a role, or sign docker in to a registry. */
const SIGNS_IN =
  /(?<![a-z])(?:aws|amazon|ecr|ecs|sts|iam|oidc|role|docker)(?![a-z])|cred|log-?in|sign-?in|auth(?!or)|registr/i

/**
 * Why nobody knows whether a job has signed in to AWS or to ECR before a step: the first step of the job before
 * it that the grader can't look into (a script of the repository, a program it lacks, somebody's action) and
 * that, by its words, may be what signs in. `null` when there is none.
 */
export function unseenSignIn(run: RunReading, { step }: StepTrace): Reason | null {
  const at = run.steps.findIndex((other) => other.step === step)
  const before = run.steps.slice(0, at).filter((other) => other.step.job === step.job)
  const [hidden] = before.flatMap((other) => hiddenIn(run, other) ?? [])
  return hidden ?? null
}

function hiddenIn(run: RunReading, trace: StepTrace): Reason | null {
  const { uses, script, outcome, unknown } = trace
  if (outcome !== 'success' || (unknown === null && !isStranger(trace))) return null
  const mayDoAws = unknown !== null && !['programs', 'evidence'].includes(unknown.reach)
  if (!mayDoAws && !SIGNS_IN.test(`${uses ?? ''}${script ?? ''}`)) return null
  return (
    unknown?.reason ?? {
      because: run.strangeness(trace),
      remedy: 'Grade this by hand, or use the actions that the assignment names.',
    }
  )
}
