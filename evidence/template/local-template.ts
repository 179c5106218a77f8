/** What `cdk synth` wrote, as texts: read on this machine, and parsed where it is judged. Plain data. */
export interface LocalTemplate {
  /** As it was given: a folder, or a file. */
  readonly path: string
  /** The stacks there are; in one of them, the compute stack. */
  readonly stacks: readonly LocalStack[]
  /** Why it can't be read, a sentence: then there are no stacks. Absent: it can. */
  readonly problem?: string
  /** Every template by its file's name, nested stacks' too. */
  readonly files: readonly { readonly file: string; readonly text: string }[]
}

/** A stack that a manifest names, or that a file is. */
export interface LocalStack {
  readonly name: string
  /** Name of its file among the template's. */
  readonly file: string
  /** Where it is to be deployed, 12 digits; `null`: wherever the credentials are. */
  readonly account: string | null
  /** Likewise. */
  readonly region: string | null
}
