import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { MAX_POINTS } from '../../checks/rubric.js'
import { NO_NETWORK, runGrade4 } from '../run-command.js'

test('grade4 demo class leaves all that a batch leaves, without an account and a network', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'grade4-demo-'))
  try {
    const { exitCode, stdout, stderr } = await runGrade4(
      ['demo', 'class', '4', '--out', 'class'],
      { ...NO_NETWORK, AWS_PROFILE: 'of-the-reader', GH_TOKEN: 'of-the-reader' },
      folder,
    )
    // On a slow machine a batch says how far it is.
    expect(stderr.replaceAll(/^\d+ of \d+ done.*\n/gm, '')).toBe('')
    expect(stdout).toBe(
      '4 of 4 graded, 2 with every point. Grades: class/grades.csv\nThe class in a browser: class/index.html\n',
    )
    expect(exitCode).toBe(1)
    expect(await readdir(join(folder, 'class'))).toEqual(
      expect.arrayContaining(['index.html', 'grades.csv', 'reports', 'roster.csv', 'summary.json']),
    )
    const grades = parse(await readFile(join(folder, 'class', 'grades.csv')), { columns: true })
    expect(grades).toMatchObject([
      { student: 's1', section: 'A', score: `${MAX_POINTS}` },
      { student: 's2', section: 'B', status: 'graded' },
      { student: 's3', section: 'C', score: `${MAX_POINTS}` },
      { student: 's4', section: 'A', status: 'graded' },
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a roster that is there already is kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'grade4-demo-'))
  try {
    await writeFile(join(folder, 'roster.csv'), 'student,account,repository\n')
    const ended = await runGrade4(['demo', 'class', '2', '--out', '.'], NO_NETWORK, folder)
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain('roster.csv is there already: name another folder.')
    expect(await readFile(join(folder, 'roster.csv'), 'utf8')).toBe('student,account,repository\n')
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.each([['0'], ['501'], ['many']])('a class of %s students is refused', async (size) => {
  const ended = await runGrade4(['demo', 'class', size, '--out', 'class'], {})
  expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
  expect(ended.stderr).toContain('A class has 1 to 500 students.')
})
