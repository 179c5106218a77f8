import { expect, test } from 'vitest'
import { z } from 'zod'
import { recordedApps } from '../fixtures/recorded-apps.js'
import { gradeTemplate, readTemplate } from './grade-template.js'

/** The resources that checks read. */
const READ = /^AWS::IAM::|^AWS::ECS::|^AWS::ECR::|^Custom::AWSCDKOpenIdConnectProvider$/

/** A value that only a deploy tells. */
const UNKNOWN = { 'Fn::ImportValue': 'made-by-another-app' }

type Path = readonly (string | number)[]

/** Where values stand, whole lists and objects too. */
function partsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...entries.flatMap(([key, one]) => partsOf(one, [...path, key]))]
}

/** A copy with another value at a path. */
function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) {
    return value.map((one, index) => (index === key ? replaced(one, rest, by) : one))
  }
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, one]) => [
      name,
      name === key ? replaced(one, rest, by) : one,
    ]),
  )
}

const Template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.unknown().default({}) }),
  ),
})

/** One of each kind of provider and of task definition; the older version writes the same properties. */
const right = recordedApps().filter(
  ({ name, version }) =>
    version === '2.276.0' && ['native-provider', 'side-container-first'].includes(name),
)

// Rule: what is not known fails nobody.
test.for(right)(
  'no value of $version/$name that only a deploy tells makes a check fail',
  async ({ folder }) => {
    const local = await readTemplate(folder)
    const [file] = local.files
    const template = Template.parse(JSON.parse(file?.text ?? ''))
    const paths = Object.entries(template.Resources)
      .filter(([, { Type }]) => READ.test(Type))
      .flatMap(([id, { Properties }]) =>
        partsOf(Properties, ['Resources', id, 'Properties']).slice(1),
      )
    expect(paths.length).toBeGreaterThan(50)
    const failed: string[] = []
    for (const path of paths) {
      const text = JSON.stringify(replaced(template, path, UNKNOWN))
      const graded = await gradeTemplate({ ...local, files: [{ file: file?.file ?? '', text }] })
      for (const { id, status } of graded.values()) {
        if (status === 'failed') failed.push(`${path.slice(1).join('.')}: ${id}`)
      }
    }
    expect(failed).toEqual([])
  },
)
