import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = new URL('../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, ROOT), 'utf8')
const PAGE = read('CONTRIBUTING.md')

/** The file that the page has its reader write. */
const EXAMPLE = 'checks/ecr/scan.check.ts'

test('every file that CONTRIBUTING.md names is there', () => {
  const named = [...PAGE.matchAll(/`([\w./-]+\/[\w./-]+\.(?:ts|md|json|txt))`/g)].map(
    ([, path = '']) => path,
  )
  expect(named).toContain(EXAMPLE)
  const missing = named.filter((path) => path !== EXAMPLE && !existsSync(new URL(path, ROOT)))
  expect(missing).toEqual([])
})

test('every command of npm that it names is one', () => {
  const { scripts } = JSON.parse(read('package.json'))
  const named = [...PAGE.matchAll(/`npm run ([\w:-]+)/g)].map(([, name]) => name)
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named))
})

test('a check is named in the files that it lists, and in no other one of the program', () => {
  const rooms = [
    'bench',
    'checks',
    'commands',
    'evidence',
    'facts',
    'fixtures',
    'grading',
    'packages',
  ]
  const found = execFileSync(
    'git',
    [
      'grep',
      '-lF',
      "'role.session'",
      '--',
      ...rooms,
      'reporters',
      'runner',
      'grade4.ts',
      ':!*.test.ts',
      ':!*.d.ts',
      // Says of each app which checks it fails: a new check that no app fails is in none.
      ':!fixtures/cdk-apps',
    ],
    { cwd: fileURLToPath(ROOT), encoding: 'utf8' },
  )
  expect(found.trim().split('\n')).toEqual([
    'checks/index.ts',
    'checks/role/session.check.ts',
    'checks/rubric.ts',
    'fixtures/scenarios/role.ts',
    // ROLE_DETAILS, which is blocked with the role.
    'fixtures/scenarios/scenario.ts',
  ])
})
