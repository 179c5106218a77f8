import { readActionReference, versionOf } from './action-reference.js'
import type { Step, Workflow } from './model.js'
import { textOf } from './tree.js'

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
  const steps = workflow.jobs.flatMap((job) => job.steps)
  const advice: { id: string; message: string }[] = []
  if (steps.some(setsOutput)) {
    advice.push({ id: 'workflow.set-output', message: messages.setOutput })
  }
  const permissions = [workflow.permissions, ...workflow.jobs.map((job) => job.permissions)]
  if (permissions.some((node) => textOf(node) === 'write-all')) {
    advice.push({ id: 'workflow.write-all', message: messages.writeAll })
  }
  const uses = steps.flatMap((step) => (step.kind === 'uses' ? [step.uses] : []))
  const old = new Set(uses.filter((each) => versionOf(readActionReference(each)) === 'old'))
  if (old.size > 0) {
    advice.push({ id: 'workflow.old-actions', message: messages.oldActions([...old]) })
  }
  return advice
}

function setsOutput(step: Step): boolean {
  if (step.kind !== 'run') return false
  const lines = (textOf(step.run) ?? '').split('\n')
  return lines.some((line) => line.includes('::set-output') && !line.trimStart().startsWith('#'))
}
