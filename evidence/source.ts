import { found, type Observed, unknown } from '@grade4/unknown'
import type { Access } from './access.js'
import { identity } from './aws/sts.js'
import { type RequestCount, TimeLimit } from './budget.js'
import { clientsFor } from './clients.js'
import { gather, type KnownAnswers } from './gather.js'
import { localFile } from './local-file.js'
import { STAND_IN_ACCOUNT } from './not-deployed.js'
import { answerKey, type Evidence } from './question.js'
import { replay } from './replay.js'
import {
  loadEvidence,
  type SavedEvidence,
  saveEvidence,
  UnreadableEvidence,
} from './saved-evidence.js'
import type { Subject } from './subject.js'
import { Synthesized } from './template/synthesized.js'

/** Where a subject's evidence is taken from, and kept. Paths of files. */
export interface EvidenceFiles {
  /** Saved evidence that answers in place of the account and the repository; `null`: they are asked. */
  readonly loadFrom: string | null
  /** Saved evidence of an earlier look, if it is there: its answers are not asked for again. */
  readonly startFrom?: string | null
  /** Where all that was asked is saved in the end; `null`: nowhere. */
  readonly saveTo: string | null
}

/** One subject's evidence, and what goes with it while the subject is graded. */
export interface Source {
  readonly evidence: Evidence
  readonly timeLimit: TimeLimit
  /** How many requests went out so far. */
  readonly requests: RequestCount
  /** Every answer so far, by its key. */
  answers(): Promise<ReadonlyMap<string, Observed<unknown>>>
  /** Saves what was asked so far, and beside it what main.yml was seen to do. Gives the reason, one line, when it could not; `null` when it could, or nobody asked for it. */
  save(trace: unknown): Promise<string | null>
}

/** Opens a subject's evidence, live or saved. Nothing is asked yet; for saved evidence no client is made. */
export async function openSource(
  subject: Subject,
  access: Access,
  { loadFrom, startFrom = null, saveTo }: EvidenceFiles,
): Promise<Source> {
  const source =
    loadFrom === null
      ? live(subject, access, startFrom === null ? null : await loadOrNothing(startFrom))
      : await saved(subject, loadFrom, access)
  const save = async (trace: unknown) => {
    await source.keepGithubAnswers()
    if (saveTo === null) return null
    const { gatheredAt } = source.evidence
    const answers = await source.answers()
    try {
      await saveEvidence(saveTo, { subject, gatheredAt, savedAt: new Date(), answers, trace })
      return null
    } catch (error) {
      return `The evidence could not be saved to ${saveTo} (${error}).`
    }
  }
  return { ...source, save }
}

type Opened = Omit<Source, 'save'> & {
  /** Keeps what GitHub answered for the next time, where that is asked for. */
  keepGithubAnswers(): Promise<void>
}

function live(
  subject: Subject,
  access: Access,
  earlier: SavedEvidence | UnreadableEvidence | null,
): Opened {
  const clients = clientsFor(subject, access)
  const before = earlier instanceof UnreadableEvidence ? null : earlier
  const kept = before === null ? null : keptAnswers(before)
  const synthesized = subject.withoutAccount === true ? answersWithoutAccount(subject) : null
  const gathered = gather(clients, {
    answer: (question, args) => synthesized?.answer(question, args) ?? kept?.answer(question, args),
  })
  const evidence = before === null ? gathered : { ...gathered, gatheredAt: before.gatheredAt }
  const { timeLimit, requests, githubAnswers } = clients
  return {
    evidence,
    timeLimit,
    requests,
    answers: () => evidence.answers(),
    keepGithubAnswers: async () => await githubAnswers?.keep(),
  }
}

async function saved(subject: Subject, path: string, { timeLimitMs }: Access): Promise<Opened> {
  const loaded = await loadOrNothing(path)
  return {
    evidence:
      loaded instanceof UnreadableEvidence
        ? silent(subject, loaded)
        : replay({ ...loaded, subject }),
    timeLimit: new TimeLimit(timeLimitMs),
    requests: { aws: 0, github: 0 },
    answers: async () => (loaded instanceof UnreadableEvidence ? new Map() : loaded.answers),
    keepGithubAnswers: async () => {},
  }
}

async function loadOrNothing(path: string): Promise<SavedEvidence | UnreadableEvidence> {
  try {
    return await loadEvidence(path)
  } catch (error) {
    if (error instanceof UnreadableEvidence) return error
    throw error
  }
}

/** Evidence whose file could be read when the command began, and no longer can. */
function silent(subject: Subject, { message }: UnreadableEvidence): Evidence {
  return {
    subject,
    gatheredAt: new Date(),
    ask: async () => unknown(message, 'Put the file back, and grade it again.'),
  }
}

/**
 * What an account and a repository answered before, for a subject whose own files alone have changed since. What could
 * not be found out is asked again, and files of the clone are read again.
 */
export function keptAnswers({ answers }: Pick<SavedEvidence, 'answers'>): KnownAnswers {
  return {
    answer: (question, args) => {
      if (question === localFile.name) return undefined
      const kept = answers.get(answerKey(question, args))
      return kept?.state === 'unknown' ? undefined : kept
    },
  }
}

/** Accounts that a text names by ARNs of IAM or hosts of ECR. */
const NAMED_ACCOUNT = /arn:aws[\w-]*:iam::(\d{12}):|\b(\d{12})\.dkr\.ecr\./g

/**
 * The answers about a subject whose account is not looked at: what a deploy of the template would have it answer,
 * where there is one.
 */
function answersWithoutAccount(subject: Subject): KnownAnswers {
  const account = accountOf(subject)
  const { template, region } = subject
  const home = { account: account.state === 'found' ? account.value : STAND_IN_ACCOUNT, region }
  const synthesized = template === undefined ? null : new Synthesized(template, home)
  const who: Observed<unknown> =
    account.state === 'found' ? found({ account: account.value, arn: '' }) : account
  return {
    answer: (question, args) =>
      question === identity.name ? who : synthesized?.answer(question, args),
  }
}

/** The account that is meant; unknown where somebody names one, and nobody says whether it is the student's. */
function accountOf({ account, template, stack, localWorkflow }: Subject): Observed<string> {
  const places = template?.stacks.filter(({ name }) => name === stack) ?? []
  const meant = account ?? places.find((place) => place.account !== null)?.account
  if (meant != null) return found(meant)
  const texts = [...(template?.files ?? []), ...(localWorkflow === null ? [] : [localWorkflow])]
  for (const { text } of texts) {
    for (const [, inArn, inHost] of text.matchAll(NAMED_ACCOUNT)) {
      const named = inArn ?? inHost
      return unknown(
        `Whether ${named}, which the files name, is your AWS account is not known.`,
        'Say which account is yours with --account, 12 digits.',
      )
    }
  }
  return found(STAND_IN_ACCOUNT)
}
