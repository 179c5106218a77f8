import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the course's own grader takes ten points for, each at most once. */
export type CourseFault = 'role' | 'principal' | 'session' | 'policies'

const ROLE = 'AWS::IAM::Role'
const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity'
const SUBJECT = /^repo:[A-Za-z0-9-]*\/[A-Za-z0-9-]*:ref:refs\/heads\/main$/
const SUB = 'token.actions.githubusercontent.com:sub'
const AUD = 'token.actions.githubusercontent.com:aud'
const SUFFIXES = [
  ':iam::aws:policy/AmazonEC2ContainerRegistryFullAccess',
  ':iam::aws:policy/AmazonECS_FullAccess',
]

/** The stacks whose resources it puts together before it looks. */
const STACKS = ['network', 'data', 'compute'].map((name) => `yoctogram-${name}-stack`)

/**
 * The course's static rules on a `cdk.out`, written anew: templates are matched as they are written, no intrinsic function
 * is resolved. `operators`: the conditions that are looked at, which in the course's rules is `StringEquals` alone.
 * Source: infracourse/assignment4-autograder, rules/compute_stack/iam.rego at a936a92.
 */
export function courseFaults(
  folder: string,
  operators: readonly string[] = ['StringEquals'],
): ReadonlySet<CourseFault> {
  const roles = resourcesIn(folder).filter((resource) => at(resource, 'Type') === ROLE)
  const statementsOf = (role: unknown) =>
    each(at(role, 'Properties', 'AssumeRolePolicyDocument', 'Statement'))
  const isForGitHub = (statement: unknown) => at(statement, 'Action') === WEB_IDENTITY
  // Most rules look at the first statement only.
  const byFirst = roles.filter((role) => isForGitHub(statementsOf(role)[0]))
  // One for each statement: a role with two is there twice, and so are its policies.
  const byAny = roles.flatMap((role) =>
    statementsOf(role)
      .filter(isForGitHub)
      .map(() => role),
  )
  // Of all conditions there are, the first.
  const [conditions] = byFirst
    .flatMap(statementsOf)
    .flatMap((statement) => operators.map((operator) => at(statement, 'Condition', operator)))
    .filter((condition) => condition !== undefined)
  const subject = at(conditions, SUB)
  const audience = at(conditions, AUD)
  const sessions = byFirst.map((role) => at(role, 'Properties', 'MaxSessionDuration'))
  const suffixes = byAny
    .flatMap((role) => each(at(role, 'Properties', 'ManagedPolicyArns')))
    .map((arn) => at(arn, 'Fn::Join', '1', '2'))
    .filter((suffix) => suffix !== undefined)
    .toSorted()

  const faults = new Set<CourseFault>()
  if (byFirst.length !== 1) faults.add('role')
  if (typeof subject !== 'string' || !SUBJECT.test(subject)) faults.add('principal')
  if (audience !== undefined && audience !== 'sts.amazonaws.com') faults.add('principal')
  if (sessions.some((seconds) => seconds !== undefined && seconds !== 3600)) faults.add('session')
  if (JSON.stringify(suffixes) !== JSON.stringify(SUFFIXES)) faults.add('policies')
  return faults
}

function resourcesIn(folder: string): unknown[] {
  const files = STACKS.map((stack) => `${stack}.template.json`)
  const there = readdirSync(folder).filter((file) => files.includes(file))
  return there.flatMap((file) =>
    each(at(JSON.parse(readFileSync(join(folder, file), 'utf8')), 'Resources')),
  )
}

/** What stands under a path of keys; `undefined`: nothing. */
function at(value: unknown, ...path: readonly string[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof value !== 'object' || value === null) return undefined
  return at(new Map<string, unknown>(Object.entries(value)).get(key), ...rest)
}

function each(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}
