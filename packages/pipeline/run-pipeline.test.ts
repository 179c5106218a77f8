import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anotherTime } from './run-pipeline.js'
import { judge, REFERENCE, referenceStep, traceOf } from './test-pipeline.js'

test('the completed starter passes all six checks', async () => {
  const outcomes = await judge(REFERENCE)
  expect(outcomes).toMatchObject({
    'workflow.credentials': { outcome: 'passed' },
    'workflow.build': { outcome: 'passed' },
    'workflow.tags': { outcome: 'passed' },
    'workflow.untag': { outcome: 'passed' },
    'workflow.push': { outcome: 'passed' },
    'workflow.redeploy': { outcome: 'passed' },
  })
})

/** The steps of the first push, for main.yml with this step in the place of step 7. */
async function stepsWith(step: string, job = '') {
  const text = REFERENCE.replace(referenceStep(7), step)
  return firstSteps(text.replace('    steps:\n', `${job}    steps:\n`))
}

async function firstSteps(text: string) {
  const { schedules } = await traceOf(text)
  return schedules[0]?.worlds[0]?.runs[0].steps ?? []
}

test.each([
  ['uses: docker://alpine:3', { name: 'docker://alpine:3', followed: false }],
  ['uses: ./deploy', { name: './deploy', followed: false }],
  ['uses: actions/github-script@v7', { name: 'actions/github-script', followed: false }],
  ['uses: actions/checkout@v4', { name: 'actions/checkout', followed: true }],
  ['run: echo', null],
])('a step %s is the action %j', async (step, action) => {
  expect((await stepsWith(`    - ${step}\n`)).map((one) => one.action)).toContainEqual(action)
})

test('a step says why it did not run', async () => {
  const causes = async (step: string, job = '') =>
    (await stepsWith(step, job)).map(({ cause }) => cause).filter((cause) => cause !== null)
  expect(await causes('    - { run: echo, if: false }\n')).toEqual([
    { kind: 'condition', message: expect.stringContaining('false') },
  ])
  const [failure, ...after] = await causes('    - { run: exit 3, name: Stop }\n')
  expect(failure).toMatchObject({ kind: 'script' })
  expect(after).toEqual(
    Array(2).fill({ kind: 'stopped', message: 'the job stopped at step "Stop"' }),
  )
  const needs = REFERENCE.replace(
    'jobs:\n',
    'jobs:\n  test:\n    runs-on: ubuntu-latest\n    steps: [ { run: exit 1 } ]\n',
  ).replace('build-and-push:\n', 'build-and-push:\n    needs: test\n')
  expect((await firstSteps(needs)).at(-1)?.cause?.kind).toBe('needed-job')
})

test('a step without a name goes by the first line of what it runs, though its job never begins', async () => {
  const steps = '    - run: |\n\n        echo first\n        echo second\n    - uses: ./deploy\n'
  const text = REFERENCE.replace(referenceStep(7), steps).replace('ubuntu-latest', 'ubuntu-18.04')
  const names = (await firstSteps(text)).map(({ step: { name } }) => name)
  expect(names).toEqual(expect.arrayContaining(['Run echo first', 'Run ./deploy']))
})

test('a step holds the commands of its script as they were run, or as they are written', async () => {
  const held = async (more: string) => {
    const script = 'aws ecr ${{ env.COMMAND }} --repository-name cs40 --image-ids imageTag=latest'
    const step = `    - { run: '${script}', env: { COMMAND: batch-delete-image }${more} }\n`
    const steps = await stepsWith(step)
    return steps.find(({ step: { name } }) => name?.includes('env.COMMAND'))?.holds
  }
  expect(await held('')).toEqual(['batch-delete-image'])
  expect(await held(', if: false')).toEqual(['any'])
})

/** The fields of a time in a zone, and whether it is on a weekend there. */
function fieldsOf(time: Date, timeZone: string) {
  const day = time.toLocaleString('en', { timeZone, weekday: 'short' })
  const fields = (['year', 'month', 'day', 'hour', 'minute', 'second'] as const).map((field) =>
    time.toLocaleString('en', { timeZone, [field]: 'numeric' }),
  )
  return { fields, isWeekend: day.startsWith('S') }
}

test.each(['UTC', 'America/Los_Angeles', 'Asia/Kolkata'])(
  'the other time has no field of the first one, in %s, and its weekend is on a working day',
  (zone) => {
    const times = fc.date({
      min: new Date('2024-01-01'),
      max: new Date('2040-01-01'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(times, (time) => {
        const [first, other] = [fieldsOf(time, zone), fieldsOf(anotherTime(time), zone)]
        for (const [at, field] of other.fields.entries()) expect(first.fields[at]).not.toBe(field)
        if (zone === 'UTC') expect(other.isWeekend).toBe(!first.isWeekend)
      }),
    )
  },
)
