import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { UsageError } from '../evidence/usage-error.js'
import { startCloud } from '../fixtures/cloud/server.js'
import { type MixedClass, mixedClass, STATES } from '../fixtures/mixed-class.js'
import { COURSE_ACCOUNT, GRADER_ROLE } from '../fixtures/reference.js'
import { findScenario, type Scenario } from '../fixtures/scenarios/index.js'
import { batch } from './batch.js'
import { moveToCloud } from './demo.js'
import { batchOptionsOf } from './options.js'
import type { Surroundings } from './surroundings.js'

/** How many kinds of mistakes the class makes: few enough for several students to share one. */
const MISTAKES = 12

/**
 * `grade4 demo class`: a class of the embedded cloud, graded over HTTP as it would be on AWS. `out`: the folder
 * that gets roster and grades. Gives the exit code of that batch. Throws `UsageError`.
 */
export async function demoClass(size: number, out: string, around: Surroundings): Promise<number> {
  const demo = mixedClass(size, scenariosOfClass())
  const folder = resolve(around.cwd(), out)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const roster = join(folder, 'roster.csv')
  const there = await readFile(roster, 'utf8').catch(() => null)
  if (there !== null && there !== rosterOf(demo)) {
    throw new UsageError(`${join(out, 'roster.csv')} is there already: name another folder.`)
  }
  await writeFile(roster, rosterOf(demo), { mode: 0o600 })
  const cloud = await startCloud(demo.world)
  moveToCloud(cloud, COURSE_ACCOUNT, around)
  try {
    const code = await batch(join(folder, 'roster.csv'), batchOptionsOf(['--out', out]), around)
    around.stdout.write(`The class in a browser: ${join(out, 'index.html')}\n`)
    return code
  } finally {
    await cloud.close()
  }
}

/** Every second student has the reference; the others make mistakes of all kinds by turns. */
function scenariosOfClass(): Scenario[] {
  const reference = findScenario('reference')
  const wrong = STATES.filter(({ verdicts }) => Object.values(verdicts).includes('failed'))
  const step = wrong.length / MISTAKES
  const mistakes = Array.from({ length: MISTAKES }, (_, at) => wrong[Math.floor(at * step)])
  return mistakes.flatMap((mistake) => [reference, mistake]).filter((one) => one !== undefined)
}

const SECTIONS = ['A', 'B', 'C']

/** Between the submission of most and those of the others: some are late. */
const DUE = '2024-03-08T22:00:00Z'

function rosterOf({ students }: MixedClass): string {
  return stringify(
    students.map(({ student: { account, login, repository } }, at) => ({
      student: login,
      account,
      repository: `${login}/${repository}`,
      role_arn: `arn:aws:iam::${account}:role/${GRADER_ROLE}`,
      external_id: `cs40-${login}`,
      name: `Student ${at + 1}`,
      email: `${login}@example.edu`,
      due: DUE,
      section: SECTIONS[at % SECTIONS.length],
    })),
    { header: true },
  )
}
