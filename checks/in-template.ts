import { ISSUER } from '@grade4/trust'
import type { Evidence } from '../evidence/question.js'
import {
  type PlaceOf,
  type TemplatePlace,
  templatePlace,
} from '../evidence/template/template-place.js'
import { role } from '../facts/role.js'
import { taskDefinition } from '../facts/task-definition.js'
import type { CheckId } from './rubric.js'
import type { Finding } from './verdict.js'

/** What a check looks at, as a template makes it, by the beginning of the check's id. */
const LOOKS_AT: Readonly<Record<string, PlaceOf>> = {
  role: 'role',
  oidc: 'provider',
  ecs: 'task-definition',
}

/**
 * Findings with the construct that they are about, and its place in the template, where a template is what was judged.
 * Asks nothing of a subject without one.
 */
export async function placedInTemplate(
  id: CheckId,
  findings: readonly Finding[],
  evidence: Evidence,
): Promise<readonly Finding[]> {
  const of = LOOKS_AT[id.split('.')[0] ?? '']
  if (of === undefined || evidence.subject.template === undefined) return findings
  const name = await nameOf(of, evidence)
  const place = name === null ? null : await evidence.ask(templatePlace, of, name)
  return place?.state === 'found' ? findings.map((one) => placed(one, place.value)) : findings
}

async function nameOf(of: PlaceOf, evidence: Evidence): Promise<string | null> {
  if (of === 'provider') return ISSUER
  if (of === 'role') {
    const chosen = await role(evidence)
    return chosen.state === 'found' ? chosen.value.role.name : null
  }
  const definition = await taskDefinition(evidence)
  return definition.state === 'found' ? definition.value.arn : null
}

function placed(
  finding: Finding,
  { logicalId, constructPath, file, line }: TemplatePlace,
): Finding {
  const construct = constructPath === null ? logicalId : `${constructPath} (${logicalId})`
  return {
    ...finding,
    message: `${finding.message} It is made by ${construct}.`,
    location:
      finding.location ??
      (file === null || line === null ? null : { file, line, column: 1, source: null }),
  }
}
