import { readActionReference } from './action-reference.js'
import type { Step, Workflow } from './model.js'
import { textOf } from './tree.js'

/** The oldest major of each action that runs on a Node version GitHub still supports. */
const OLDEST_SUPPORTED: Readonly<Record<string, number>> = {
  'actions/cache': 4,
  'actions/checkout': 4,
  'actions/download-artifact': 4,
  'actions/setup-node': 4,
  'actions/setup-python': 5,
  'actions/upload-artifact': 4,
  'aws-actions/amazon-ecr-login': 2,
  'aws-actions/configure-aws-credentials': 4,
  'docker/build-push-action': 5,
  'docker/login-action': 3,
  'docker/metadata-action': 5,
  'docker/setup-buildx-action': 3,
  'docker/setup-qemu-action': 3,
}

const messages = {
  setOutput:
    'main.yml sets an output with ::set-output, which GitHub deprecated; write NAME=VALUE to "$GITHUB_OUTPUT" instead.',
  writeAll:
    'main.yml asks for permissions: write-all; id-token: write and contents: read would do.',
  oldActions: (uses: string[]) =>
    `main.yml uses versions of actions for a Node that GitHub has retired: ${uses.join(', ')}.`,
}

/**
 * What is worth knowing about main.yml and costs no points.
 * Rule: rubric, "Advice".
 */
export function workflowAdvice(workflow: Workflow): { id: string; message: string }[] {
  const steps = workflow.jobs.flatMap((job) => allSteps(job.steps))
  const advice: { id: string; message: string }[] = []
  if (steps.some(setsOutput)) {
    advice.push({ id: 'workflow.set-output', message: messages.setOutput })
  }
  const permissions = [workflow.permissions, ...workflow.jobs.map((job) => job.permissions)]
  if (permissions.some((node) => textOf(node) === 'write-all')) {
    advice.push({ id: 'workflow.write-all', message: messages.writeAll })
  }
  const old = new Set(steps.flatMap((step) => (step.kind === 'uses' ? oldAction(step.uses) : [])))
  if (old.size > 0) {
    advice.push({ id: 'workflow.old-actions', message: messages.oldActions([...old]) })
  }
  return advice
}

/** Steps with those inside parallel groups, in file order. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => (step.kind === 'parallel' ? allSteps(step.steps) : [step]))
}

function setsOutput(step: Step): boolean {
  if (step.kind !== 'run') return false
  const lines = (textOf(step.run) ?? '').split('\n')
  return lines.some((line) => line.includes('::set-output') && !line.trimStart().startsWith('#'))
}

function oldAction(uses: string): string[] {
  const reference = readActionReference(uses)
  if (reference.kind !== 'repository' || reference.major === null) return []
  const oldest = OLDEST_SUPPORTED[reference.action]
  return oldest !== undefined && reference.major < oldest ? [uses] : []
}
