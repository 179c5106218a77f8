import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import { readOnlyPolicy } from '../evidence/read-only-policy.js'

/**
 * Roles that may only look at an account, by who assumes them: files beside this one, which the build puts beside the
 * program. Their policy is put in here.
 */
const TEMPLATES = {
  staff: new URL('grade4-reader.yaml', import.meta.url),
  workflow: new URL('grade4-ci-reader.yaml', import.meta.url),
}

/** A CloudFormation template, YAML, of a role in a student's account that may only look at it: for whom. */
export async function readerRoleTemplate(reader: keyof typeof TEMPLATES): Promise<string> {
  const template = parseDocument(await readFile(TEMPLATES[reader], 'utf8'), { version: '1.1' })
  const [policies, policy] = ['Resources.ReaderRole.Properties.Policies', 'PolicyDocument']
  template.setIn([...policies.split('.'), 0, policy], template.createNode(policyHere()))
  return template.toString({ lineWidth: 0 })
}

/** The read-only policy for whatever partition and account the template is deployed in. */
function policyHere() {
  const { Statement, ...rest } = readOnlyPolicy('${AWS::Partition}')
  return {
    ...rest,
    Statement: Statement.map((statement) => ({
      ...statement,
      Resource: statement.Resource === '*' ? '*' : { 'Fn::Sub': statement.Resource },
    })),
  }
}
