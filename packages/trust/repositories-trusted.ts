import { SUBJECT_KEY } from './github.js'
import { parsePolicy } from './policy.js'

/** The beginning of a subject claim that names one repository, with ids or without. */
const ONE_REPOSITORY = /^repo:([\w-]+)(?:@\d+)?\/([\w.-]+)(?:@\d+)?:/

/** The repositories that a trust policy names in its conditions on `sub`; empty when it names none whole. */
export function repositoriesTrusted(policyText: string): { owner: string; name: string }[] {
  const statements = parsePolicy(policyText)
  if ('element' in statements) return []
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ conditions }) => conditions)
    .filter(({ key }) => key.toLowerCase() === SUBJECT_KEY)
    .flatMap(({ values }) => values)
    .flatMap((value) => {
      const [, owner = '', name] = ONE_REPOSITORY.exec(value) ?? []
      return name === undefined ? [] : [{ owner, name }]
    })
}
