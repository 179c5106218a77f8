import { absent, found, type Observed } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { role, roles } from '../evidence/aws/iam.js'
import { identity } from '../evidence/aws/sts.js'
import type { Subject } from '../evidence/subject.js'
import { type TemplatePlace, templatePlace } from '../evidence/template/template-place.js'
import { type Answer, answer, SUBJECT, savedEvidence } from '../facts/test-evidence.js'
import { trustPolicy } from '../packages/pipeline/test-pipeline.js'
import { placedInTemplate } from './in-template.js'
import type { CheckId } from './rubric.js'
import type { Finding } from './verdict.js'

const ACCOUNT = '111122223333'
const ADA: Subject = { ...SUBJECT, template: { path: 'cdk.out', stacks: [], files: [] } }
const PLACE: TemplatePlace = {
  logicalId: 'Made1234',
  constructPath: 'Stack/Made',
  file: 'cdk.out/Stack.template.json',
  line: 12,
}
const LOCATION = { file: 'cdk.out/Stack.template.json', line: 12, column: 1, source: null }
const FINDING: Finding = {
  message: 'It is wrong.',
  expected: null,
  actual: null,
  location: null,
  hint: null,
}

const ROLE = { name: 'deploy', arn: `arn:aws:iam::${ACCOUNT}:role/deploy`, maxSessionSeconds: 3600 }
const WITH_ROLE = [
  answer(identity, [], found({ account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ada` })),
  answer(roles, [], found([{ ...ROLE, trustPolicy: trustPolicy() }])),
  answer(role, ['deploy'], found({ ...ROLE, trustPolicy: trustPolicy() })),
  answer(templatePlace, ['role', 'deploy'], found(PLACE)),
]
const ofProvider = (place: Observed<TemplatePlace>) => [
  answer(templatePlace, ['provider', 'token.actions.githubusercontent.com'], place),
]

async function placed(
  id: CheckId,
  answers: readonly Answer[],
  { finding = FINDING, subject = ADA }: { finding?: Finding; subject?: Subject } = {},
): Promise<readonly Finding[]> {
  return await placedInTemplate(id, [finding], savedEvidence(answers, subject))
}

describe('a finding about what a template makes', () => {
  test.each<[string, Partial<TemplatePlace>, Partial<Finding>]>([
    [
      'names the construct, and its line',
      {},
      { message: 'It is wrong. It is made by Stack/Made (Made1234).', location: LOCATION },
    ],
    [
      'names the resource where CDK noted no construct',
      { constructPath: null },
      { message: 'It is wrong. It is made by Made1234.', location: LOCATION },
    ],
    [
      'has no line where the file is not known',
      { file: null },
      { message: 'It is wrong. It is made by Stack/Made (Made1234).' },
    ],
    [
      'has no line where that is not known',
      { line: null },
      { message: 'It is wrong. It is made by Stack/Made (Made1234).' },
    ],
  ])('%s', async (_, place, changes) => {
    const answers = ofProvider(found({ ...PLACE, ...place }))
    expect(await placed('oidc.provider', answers)).toEqual([{ ...FINDING, ...changes }])
  })

  test('is looked for by the name of the graded role', async () => {
    const [finding] = await placed('role.session', WITH_ROLE)
    expect(finding?.location).toEqual(LOCATION)
  })

  test('keeps a place of its own', async () => {
    const location = { file: 'main.yml', line: 1, column: 1, source: null }
    const [finding] = await placed('role.session', WITH_ROLE, { finding: { ...FINDING, location } })
    expect(finding?.location).toEqual(location)
  })
})

describe('a finding stays as it is', () => {
  test.each<[string, CheckId, readonly Answer[]]>([
    ['where the template does not make it', 'oidc.provider', ofProvider(absent('no template'))],
    ['where no role is graded', 'role.session', []],
    ['where no task definition is graded', 'ecs.image', []],
    ['of a check that no template decides', 'repo.private', WITH_ROLE],
  ])('%s', async (_, id, answers) => {
    expect(await placed(id, answers)).toEqual([FINDING])
  })

  test('without a template, and nothing is asked', async () => {
    expect(await placed('role.session', WITH_ROLE, { subject: SUBJECT })).toEqual([FINDING])
  })
})
