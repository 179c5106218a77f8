/** What the account shows, which the pipeline has to name. */
export interface Graded {
  /** ARN of the graded role; `null` when there is none or it is not known. */
  readonly roleArn: string | null
  /** The graded service; `null` when there is none or it is not known. */
  readonly service: {
    readonly arn: string
    readonly name: string
    readonly clusterArn: string
  } | null
}
