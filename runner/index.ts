// All of vitest: a plan in, verdicts out, to the vitest reporter that makes reports of them.
export { gradeAll } from './grade-all.js'
export type { Plan, SubjectSummary, WorkflowText } from './plan.js'
export { endThread, startThread } from './thread.js'
