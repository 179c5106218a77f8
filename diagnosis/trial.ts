import { CHECKS } from '../checks/index.js'
import { reachVerdict } from '../checks/reach-verdict.js'
import { CHECK_IDS, type CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import { TimeLimit } from '../evidence/budget.js'
import type { Evidence } from '../evidence/question.js'
import { type Fact, fact } from '../facts/fact.js'
import type { Answers } from './answers.js'

/** What checks say of answers, by id. */
export type Verdicts = ReadonlyMap<CheckId, Verdict>

/** Nothing is sent in a trial; a check gets its usual time for thinking beyond this, in milliseconds. */
const ASKING_MS = 1000

/** Judges what an account and a repository would answer. Sends no request. */
export async function judge(answers: Answers, ids: readonly CheckId[]): Promise<Verdicts> {
  return await judgeOn(answers.evidence(), ids)
}

/** The same of evidence at hand. */
export async function judgeOn(evidence: Evidence, ids: readonly CheckId[]): Promise<Verdicts> {
  const verdicts = await Promise.all(ids.map((id) => VERDICTS.get(id)?.(evidence) ?? []))
  return new Map(verdicts.flat().map((verdict) => [verdict.id, verdict]))
}

/** What each check says, as facts: after a change only those checks judge again that hang on it. */
const VERDICTS: ReadonlyMap<CheckId, Fact<Verdict>> = new Map(
  CHECK_IDS.map((id) => [
    id,
    fact(async (evidence) => {
      const timeLimit = new TimeLimit(ASKING_MS)
      return (await reachVerdict(CHECKS[id], { evidence, timeLimit })).verdict
    }),
  ]),
)

/** What a change brings: the checks that pass by it, and whether one no longer passes. */
export interface Gain {
  readonly wins: readonly CheckId[]
  readonly losesAny: boolean
}

/** Compares what checks say before a change with what they say after it. */
export function gainBetween(before: Verdicts, after: Verdicts): Gain {
  const passes = (verdicts: Verdicts, id: CheckId) => verdicts.get(id)?.status === 'passed'
  const ids = [...before.keys()]
  return {
    wins: ids.filter((id) => !passes(before, id) && passes(after, id)),
    losesAny: ids.some((id) => passes(before, id) && !passes(after, id)),
  }
}
