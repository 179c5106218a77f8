import {
  AUDIENCE,
  AUDIENCE_KEY,
  gitHubProviderArn,
  mainSubjects,
  SUBJECT_KEY,
  WEB_IDENTITY_ACTION,
} from '@grade4/trust'
import { z } from 'zod'
import type { CheckId } from '../checks/rubric.js'
import { BRANCH } from '../evidence/assignment.js'
import { subjectCustomization } from '../evidence/github/repository.js'
import type { Evidence } from '../evidence/question.js'
import { account } from '../facts/account.js'
import { type KnownRepository, knownRepository } from '../facts/repository.js'
import { role } from '../facts/role.js'
import { type Answers, withRole } from './answers.js'
import { type Change, cdk } from './change.js'

/** As much of a trust policy as has to be read to change it. */
const Statement = z.looseObject({
  Effect: z.string(),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
})
const Policy = z.looseObject({ Statement: z.union([Statement, z.array(Statement)]) })
type Statement = z.infer<typeof Statement>

/**
 * The changes of the role's trust policy that may win a check's points: one condition alone first,
 * then the whole policy as the assignment has it.
 */
export function trustChanges(id: CheckId): (answers: Answers) => Promise<readonly Change[]> {
  return async (answers) => {
    const evidence = answers.evidence()
    const [accountId, chosen, repository] = await Promise.all([
      account(evidence),
      role(evidence),
      knownRepository(evidence),
    ])
    if (accountId.state !== 'found' || chosen.state !== 'found') return []
    if (repository.state !== 'found') return []
    const { name, trustPolicy } = chosen.value.role
    const provider = gitHubProviderArn(accountId.value)
    const subjects = subjectsOf(repository.value, await hasIds(evidence))
    const statements = statementsOf(trustPolicy)
    const own = statements?.filter((one) => isFor(one, provider)) ?? []
    const offer = (title: string, lines: readonly string[], changed: readonly Statement[]) =>
      cdk(
        `${title} in the role's trust policy`,
        lines,
        withRole(answers, name, { trustPolicy: policyOf(changed) }),
      )
    const condition = (what: string, key: string, value: string) => {
      const each = (statements ?? []).map((one) =>
        isFor(one, provider) ? withCondition(one, key, value) : one,
      )
      return offer(`Set the condition on the ${what}`, [line(key, value)], each)
    }
    const changes: Change[] = []
    if (statements !== null && own.length > 0) {
      if (id === 'role.subject' || id === 'workflow.credentials')
        changes.push(...subjects.map((subject) => condition('subject', SUBJECT_KEY, subject)))
      if (id === 'role.audience' || id === 'workflow.credentials')
        changes.push(condition('audience', AUDIENCE_KEY, AUDIENCE))
      if (id === 'role.trust' && own.length < statements.length) {
        const lines = principal(subjects[0] ?? '')
        changes.push(offer('Remove every principal but the OIDC provider', lines, own))
      }
    }
    const whole = subjects.map((subject) => {
      const title = `Allow exactly the pushes to ${BRANCH} of your repository`
      return offer(title, principal(subject), [wholeStatement(provider, subject)])
    })
    return [...changes, ...whole]
  }
}

/** Whether GitHub writes ids into the subject of this repository's tokens, as far as it says so. */
export async function hasIds(evidence: Evidence): Promise<boolean> {
  const said = await evidence.ask(subjectCustomization)
  if (said.state !== 'found') return false
  const { useImmutableSubject, subjectPrefix } = said.value
  return useImmutableSubject === true || (subjectPrefix ?? '').includes('@')
}

/** The subjects that GitHub may write for a push to main; the one that it writes is the first. */
export function subjectsOf(repository: KnownRepository, idsFirst: boolean): string[] {
  const subjects = mainSubjects(repository)
  return idsFirst ? subjects.toReversed() : subjects
}

function statementsOf(policy: string): Statement[] | null {
  try {
    const { Statement: read } = Policy.parse(JSON.parse(policy))
    return Array.isArray(read) ? read : [read]
  } catch {
    // No policy to change: the whole of it is offered.
    return null
  }
}

function policyOf(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements })
}

function isFor({ Effect, Principal }: Statement, provider: string): boolean {
  return Effect === 'Allow' && JSON.stringify(Principal ?? null).includes(JSON.stringify(provider))
}

/** A statement with one condition on a key in place of those that it has. */
function withCondition(statement: Statement, key: string, value: string): Statement {
  const others = Object.entries(statement.Condition ?? {}).map(
    ([operator, keys]): [string, Record<string, unknown>] => [
      operator,
      Object.fromEntries(
        Object.entries(keys).filter(([name]) => name.toLowerCase() !== key.toLowerCase()),
      ),
    ],
  )
  const kept = Object.fromEntries(others.filter(([, keys]) => Object.keys(keys).length > 0))
  return {
    ...statement,
    Condition: { ...kept, StringLike: { ...kept.StringLike, [key]: value } },
  }
}

/** The trust policy of the assignment, as JSON text. */
export function trustPolicyFor(provider: string, subject: string): string {
  return policyOf([wholeStatement(provider, subject)])
}

function wholeStatement(provider: string, subject: string): Statement {
  return {
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: WEB_IDENTITY_ACTION,
    Condition: { StringLike: { [SUBJECT_KEY]: subject, [AUDIENCE_KEY]: AUDIENCE } },
  }
}

function line(key: string, value: string): string {
  return `${JSON.stringify(key)}: ${JSON.stringify(value)},`
}

/** The principal as the assignment's CDK has it. */
export function principal(subject: string): string[] {
  return [
    'assumed_by=iam.WebIdentityPrincipal(',
    '    gh_actions_provider.open_id_connect_provider_arn,',
    '    {',
    '        "StringLike": {',
    `            ${line(SUBJECT_KEY, subject)}`,
    `            ${line(AUDIENCE_KEY, AUDIENCE)}`,
    '        }',
    '    },',
    '),',
  ]
}
