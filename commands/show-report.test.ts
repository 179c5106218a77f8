import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { UsageError } from '../evidence/usage-error.js'
import { failed, finding, reportWith } from '../reporters/test-reports.js'
import { showReport } from './show-report.js'

const REPORT = reportWith({
  'ecr.latest': failed(finding('::error::not mine ##[error]nor this')),
})

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grade4-report-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Shows the report as `NAME` or `NAME=FILE` say, in the test's folder. Gives standard output. */
async function shown(
  choices: readonly string[],
  env: NodeJS.ProcessEnv = {},
  isTTY = false,
): Promise<string> {
  let output = ''
  const stdout = { write: (text: string) => (output += text), isTTY }
  const reporter = choices.map((choice) => {
    const [name = '', file = null] = choice.split('=')
    return { name, file }
  })
  const around = { stdout, stderr: stdout, env, cwd: () => folder }
  await showReport(REPORT, { workflow: null, changes: null }, { reporter, color: true }, around)
  return output
}

test('several formats are written at once, each whole, and nothing is left beside them', async () => {
  await shown(['json=a.json', 'junit=b.xml', 'markdown=c.md', 'gradescope=d.json'])
  expect((await readdir(folder)).sort()).toEqual(['a.json', 'b.xml', 'c.md', 'd.json'])
  expect(await readFile(join(folder, 'b.xml'), 'utf8')).toMatch(/^<\?xml.*<\/testsuites>\n$/s)
})

test('at a terminal a report that went to files leaves its score on the screen', async () => {
  const screen = await shown(['json=a.json', 'html=b.html'], {}, true)
  expect(screen).toMatch(/^a\.json, b\.html: \d+ \/ 50\n$/)
  expect(await shown(['json=a.json', 'terminal'], {}, true)).not.toContain('a.json')
})

test('what can not be written is reported after everything else was shown', async () => {
  await mkdir(join(folder, 'taken'))
  let thrown: unknown
  const output = await shown([
    'json=nowhere/a.json',
    'json=taken',
    'terminal',
    'markdown=c.md',
  ]).catch((error: UsageError) => {
    thrown = error.message
    return ''
  })
  expect(output).toBe('')
  expect(thrown).toMatch(/could not be written to nowhere\/a\.json \(ENOENT\); taken \(EISDIR\)/)
  expect(await readFile(join(folder, 'c.md'), 'utf8')).toContain('of 50 points')
})

test('a file behind a link is written there, and what is no file is not replaced', async () => {
  await writeFile(join(folder, 'real.json'), 'old')
  await symlink('real.json', join(folder, 'link.json'))
  await shown(['json=link.json', `json=${devNull}`])
  expect(JSON.parse(await readFile(join(folder, 'real.json'), 'utf8')).student).toBe('ada')
  expect(await readFile(devNull, 'utf8')).toBe('')
})

test('github adds to the step summary, behind what is there', async () => {
  const summary = join(folder, 'summary.md')
  await writeFile(summary, 'An earlier line')
  await shown(['github'], { GITHUB_STEP_SUMMARY: summary })
  await shown(['github'], { GITHUB_STEP_SUMMARY: summary })
  const text = await readFile(summary, 'utf8')
  expect(text).toMatch(/^An earlier line\n## /)
  expect(text.match(/^## \d+ of 50 points/gm)).toHaveLength(2)
})

test('no other reporter touches the step summary', async () => {
  const summary = join(folder, 'summary.md')
  await shown(['terminal', 'markdown'], { GITHUB_STEP_SUMMARY: summary })
  expect(await readdir(folder)).toEqual([])
})

test('beside github’s commands, a student’s line is no command', async () => {
  const output = await shown(['terminal', 'github', 'json'])
  const tokens = [...output.matchAll(/^::stop-commands::(\S+)$/gm)].map(([, token]) => token)
  expect(new Set(tokens).size).toBe(2)
  const obeyed = tokens.reduce<string>(
    (text, token) =>
      text.replace(new RegExp(`^::stop-commands::${token}\\n[\\s\\S]*?^::${token}::\\n`, 'm'), ''),
    output,
  )
  // What is left is github's own, a command a line, the student's words behind the two colons.
  expect(obeyed.trimEnd().split('\n')).toHaveLength(2)
  expect(obeyed).toMatch(/^::error title=ecr\.latest[^:]*::::error::not mine/)
})

test('without github, output is what the format says and no more', async () => {
  expect(await shown(['terminal'])).not.toContain('stop-commands')
})
