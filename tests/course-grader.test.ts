import { expect, test } from 'vitest'
import type { CheckId } from '../checks/rubric.js'
import { type RecordedApp, recordedApps } from '../fixtures/recorded-apps.js'
import { type CourseFault, courseFaults } from './course-rules.js'
import { gradeTemplate, readTemplate } from './grade-template.js'

const PAGE = '../docs/dev/course-grader.md'

/** The fault of the course's grader that says what a check of grade4's says. */
const SAME: Readonly<Partial<Record<CheckId, CourseFault>>> = {
  'role.trust': 'role',
  'role.subject': 'principal',
  'role.audience': 'principal',
  'role.policies': 'policies',
  'role.session': 'session',
}

const ANY_REPOSITORY = 'grade4. The rule takes the subject of any repository, also of none.'
const OTHERS_MAY =
  'grade4. Somebody else may assume the role; the rule looks for no other principal.'
const OTHER_POLICIES =
  "grade4. The role may do more than it needs; the rule reads the role's own list of managed policies alone."
const BY_DEPLOY =
  'grade4. Only the deploy tells, and grade4 waits for it; the rules take the template for all there is.'
const NO_RULE = 'grade4. No rule looks at it.'

/** Who is right where the two differ, and why, by app. */
const WHO_IS_RIGHT: Readonly<Record<string, string>> = {
  'literal-policy-arns':
    'grade4. An ARN that is written out is the same policy; the rule reads `Fn::Join` alone.',
  'second-role':
    'grade4. A role for another repository is no fault; which of them the pipeline assumes is for main.yml to say.',
  'operators-split':
    'grade4. Conditions under several operators all hold; the rule reads the first operator alone.',
  'intrinsic-subject':
    'grade4. What CloudFormation makes of the functions is the right subject; the rule reads text alone.',
  'no-audience':
    'grade4. Without the condition any audience will do; the rule takes a missing one for right.',
  'imported-provider':
    'grade4. What an imported provider is like, only the account tells; no rule looks at it.',
  'other-repository-trusted': ANY_REPOSITORY,
  'other-case': ANY_REPOSITORY,
  'empty-names': ANY_REPOSITORY,
  'open-second-statement':
    'grade4. The second statement lets everybody on GitHub in; the rules read the conditions of the first alone, and count the policies twice.',
  'list-of-one-subject':
    'grade4. `ForAnyValue:` over one subject is that subject; the rule reads no operator with a prefix.',
  'role-in-other-stack':
    'grade4. The role is right, whichever stack makes it; the rules read the files of three stacks. That it is not in the compute stack is for `stack.deployed` to say, after the deploy.',
  stage:
    "grade4. A stage's templates have a folder and names of their own; the rules find none of them.",
  'open-parameter': BY_DEPLOY,
  'conditional-role': BY_DEPLOY,
  'import-of-another-app': BY_DEPLOY,
  'tag-of-systems-manager': BY_DEPLOY,
  'service-may-assume': OTHERS_MAY,
  'account-may-assume': OTHERS_MAY,
  'no-role':
    'Both. Where there is no role, the course takes 30 of 100 points; grade4 gives none of the 35 that are about it.',
  'granted-pull-push': OTHER_POLICIES,
  'inline-policy': OTHER_POLICIES,
  'attached-from-the-other-side': OTHER_POLICIES,
  'provider-of-other-audience': NO_RULE,
  'asset-image': NO_RULE,
  'other-tag': NO_RULE,
  'asset-of-another-qualifier': NO_RULE,
  digest: NO_RULE,
  'other-ecr-repository': NO_RULE,
  'other-region': NO_RULE,
  'other-account': NO_RULE,
  'public-image': NO_RULE,
  'right-image-beside-the-app': NO_RULE,
  'no-service': NO_RULE,
}

interface Compared {
  readonly app: RecordedApp
  /** By the course's rules as they are. */
  readonly course: readonly CourseFault[]
  /** By the same rules, if they read `StringLike` as they read `StringEquals`. */
  readonly lenient: readonly CourseFault[]
  /** Checks of grade4 that don't pass. */
  readonly ours: readonly CheckId[]
}

async function compare(app: RecordedApp): Promise<Compared> {
  const verdicts = await gradeTemplate(await readTemplate(app.folder))
  const isAbout = (id: CheckId) => /^(role|oidc)\.|^ecs\.image$/.test(id)
  return {
    app,
    course: [...courseFaults(app.folder)],
    lenient: [...courseFaults(app.folder, ['StringEquals', 'StringLike'])],
    ours: [...verdicts.values()]
      .filter(({ id, status }) => isAbout(id) && status !== 'passed')
      .map(({ id }) => id),
  }
}

function differs({ lenient, ours }: Compared): boolean {
  const said = new Set(ours.map((id) => SAME[id] ?? id))
  return said.size !== lenient.length || lenient.some((fault) => !said.has(fault))
}

function page(compared: readonly Compared[], differing: readonly Compared[]): string {
  const list = (words: readonly string[]) => (words.length === 0 ? 'nothing' : words.join(', '))
  const strict = compared.filter(
    ({ course, lenient }) => course.includes('principal') && !lenient.includes('principal'),
  )
  const rows = differing.map(
    ({ app: { name, title }, lenient, ours }) =>
      `| \`${name}\` | ${title} | ${list(lenient)} | ${list(ours)} | ${WHO_IS_RIGHT[name]} |`,
  )
  return `# The course's static grader and grade4, side by side

Made by \`tests/course-grader.test.ts\` from the ${compared.length} apps that aws-cdk-lib ${compared[0]?.app.version} synthesized (\`fixtures/templates\`). The course's five rules (\`infracourse/assignment4-autograder\`, \`rules/compute_stack/iam.rego\`) are written anew in \`tests/course-rules.ts\`: they were read, not run. Each of the faults \`role\`, \`principal\`, \`session\` and \`policies\` takes 10 of 100 points.

**\`StringLike\`.** The assignment asks for it, and the rules read \`StringEquals\` alone: ${strict.length} of ${compared.length} apps lose 10 points for \`principal\` by that, the reference among them. grade4 evaluates either as IAM does. The table has what the rules would find if they read \`StringLike\`, too; as they are, \`principal\` is taken from these ${strict.length} as well, and hides every other mistake in the conditions.

In ${compared.length - differing.length} apps both then say the same. In the others:

| app | what is different from the reference | the course's rules find | grade4 does not pass | who is right |
| --- | --- | --- | --- | --- |
${rows.join('\n')}

Beside that the course's grader looks at no state of an account, and takes no points for what it does not see: an app without a service, a provider or an image keeps all that its role wins.
`
}

test('where the two differ, it is known who is right', async () => {
  const apps = recordedApps()
  const newest = apps
    .map(({ version }) => version)
    .toSorted()
    .at(-1)
  const compared = await Promise.all(apps.filter(({ version }) => version === newest).map(compare))
  const differing = compared.filter(differs)
  expect(differing.map(({ app }) => app.name).toSorted()).toEqual(
    Object.keys(WHO_IS_RIGHT).toSorted(),
  )
  await expect(page(compared, differing)).toMatchFileSnapshot(PAGE)
})
