/** Where a GitHub token is found: an environment variable, or the sign-in of the `gh` command. */
export type TokenOrigin = 'GITHUB_TOKEN' | 'GH_TOKEN' | 'gh'

/** What a run may use to look at accounts and repositories; never part of evidence or reports. */
export interface Access {
  /** `null`: nobody is signed in; only a local main.yml can be read. */
  readonly githubToken: string | null
  /** Where the token was found; absent: nowhere. */
  readonly githubTokenFrom?: TokenOrigin
  /** Base URL of GitHub's REST API. */
  readonly githubUrl: string
  /** How long gathering one subject's evidence may take, in milliseconds. */
  readonly timeLimitMs: number
  /** Longest wait for GitHub's rate limit, in seconds; 10 by default. It is not part of the time limit. */
  readonly longestWaitSeconds?: number
  /** What GitHub lets the token spend in a minute, in points, a GET being one; 900 by default. */
  readonly githubPointsPerMinute?: number
  /** Whether this is a run of a workflow on GitHub, whose credentials may be those of the role that is graded. */
  readonly inWorkflow?: boolean
  /** Folder of GitHub's earlier answers; without one, none are kept. */
  readonly githubAnswers?: string
}
