import { posix } from 'node:path'
import { runScript, type ScriptResult } from '@grade4/shell'
import { byHand, hasHole, type Reason } from '@grade4/unknown'
import { perhapsSet, stepScope, workspaceOf } from '../contexts.js'
import type { Effort } from '../effort.js'
import { expandNode } from '../expressions/template.js'
import type { JobRun } from '../jobs/job-run.js'
import { isMissing } from '../jobs/missing-path.js'
import type { Cause, Effect, Reach } from '../trace.js'
import type { RunStep } from '../workflow/model.js'
import { child } from '../workflow/tree.js'
import { commandFile, makeCommandFiles, readFileCommands } from './file-commands.js'
import { type PossibleOfScript, possibleOfScript, reachOf } from './reach.js'
import { type Shell, shellOf } from './shell.js'
import {
  failedStep,
  NOTHING_DONE,
  processEnvironment,
  type StepCall,
  type StepResult,
} from './step-call.js'
import { readWorkflowCommands } from './workflow-commands.js'

/** Runs a `run:` step. Throws `ExpressionFailure` when its texts can't be evaluated. */
export async function runScriptStep({ run, step, env }: StepCall<RunStep>): Promise<StepResult> {
  const scope = stepScope(run, env)
  const setting = (name: 'shell' | 'working-directory', own: RunStep['shell']) =>
    own ?? run.frame.defaultsRun.map((defaults) => child(defaults, name)).find((one) => one) ?? null
  const written = expandNode(step.run, scope) ?? ''
  const shell = shellOf(expandNode(setting('shell', step.shell), scope))
  const directory = expandNode(setting('working-directory', step.workingDirectory), scope) ?? ''
  const possible = possibleOf(run, written)
  const { holds } = possible
  const unable = unableToRun(run, shell) ?? (await anotherShell(run, shell, env))
  if (unable !== null || shell.kind === 'other') {
    const reason = unable ?? byHand('the shell is not known')
    run.mayHoldFiles = true
    return { ...NOTHING_DONE, others: reason, unknown: { reason, reach: possible.reach }, holds }
  }
  if (await isMissing(run, directory)) {
    const message = `its working directory ${directory} does not exist: no step before it made it or checked out the repository`
    return { ...failedStep('working-directory', message), holds }
  }
  run.mayHoldFiles ||= possible.bringsFiles
  run.canBuildForeign ||= possible.bringsBuilder
  const acts: { readonly effect: Effect; readonly act: number }[] = []
  const workingDirectory = posix.resolve(workspaceOf(run.push), directory)
  run.machine.fs.mkdirSync(workingDirectory, { recursive: true })
  makeCommandFiles(run)
  const environment = processEnvironment(run, env)
  const result = await run.push.world.effort.script(environment, () =>
    runScript({
      script: written,
      shell,
      env: environment,
      mayBeSet: (name) => perhapsSet(run, name),
      workingDirectory,
      host: run.machine.host((effect, act) => acts.push({ effect, act })),
    }),
  )
  const effects = acts.flatMap(({ effect, act }) => (act < result.settledActs ? [effect] : []))
  const dropped = acts.slice(effects.length)
  if (result.unknown !== null && dropped.some(({ effect }) => 'repository' in effect)) {
    run.push.world.twin.loseSight({ state: 'unknown', ...result.unknown })
  }
  if (result.unknown !== null && possible.changesMachine) run.machine.doubt ??= result.unknown
  return await conclude(run, possible, result, effects)
}

const possibles = new WeakMap<Effort, Map<string, PossibleOfScript>>()

/** What a script may have done: read once, however many pushes run it. */
function possibleOf(run: JobRun, script: string): PossibleOfScript {
  const { effort } = run.push.world
  const known = possibles.get(effort) ?? new Map<string, PossibleOfScript>()
  possibles.set(effort, known)
  const possible = known.get(script) ?? possibleOfScript(script)
  known.set(script, possible)
  return possible
}

function unableToRun(run: JobRun, shell: Shell): Reason | null {
  if (shell.kind === 'other') return byHand(`the grader can't run the shell "${shell.program}"`)
  if (run.runner.system === 'other') {
    return byHand(
      `the job runs on ${run.runner.label}, and the grader follows scripts on Linux only`,
    )
  }
  if (run.job.container !== null) {
    return byHand(
      'the job runs in a container, and the grader does not know what programs are in it',
    )
  }
  return null
}

/** Files that a login shell runs first. */
const PROFILES = ['.profile', '.bash_profile', '.bash_login', '.bashrc']

/** Why the script may not be run by the runner's own shell, or not by it alone. */
async function anotherShell(
  { machine, addedPath }: JobRun,
  shell: Shell,
  env: ReadonlyMap<string, string>,
): Promise<Reason | null> {
  const { fs } = machine
  const home = env.get('HOME') ?? '/home/runner'
  const changed = [
    ...(shell.kind !== 'other' && shell.login ? PROFILES.map((name) => `${home}/${name}`) : []),
    ...['/bin/bash', '/usr/bin/bash', '/bin/sh', '/usr/bin/sh', '/usr/bin/dash'],
  ].find((path) => fs.hasChanged(path))
  if (changed !== undefined)
    return byHand(`the workflow changes ${changed}, which runs its scripts`)
  for (const folder of addedPath) {
    const isThere = (await fs.exists(`${folder}/bash`)) || (await fs.exists(`${folder}/sh`))
    if (isThere) return byHand(`the shell of the script may be another one in ${folder}`)
  }
  return null
}

async function conclude(
  run: JobRun,
  possible: PossibleOfScript,
  result: ScriptResult,
  effects: readonly Effect[],
): Promise<StepResult> {
  const said = readWorkflowCommands(`${result.stdout}\n${result.stderr}`)
  const outputs = readFileCommands(await commandFile(run, 'output'))
  const exported = readFileCommands(await commandFile(run, 'env'))
  const folders = (await commandFile(run, 'path')).split(/\r?\n/)
  for (const folder of folders) if (folder !== '') run.addedPath.unshift(folder)
  for (const mask of said.masks) run.masks.add(mask)
  if (exported.state === 'read') {
    for (const [name, value] of exported.values) setEnv(run, name, value)
    if (exported.unread !== null) setOthers(run, exported.unread)
  }
  const reason = reasonOf(result)
  const reach = reachOfResult(result, possible)
  if (reason !== null) {
    run.mayHoldFiles = true
    for (const name of possible.exports) {
      if (!run.env.has(name)) setEnv(run, name, run.push.world.holes.hole(reason))
    }
  }
  const refused = said.failure ?? problemOf(outputs) ?? problemOf(exported)
  return {
    ...NOTHING_DONE,
    failure:
      failureOf(result) ?? (refused === null ? null : { kind: 'runner-command', message: refused }),
    outputs: new Map([
      ...said.outputs,
      ...(outputs.state === 'read' ? outputs.values : new Map<string, string>()),
    ]),
    others: reason ?? unreadReason(run, outputs) ?? unknownCommand(run, result.stdout),
    effects,
    unknown:
      reason === null || (result.unknown === null && reach === 'nothing')
        ? null
        : { reason, reach },
    holds: possible.holds,
  }
}

/** Why it is not wholly known what a script did: it was followed no further, or it went on after a program. */
function reasonOf({ unknown, passedOver }: ScriptResult): Reason | null {
  return unknown ?? passedOver[0]?.reason ?? null
}

/** What a script may have done to AWS that is not known. */
function reachOfResult({ unknown, passedOver }: ScriptResult, { reach }: PossibleOfScript): Reach {
  if (unknown !== null) return reach
  return reachOf(passedOver.map(({ words }) => words.join(' ')).join('\n'))
}

/** Why a line of the output may be a command to the runner or another one than it seems; `null` when none may. */
function unknownCommand(run: JobRun, output: string): Reason | null {
  for (const line of output.split('\n')) {
    const text = line.trimStart()
    // A command ends with the second pair of colons; what follows is its value.
    const head = text.startsWith('::') ? (/^::.*?::/.exec(text)?.[0] ?? text) : text.slice(0, 1)
    if (!hasHole(head)) continue
    const [reason] = run.push.world.holes.reasonsIn(text)
    if (reason !== undefined) return reason
  }
  return null
}

function failureOf({ exitCode, stderr }: ScriptResult): Cause | null {
  // What is not known is taken to have gone well: a pipeline is written to succeed.
  if (exitCode === null || exitCode === 0) return null
  const last = stderr.trim().split('\n').at(-1)?.trim() ?? ''
  const message = `it exits with code ${exitCode}${last === '' ? '' : `: ${last}`}`
  return { kind: 'script', message }
}

function problemOf(read: ReturnType<typeof readFileCommands>): string | null {
  return read.state === 'failed' ? read.because : null
}

/** Why there may be other outputs than those that were read. */
function unreadReason(run: JobRun, read: ReturnType<typeof readFileCommands>): Reason | null {
  const unread = read.state === 'read' ? read.unread : null
  return unread === null ? null : run.push.world.holes.reasonFor(unread)
}

/** Sets every variable that main.yml reads and that has no value: a script may have set it by a text that is not known. */
function setOthers(run: JobRun, unread: string): void {
  const { text } = run.push.world.input.workflow.file
  for (const [, name = ''] of text.matchAll(/(?:\$\{?[!#]?|\benv\.)([A-Za-z_]\w*)/g)) {
    if (!run.env.has(name)) setEnv(run, name, run.push.world.holes.holeLike(unread))
  }
}

function setEnv(run: JobRun, name: string, value: string): void {
  // The runner keeps these to itself.
  if (/^(GITHUB|RUNNER)_/.test(name)) return
  run.env.set(name, value)
}
