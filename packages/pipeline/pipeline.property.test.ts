import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import type { Outcome } from '../../checks/workflow/outcome.js'
import { judge, REFERENCE } from './test-pipeline.js'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Step = { [key: string]: Json }
interface Main {
  on?: Json
  permissions?: Json
  env: { [key: string]: Json }
  jobs: { 'build-and-push': { [key: string]: Json | undefined; steps: Step[] } }
}

function reference(): Main {
  return parse(REFERENCE)
}

/** Names of the checks that do not pass, with what they say in short. */
async function wrong(text: string): Promise<string[]> {
  const { refusal, ...outcomes } = await judge(text)
  void refusal
  return Object.entries(outcomes).flatMap(([id, outcome]: [string, Outcome]) =>
    outcome.outcome === 'passed' ? [] : [`${id} ${outcome.outcome}`],
  )
}

/** The same mapping with its keys in another order, all the way down; steps keep theirs. */
function reordered(value: Json, order: (keys: string[]) => string[]): Json {
  if (Array.isArray(value)) return value.map((item) => reordered(item, order))
  if (value === null || typeof value !== 'object') return value
  const keys = order(Object.keys(value))
  return Object.fromEntries(keys.map((key) => [key, reordered(value[key] ?? null, order)]))
}

/** A permutation that follows from a number. */
function shuffler(seed: number): (keys: string[]) => string[] {
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  return (keys) =>
    keys
      .map((key) => ({ key, at: next() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ key }) => key)
}

const HARMLESS: Step[] = [
  { run: 'echo hello' },
  { name: 'List', run: 'ls -la\npwd' },
  { uses: 'actions/setup-node@v4', with: { 'node-version': 20 } },
  { uses: 'ada/notify@v1' },
  { run: 'docker version', if: 'always()' },
  { run: 'exit 1', if: 'failure()' },
  { run: 'exit 1', 'continue-on-error': true },
  { run: 'aws sts get-caller-identity || true' },
  { run: 'npm test' },
]

const rewriting = fc.record({
  seed: fc.nat(),
  names: fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 9, maxLength: 9 }),
  quotes: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE') as fc.Arbitrary<
    'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE'
  >,
  envLevel: fc.constantFrom('workflow', 'job', 'steps'),
  anchors: fc.boolean(),
  harmless: fc.array(fc.tuple(fc.nat(20), fc.constantFrom(...HARMLESS)), { maxLength: 3 }),
  indent: fc.integer({ min: 2, max: 6 }),
  flow: fc.boolean(),
  crlf: fc.boolean(),
  job: fc.stringMatching(/^[a-z][a-z0-9_-]{0,10}$/),
})

type Rewriting = typeof rewriting extends fc.Arbitrary<infer T> ? T : never

/** Has all steps share one `env`: written once with an anchor, as an alias everywhere else. */
function shareEnv(written: Json): void {
  const steps: Step[] = Object.values((written as unknown as Main).jobs)[0]?.steps ?? []
  const [env] = steps.flatMap((step) => (step.env === undefined ? [] : [step.env]))
  for (const step of steps) if (step.env !== undefined && env !== undefined) step.env = env
}

/** Another text with the same meaning. */
function rewrite(main: Main, how: Rewriting): string {
  const job = main.jobs['build-and-push']
  job.steps.forEach((step, index) => {
    const name = how.names[index]
    if (name === undefined || name.includes('${{') || name === '') delete step.name
    else step.name = name
  })
  if (how.envLevel !== 'workflow') {
    const { env } = main
    if (how.envLevel === 'job') job.env = env
    else for (const step of job.steps) step.env = { ...env }
    main.env = {}
  }
  for (const [at, step] of how.harmless)
    job.steps.splice(at % (job.steps.length + 1), 0, { ...step })
  const { on, permissions, env } = main
  const written = reordered(
    { on: on ?? null, permissions: permissions ?? null, env, jobs: { [how.job]: job as Json } },
    shuffler(how.seed),
  )
  if (how.anchors) shareEnv(written)
  const text = stringify(written, {
    indent: how.indent,
    defaultStringType: how.quotes,
    defaultKeyType: 'PLAIN',
    collectionStyle: how.flow ? 'flow' : 'any',
    lineWidth: 0,
  })
  return how.crlf ? text.replaceAll('\n', '\r\n') : text
}

describe('spelling never changes a verdict', () => {
  test('of a pipeline that is right', async () => {
    await fc.assert(
      fc.asyncProperty(rewriting, async (how) => {
        expect(await wrong(rewrite(reference(), how))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test.each([1, 3, 4, 5, 6, 7, 8])('of one that lacks step %i', async (number) => {
    const lacking = () => {
      const main = reference()
      main.jobs['build-and-push'].steps.splice(number - 1, 1)
      return main
    }
    const before = await wrong(stringify(lacking()))
    expect(before).not.toEqual([])
    await fc.assert(
      fc.asyncProperty(rewriting, async (how) => {
        const after = await wrong(rewrite(lacking(), { ...how, harmless: [] }))
        expect(after).toEqual(before)
      }),
      { numRuns: 8 },
    )
  })
})

describe('changing what is graded always changes a verdict', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{2,9}$/)

  test('removing any one of the nine steps', async () => {
    for (let at = 0; at < 9; at += 1) {
      const main = reference()
      main.jobs['build-and-push'].steps.splice(at, 1)
      expect(await wrong(stringify(main)), `step ${at + 1}`).not.toEqual([])
    }
  })

  const VALUES = [
    'role/github-actions',
    'aws-region: us-west-2',
    'linux/arm64',
    'push: true',
    'push: false',
    'ECR_REPOSITORY: cs40',
    '}}:latest',
    'imageTag=latest',
    '--repository-name cs40',
    '--cluster yoctogram-cluster',
    '--service yoctogram-service',
    'permissions: write-all',
    'dkr.ecr.us-west-2',
    'steps.timestamp',
    'secrets.AWS_ACCOUNT_ID',
    'docker/build-push-action',
    'aws-actions/configure-aws-credentials',
    'aws-actions/amazon-ecr-login',
    'batch-delete-image',
    'update-service',
    '--force-new-deployment',
  ]

  test.each(VALUES)('changing %s', async (value) => {
    await fc.assert(
      fc.asyncProperty(word, fc.nat(10), async (other, pick) => {
        const places = [
          ...REFERENCE.matchAll(new RegExp(value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g')),
        ]
        const place = places[pick % places.length]
        if (place === undefined) throw new Error(`${value} is not in the reference`)
        const text =
          REFERENCE.slice(0, place.index) +
          changed(value, other) +
          REFERENCE.slice(place.index + value.length)
        expect(await wrong(text)).not.toEqual([])
      }),
      { numRuns: 6 },
    )
  })

  /** The value with its last word changed; `permissions` to what grants no token. */
  function changed(value: string, other: string): string {
    if (value.startsWith('permissions')) return 'permissions: { contents: read }'
    if (value.startsWith('push: ')) return value === 'push: true' ? 'push: false' : 'push: true'
    if (value === '--force-new-deployment') return ''
    if (value === 'imageTag=latest') return `imageTag=${other}x`
    return value.replace(/[\w-]+$/, `${other}x`)
  }
})
