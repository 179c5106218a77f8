import type { Subject } from './subject.js'

/** Somebody of whom nothing is known but where to look. */
export const SUBJECT: Subject = {
  student: null,
  repository: null,
  region: 'us-west-2',
  stack: 'yoctogram-compute-stack',
  profile: null,
  roleArn: null,
  externalId: null,
  localWorkflow: null,
}
