import type { Access } from './access.js'
import { type Aws, awsClients } from './aws/client.js'
import { type RequestCount, TimeLimit } from './budget.js'
import { AnswersOnDisk } from './github/answers-on-disk.js'
import { type Github, githubClient } from './github/client.js'
import { NOT_DEPLOYED, NOT_ON_GITHUB } from './not-deployed.js'
import type { Subject } from './subject.js'

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
  const isAsked = subject.withoutAccount !== true
  return {
    subject,
    aws: awsClients(subject, timeLimit, requests, {
      notAsked: isAsked ? null : NOT_DEPLOYED,
      inWorkflow: access.inWorkflow === true,
    }),
    github: githubClient(
      subject.repository,
      access,
      githubAnswers,
      timeLimit,
      requests,
      isAsked ? null : NOT_ON_GITHUB,
    ),
    githubAnswers,
    timeLimit,
    requests,
  }
}
