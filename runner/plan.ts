import type { Reason } from '@grade4/unknown'
import type { Advice } from '../checks/advice.js'
import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import type { DeployedCheck } from '../diagnosis/deploy-template.js'
import type { PlanStep } from '../diagnosis/plan.js'
import type { Access } from '../evidence/access.js'
import type { Subject } from '../evidence/subject.js'
import type { Reality } from '../facts/reality.js'

/** Who is graded, and how. Plain data: it crosses into the worker thread by structured clone. */
export interface Plan {
  readonly subjects: readonly Subject[]
  /** The checks to run, in rubric order. */
  readonly checks: readonly CheckId[]
  readonly access: Access
  /** Files of saved evidence that are graded in place of accounts, by subject; without one, the account is. */
  readonly loadFrom?: readonly (string | null)[]
  /** Files of saved evidence of an earlier look, by subject, if they are there: only what they lack is asked for. */
  readonly startFrom?: readonly (string | null)[]
  /** Files that the subjects' evidence is saved to, each before its subject is reported. Folders have to be there. */
  readonly saveTo?: readonly (string | null)[]
  /** How many subjects are graded at the same time; without it, all. */
  readonly inFlight?: number
  /** Whether a report tells what main.yml does, step by step. */
  readonly withTrace?: boolean
  /** Whether a fault of the grader's is reported with its stack. */
  readonly withStacks?: boolean
  /** Whether main.yml's text comes along with the reports, where a check read it. */
  readonly withWorkflow?: boolean
}

/** What is known about a subject beside its verdicts, once they are all reached. */
export interface SubjectSummary {
  /** When the first question was asked, ISO 8601. */
  readonly startedAt: string
  /** 12 digits; `null` when no credentials gave it. */
  readonly account: string | null
  /** `OWNER/NAME`; `null` when none was found. */
  readonly repository: string | null
  /** When the graded state came to be, ISO 8601; `null` when unknown. */
  readonly submittedAt: string | null
  /** What that is taken from. */
  readonly submittedFrom: 'run' | 'image' | null
  /** Why the evidence could not be saved, one line; `null`: it is, or was not to be. */
  readonly unsaved: string | null
  readonly advice: readonly Advice[]
  /** What the graded run says of main.yml; `null` when no check asked. */
  readonly reality: Reality | null
  /** What to do, in order; `undefined` when looking for it broke. */
  readonly steps?: readonly PlanStep[]
  /** The checks that a deploy of the template changes; `undefined` where there is none beside an account. */
  readonly deploy?: readonly DeployedCheck[]
  /** What main.yml does, as `PipelineTrace`; `undefined` when nobody asked for it, or it is not known. */
  readonly trace?: unknown
  /** main.yml as it was graded; `undefined` when nobody asked for it, or it is not known. */
  readonly workflow?: WorkflowText
  readonly requests: { readonly aws: number; readonly github: number }
  /** Why something is not known that is not known of any other subject either; `undefined`: there is no such thing. */
  readonly callerFault?: Reason
}

/** A main.yml, for showing what was found on its lines: hostile text. */
export interface WorkflowText {
  /** As locations name it. */
  readonly path: string
  readonly text: string
}

declare module 'vitest' {
  interface ProvidedContext {
    plan: Plan
    /** Name of the `BroadcastChannel` between this run's two threads. */
    channel: string
  }
}

declare module '@vitest/runner' {
  /** What a test tells the reporter, in its `meta`. `subject`: index into the plan's subjects. */
  interface TaskMeta {
    check?: { readonly subject: number; readonly verdict: Verdict }
    summary?: SubjectSummary & { readonly subject: number }
    /** What broke inside the grader for a subject, with its stack where the plan asks for one. */
    fault?: { readonly subject: number; readonly message: string }
    /** The run was stopped before this subject was begun. */
    notStarted?: { readonly subject: number }
  }
}
