import { SUBJECT_KEY } from './github.js'
import { parseTrustPolicy } from './parse.js'

/** The beginning of a subject claim that names one repository, with ids or without. */
const ONE_REPOSITORY = /^repo:([\w-]+)(?:@\d+)?\/([\w.-]+)(?:@\d+)?:/

/** The repositories that a trust policy names in its conditions on `sub`; empty when it names none whole. */
export function repositoriesTrusted(policyText: string): { owner: string; name: string }[] {
  const policy = parseTrustPolicy(policyText)
  if (policy.state === 'malformed') return []
  return policy.statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ tests }) => tests)
    .filter(({ key }) => key.toLowerCase() === SUBJECT_KEY)
    .flatMap(({ values }) => values)
    .flatMap((value) => {
      const [, owner, name] = ONE_REPOSITORY.exec(value) ?? []
      return owner === undefined || name === undefined ? [] : [{ owner, name }]
    })
}
