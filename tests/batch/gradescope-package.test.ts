import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCloud } from '../../fixtures/cloud/server.js'
import { mixedClass } from '../../fixtures/mixed-class.js'
import { ClassFolder } from './class-folder.js'

const ROOT = new URL('../../', import.meta.url)

const class_ = mixedClass(4)
let cloud: Awaited<ReturnType<typeof startCloud>>
let folder: ClassFolder

/** The class with e-mails: s1 has one in capitals, s3 and s4 the same one. */
function withEmails(roster: string): string {
  const emails = [
    'email',
    'S1@Example.edu',
    's2@example.edu',
    'same@example.edu',
    'same@example.edu',
  ]
  return roster
    .trim()
    .split('\n')
    .map((line, at) => `${line},${emails[at]}\n`)
    .join('')
}

beforeAll(async () => {
  cloud = await startCloud(class_.world)
  folder = await ClassFolder.make({ ...class_, roster: withEmails(class_.roster) }, cloud)
  await folder.grade4(['batch', 'roster.csv', '--out', 'a4'])
}, 60_000)

afterAll(async () => {
  await cloud.close()
  await rm(folder.path, { recursive: true })
})

/** Runs the package as Gradescope would for a submission by these users. `files`: what they uploaded, by name. */
async function submit(
  zip: Uint8Array,
  users: readonly { email: string }[],
  files: Readonly<Record<string, string>> = {},
) {
  const root = await mkdtemp(join(tmpdir(), 'grade4-autograder-'))
  try {
    for (const [name, bytes] of Object.entries(unzipSync(zip))) {
      await mkdir(dirname(join(root, 'source', name)), { recursive: true })
      await writeFile(join(root, 'source', name), bytes)
      if (name === 'run_autograder') await writeFile(join(root, name), bytes, { mode: 0o755 })
    }
    await writeFile(join(root, 'submission_metadata.json'), JSON.stringify({ id: 1, users }))
    for (const [name, text] of Object.entries({ 'submission/README': '', ...files })) {
      await mkdir(dirname(join(root, name)), { recursive: true })
      await writeFile(join(root, name), text)
    }
    // What setup.sh installs.
    const installed = fileURLToPath(new URL('../../node_modules', import.meta.url))
    await mkdir(join(root, 'source', 'grade4'), { recursive: true })
    await symlink(installed, join(root, 'source', 'grade4', 'node_modules'))
    const { status, stderr } = spawnSync(join(root, 'run_autograder'), { encoding: 'utf8' })
    const results = await readFile(join(root, 'results', 'results.json'), 'utf8').catch(() => null)
    return { status, stderr, results }
  } finally {
    await rm(root, { recursive: true })
  }
}

describe('grade4 gradescope', () => {
  test('makes a package that hands each student, by e-mail, what the batch left', async () => {
    const made = await folder.grade4(['gradescope', 'a4', '--out', 'a4.zip'])
    expect(made).toEqual({
      exitCode: 3,
      stdout: 'a4.zip: results of 2 students, by e-mail.\n',
      stderr: 'grade4: left out: s3 and s4 have the same e-mail.\n',
    })
    const zip = new Uint8Array(await readFile(join(folder.path, 'a4.zip')))
    expect(Object.keys(unzipSync(zip)).sort()).toEqual([
      'run_autograder',
      'setup.sh',
      expect.stringMatching(/^stored\/[\da-f]{64}\.json$/),
      expect.stringMatching(/^stored\/[\da-f]{64}\.json$/),
    ])

    const one = await submit(zip, [{ email: 'partner@example.edu' }, { email: ' s1@EXAMPLE.edu' }])
    expect(one).toMatchObject({
      status: 0,
      results: await folder.text('a4', 'gradescope', 's1.json'),
    })

    // No results.json: Gradescope shows a failed autograder, not a score of 0.
    const nobody = await submit(zip, [{ email: '../../etc/passwd' }])
    expect(nobody).toMatchObject({ status: 1, results: null })
    expect(nobody.stderr).toContain('grade4 has no result for ../../etc/passwd')
  })

  test('makes a package that grades what students upload', async () => {
    const made = await folder.grade4(['gradescope', '--hand-ins', '--out', 'hand-ins.zip'])
    expect(made).toMatchObject({ exitCode: 0, stderr: '' })
    const zip = new Uint8Array(await readFile(join(folder.path, 'hand-ins.zip')))
    const template = await readFile(
      new URL('fixtures/templates/by-hand/yoctogram-compute-stack.template.json', ROOT),
      'utf8',
    )
    const main = await readFile(new URL('fixtures/workflows/reference.yml', ROOT), 'utf8')
    const right = await submit(zip, [], {
      'submission/a b/yoctogram-compute-stack.template.json': template,
      'submission/app/.github/workflows/main.yml': main,
    })
    expect(JSON.parse(right.results ?? '')).toMatchObject({
      score: 89,
      tests: expect.arrayContaining([expect.objectContaining({ number: '8', status: 'passed' })]),
    })

    const nothing = await submit(zip, [])
    expect(JSON.parse(nothing.results ?? '')).toMatchObject({
      score: 0,
      output: expect.stringContaining('Nothing to grade was handed in.'),
    })

    // Not graded, and no score of 0.
    const broken = await submit(zip, [], { 'submission/x.template.json': '{' })
    expect(broken).toMatchObject({ status: 2, results: null })
  })

  test('refuses a folder that is none of a batch', async () => {
    const ended = await folder.grade4(['gradescope', '.', '--out', 'x.zip'])
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain('. holds no batch: it has no ledger.jsonl.')
  })
})
