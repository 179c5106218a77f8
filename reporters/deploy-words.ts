import type { Report } from '../grading/report.js'

type Deploy = NonNullable<Report['deploy']>

/** What stands above the checks that a deploy of the template changes. */
export const DEPLOY_TITLE = 'Once you deploy what cdk synth wrote'

/** What stands there where it changes none. */
export const NO_CHANGE = 'No check comes out otherwise.'

const WORDS = {
  passed: 'passes',
  failed: 'fails',
  blocked: 'can not be looked at',
  error: 'can not be graded',
} as const

/** What becomes of a check, after its id. */
export function deployWord({ status, message }: Deploy[number]): string {
  return message === '' ? `${WORDS[status]}.` : `${WORDS[status]}: ${message}`
}
