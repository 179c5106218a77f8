import { loadWorkflow } from '@grade4/pipeline'
import { BRANCH, WORKFLOW_PATH } from '../../evidence/assignment.js'
import { closest } from '../closest.js'
import type { TextEdit } from '../line-edits.js'
import { assignmentStep, buildInputs, PERMISSIONS, STEP_KINDS } from './assignment-steps.js'
import { indented } from './file.js'
import { type Ground, type Repair, replace } from './repair.js'

/** Keys of a workflow, its jobs and their steps. Source: GitHub Docs, "Workflow syntax for GitHub Actions". */
const KEYS =
  'name run-name on permissions env defaults concurrency jobs needs runs-on environment outputs timeout-minutes strategy continue-on-error container services steps if id uses run with shell working-directory push branches branches-ignore tags paths paths-ignore workflow_dispatch schedule'.split(
    ' ',
  )

/** What a line may lack at its end. */
const CLOSERS = [']', '}', "'", '"', ':']

/** Slips by which main.yml is no valid workflow; only those are given after which it is one. */
export function* syntaxRepairs(ground: Ground): Generator<Repair> {
  const { file, lines } = ground
  const isValid = (text: string) => loadWorkflow(text, WORKFLOW_PATH).state === 'valid'
  if (file.text === '') yield wholeFile(ground)
  else if (isValid(file.text)) yield* permissionsForCalled(ground)
  else {
    const near = new Set(lines.flatMap((line) => [line, lineAbove(ground, line)]))
    const slips = [...near].flatMap((line) => [...lineRepairs(ground, line)])
    for (const repair of [...slips, emptyInputs(ground)])
      if (repair.edits.length > 0 && isValid(file.edited(repair.edits))) yield repair
  }
}

/** The last line above another one that is not blank. */
function lineAbove({ file }: Ground, line: number): number {
  const above = file.text.split('\n').slice(0, line - 1)
  return above.findLastIndex((text) => text.trim() !== '') + 1
}

/** A workflow that main.yml calls may ask for no more than main.yml gives it. */
function permissionsForCalled({ file }: Ground): Repair[] {
  const title = 'the called workflow needs id-token: write, which the caller has to give it'
  const calling = file.jobs.filter(({ map }) => file.range(map, 'uses') !== null)
  return [
    ...calling.map(({ map }) =>
      file.range(map, 'permissions') === null
        ? file.insertFirst(map, `permissions:${PERMISSIONS}`)
        : file.set(map, 'permissions', PERMISSIONS),
    ),
    file.set(file.root, 'permissions', PERMISSIONS),
  ].map((edits) => ({ title, edits }))
}

function* lineRepairs(ground: Ground, line: number): Generator<Repair> {
  const lines = ground.file.text.split('\n')
  const text = lines[line - 1]
  if (text === undefined || text.trim() === '') return
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0)
  const rewrite = (title: string, by: string): Repair => ({
    title,
    edits: by === text ? [] : [replace(start, text, by)],
  })
  const key = /^\s*(?:-\s+)?([A-Za-z_-]+)\s*:/.exec(text)?.[1]
  const meant = key === undefined ? null : closest(key, KEYS)
  if (key !== undefined && meant !== null && meant !== key)
    yield rewrite(`GitHub knows no key ${key} here; ${meant} is meant`, text.replace(key, meant))
  yield rewrite('YAML takes no tabs for indentation', text.replaceAll('\t', '  '))
  const behindColon = text.replace(/^(\s*(?:-\s+)?[\w-]+):(?=\S)/, '$1: ')
  yield rewrite('a blank has to follow the colon', behindColon)
  yield rewrite('a blank has to follow the dash', text.replace(/^(\s*)-(?=[\w])/, '$1- '))
  for (const closer of CLOSERS)
    yield rewrite(`the line lacks ${closer} at its end`, text.trimEnd() + closer)
  const beside = [lines[line - 2] ?? '', lines[line] ?? ''].filter((one) => one.trim() !== '')
  const indents = beside.map((one) => /^\s*/.exec(one)?.[0] ?? '')
  for (const indent of new Set(indents.flatMap((one) => [one, `${one}  `, one.slice(2)])))
    yield rewrite('its indentation is wrong', indent + text.trimStart())
}

/** The starter's docker steps have nothing under `with:`. */
function emptyInputs(ground: Ground): Repair {
  const { file } = ground
  const builds = file.steps.filter(({ action }) => action === 'docker/build-push-action')
  const edits = builds.flatMap((step, index): TextEdit[] => {
    if (step.inputs !== null) return []
    const push = index > 0 && index === builds.length - 1
    const lines = buildInputs(push, ground).map((line) => `  ${line}`)
    return file.set(step.map, 'with', `\n${lines.join('\n')}`)
  })
  return { title: 'give the docker steps their inputs', edits }
}

/** The assignment's main.yml with the account's own names, where there is none. */
function wholeFile(ground: Ground): Repair {
  const steps = STEP_KINDS.flatMap((kind) => assignmentStep(kind, ground) ?? [])
  const text = [
    'name: CI/CD Pipeline',
    '',
    'on:',
    '  push:',
    `    branches: [ ${BRANCH} ]`,
    '',
    'permissions:',
    '  id-token: write',
    '  contents: read',
    '',
    'jobs:',
    '  build-and-push:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    steps.map((step) => indented(step, '    ')).join('\n\n'),
    '',
  ].join('\n')
  return { title: `Write ${WORKFLOW_PATH}`, edits: [replace(0, '', text)] }
}
