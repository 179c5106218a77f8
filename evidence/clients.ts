import { type Aws, awsClients } from './aws/client.js'
import { type RequestCount, TimeLimit } from './budget.js'
import { AnswersOnDisk } from './github/answers-on-disk.js'
import { type Github, githubClient } from './github/client.js'
import type { Subject } from './subject.js'

/** Where a GitHub token is found: an environment variable, or the sign-in of the `gh` command. */
export type TokenOrigin = 'GITHUB_TOKEN' | 'GH_TOKEN' | 'gh'

/** What a run may use to look at accounts and repositories; never part of evidence or reports. */
export interface Access {
  /** `null`: nobody is signed in; only a local main.yml can be read. */
  readonly githubToken: string | null
  /** Where the token was found; absent: told nowhere. */
  readonly githubTokenFrom?: TokenOrigin
  /** Base URL of GitHub's REST API. */
  readonly githubUrl: string
  /** How long gathering one subject's evidence may take, in milliseconds. */
  readonly timeLimitMs: number
  /** Longest wait for GitHub's rate limit, in seconds; 10 unless told. It is not part of the time limit. */
  readonly longestWaitSeconds?: number
  /** Folder of GitHub's earlier answers; without one, none are kept. */
  readonly githubAnswers?: string
}

/** The clients of one subject; the only way to the network. */
export interface Clients {
  readonly subject: Subject
  readonly aws: Aws
  readonly github: Github
  /** GitHub's earlier answers; `null`: none are kept. */
  readonly githubAnswers: AnswersOnDisk | null
  readonly timeLimit: TimeLimit
  readonly requests: RequestCount
}

/** Makes the clients of one subject. Nothing is sent yet. */
export function clientsFor(subject: Subject, access: Access): Clients {
  const requests: RequestCount = { aws: 0, github: 0 }
  const timeLimit = new TimeLimit(access.timeLimitMs)
  const about = JSON.stringify([subject.account, subject.repository])
  const githubAnswers =
    access.githubAnswers === undefined ? null : new AnswersOnDisk(access.githubAnswers, about)
  return {
    subject,
    aws: awsClients(subject, timeLimit, requests),
    github: githubClient(access, githubAnswers, timeLimit, requests),
    githubAnswers,
    timeLimit,
    requests,
  }
}
