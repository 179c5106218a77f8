import type { Report } from '../grading/report.js'

type Deploy = NonNullable<Report['deploy']>

/** What stands above the checks that a deploy of the template changes. */
export function deployTitle(deploy: Deploy): string {
  return deploy.length === 0
    ? 'Deploying what cdk synth wrote changes no verdict'
    : 'Once you deploy what cdk synth wrote'
}

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
