export {
  type Comparison,
  compareAudience,
  compareSubject,
  type Difference,
  type DifferenceKinds,
} from './compare.js'
export { type Denial, type DenialKinds, evaluateTrust, type TrustDecision } from './evaluate.js'
export {
  AUDIENCE,
  AUDIENCE_KEY,
  gitHubProviderArn,
  ISSUER,
  SUBJECT_KEY,
  WEB_IDENTITY_ACTION,
} from './github.js'
export type { OfKind } from './kinds.js'
export {
  type Actions,
  type Malformed,
  showConditions,
  showStatement,
} from './policy.js'
export type { PrincipalKinds } from './principals.js'
export { type OtherGrantKinds, readTrust, type TrustPolicy } from './read-trust.js'
export { repositoriesTrusted } from './repositories-trusted.js'
export {
  closestSubject,
  type SubjectFaultKinds,
  subjectFaults,
} from './subject-faults.js'
export type { RunKind } from './subject-runs.js'
export { MAIN_SUFFIX, mainSubject, mainSubjects, type TrustedRepository } from './subjects.js'
