import type { LocalTemplate } from './template/local-template.js'

/** A GitHub repository's name, as the student or the roster spells it. */
export interface RepositoryName {
  readonly owner: string
  readonly name: string
}

/**
 * Who is graded, and how to reach the account and the repository.
 * Plain data: it crosses from the command to the checks by structured clone.
 */
export interface Subject {
  /** The student's id on a roster; `null` when somebody grades their own account. */
  readonly student: string | null
  /** The account that is to be graded, 12 digits; without it, whichever the credentials belong to. */
  readonly account?: string
  /** `null`: not known yet; the role's trust policy may name it. */
  readonly repository: RepositoryName | null
  /** AWS region that the assignment lives in, `us-west-2` unless the caller says otherwise. */
  readonly region: string
  /** Name of the compute stack. */
  readonly stack: string
  /** Profile of the AWS configuration files; `null`: the SDK's default chain. */
  readonly profile: string | null
  /** Role to assume in the student's account before looking, an ARN. */
  readonly roleArn: string | null
  /** External id that the role asks for. */
  readonly externalId: string | null
  /** A main.yml on this machine that is graded in place of the one on GitHub. */
  readonly localWorkflow: { readonly path: string; readonly text: string } | null
  /** What `cdk synth` wrote, which is graded in place of what is deployed. Never saved: its answers are. */
  readonly template?: LocalTemplate
  /** Nothing deployed is looked at: nobody is signed in to AWS, or wants to be. */
  readonly withoutAccount?: true
  /** Top folder of the clone that it lies in, absolute; absent: it lies in none. Never saved. */
  readonly clone?: string
}
