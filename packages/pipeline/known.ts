import type { Form } from '@grade4/unknown'
import { MAIN, WORKFLOW } from './graded.js'
import type { PipelineRepository } from './input.js'
import type { Runner } from './jobs/runner.js'

// What a run of main.yml knows before its first step, read from top to bottom: every key of every context, and every
// variable that a hosted Linux runner sets. A value is *known*; or it is *unknown*, and at most its form is known
// (`Form`): it may be printed and passed on, and decides nothing; or there is, for certain, *nothing* of that name.
// Nothing outside this file says what such a value is.
//
// The contexts that main.yml and the repository fill stand where they are filled: `env`, `needs`, `steps`, `matrix` in
// contexts.ts, `vars` and `secrets` in settings.ts. `inputs` is empty: only a run by hand has any.

/** What the values that are known follow from. */
export interface Facts {
  readonly repository: PipelineRepository | null
  readonly workflowName: string
  readonly job: string
  /** The job has a `strategy:`, whose values are not followed here. */
  readonly hasStrategy: boolean
}

/** The same of a step's job, which has a machine. */
export interface RunnerFacts extends Facts {
  readonly runner: Runner
  readonly status: 'success' | 'failure'
  readonly mayAskForToken: boolean
}

/** A value that is known. */
export type Plain = string | number | boolean | null

/** What the table says of one key. `F`: what its value follows from. */
export type Row<F> =
  /** `value` gives `undefined` where it is not known after all; then `form` is. */
  | {
      readonly is: 'known'
      readonly value: (facts: F) => Plain | undefined
      readonly form?: Form | undefined
    }
  /** `as`: the key of the table that has the same value. `perStep`: it differs from step to step. */
  | {
      readonly is: 'unknown'
      readonly form?: Form | ((facts: F) => Form) | undefined
      readonly as?: string | undefined
      readonly perStep?: boolean
    }
  /** `isOpen`: it has other keys, which are not known either. */
  | { readonly is: 'mapping'; readonly rows: Rows<F>; readonly isOpen: boolean }

/** By key, as GitHub writes it; a key that is not there is certainly not set. */
export type Rows<F> = Readonly<Record<string, Row<F>>>

const always = (value: Plain): Row<Facts> => ({ is: 'known', value: () => value })
const known = <F = Facts>(value: (facts: F) => Plain | undefined, form?: Form): Row<F> => ({
  is: 'known',
  value,
  form,
})
const unknown = (form?: Form, as?: string): Row<Facts> => ({ is: 'unknown', form, as })
const ofStep = (form: Form): Row<Facts> => ({ is: 'unknown', form, perStep: true })
const open = (rows: Rows<Facts>): Row<Facts> => ({ is: 'mapping', rows, isOpen: true })
/** There may be no such thing. */
const perhaps = unknown('absent')

const fullName = ({ repository }: Facts) =>
  repository === null ? undefined : `${repository.owner}/${repository.name}`
const ofRepository = (end: string) => (facts: Facts) => {
  const name = fullName(facts)
  return name === undefined ? undefined : `https://github.com/${name}${end}`
}
const workflowRef = (facts: Facts) => {
  const name = fullName(facts)
  return name === undefined ? undefined : `${name}/${WORKFLOW}@${MAIN}`
}

/**
 * `github.event`, and what is in the file that `GITHUB_EVENT_PATH` names: a push of an ordinary commit to main by a
 * person. Source: GitHub Docs, "Webhook events and payloads", `push`.
 */
export const EVENT: Rows<Facts> = {
  after: unknown('sha', 'github.sha'),
  base_ref: perhaps,
  before: unknown('word'),
  commits: unknown(),
  compare: unknown('word'),
  created: unknown('flag'),
  deleted: always(false),
  enterprise: perhaps,
  forced: unknown('flag'),
  head_commit: open({
    id: unknown('sha', 'github.sha'),
    message: unknown('message'),
    timestamp: unknown(),
    tree_id: unknown('sha'),
    url: unknown('word'),
  }),
  installation: perhaps,
  organization: perhaps,
  pusher: open({ name: unknown('login') }),
  ref: always(MAIN),
  repository: open({
    default_branch: known(({ repository }) => repository?.defaultBranch, 'word'),
    full_name: known(fullName, 'word'),
    html_url: known(ofRepository(''), 'word'),
    id: known(({ repository }) => repository?.id ?? undefined, 'number'),
    name: known(({ repository }) => repository?.name, 'word'),
    owner: open({
      id: known(({ repository }) => repository?.ownerId ?? undefined, 'number'),
      login: known(({ repository }) => repository?.owner, 'word'),
      name: known(({ repository }) => repository?.owner, 'word'),
    }),
    private: known(({ repository }) => repository?.private ?? undefined, 'flag'),
  }),
  sender: open({ login: unknown('login'), type: always('User') }),
}

/** Where the runner puts it. Source: actions/runner, `GitHubContext`. */
export const EVENT_FILE = '/home/runner/work/_temp/_github_workflow/event.json'

/** `github`. Source: GitHub Docs, "Contexts reference"; actions/runner, `GitHubContext`. */
export const GITHUB: Rows<Facts> = {
  action: ofStep('word'),
  // Of the steps of composite actions alone.
  action_path: perhaps,
  action_ref: unknown(),
  action_repository: unknown(),
  // Of a person: a push by an app with the run's own token starts no run.
  actor: unknown('login'),
  actor_id: unknown('number'),
  api_url: always('https://api.github.com'),
  base_ref: always(''),
  env: ofStep('word'),
  event: { is: 'mapping', rows: EVENT, isOpen: false },
  event_name: always('push'),
  event_path: always(EVENT_FILE),
  graphql_url: always('https://api.github.com/graphql'),
  head_ref: always(''),
  job: known(({ job }) => job),
  output: ofStep('word'),
  path: ofStep('word'),
  ref: always(MAIN),
  ref_name: always(MAIN.slice('refs/heads/'.length)),
  ref_protected: unknown('flag'),
  ref_type: always('branch'),
  repository: known(fullName, 'word'),
  repository_id: known(({ repository }) => repository?.id?.toString(), 'number'),
  repository_owner: known(({ repository }) => repository?.owner, 'word'),
  repository_owner_id: known(({ repository }) => repository?.ownerId?.toString(), 'number'),
  repository_visibility: known(
    ({ repository }) => (repository?.private === true ? 'private' : undefined),
    'word',
  ),
  repositoryUrl: known((facts) => {
    const name = fullName(facts)
    return name === undefined ? undefined : `git://github.com/${name}.git`
  }, 'word'),
  retention_days: unknown('number'),
  run_attempt: unknown('number'),
  run_id: unknown('number'),
  run_number: unknown('number'),
  secret_source: unknown('word'),
  server_url: always('https://github.com'),
  sha: unknown('sha'),
  state: ofStep('word'),
  step_summary: ofStep('word'),
  token: unknown('word'),
  triggering_actor: unknown('login'),
  workflow: known(({ workflowName }) => workflowName),
  workflow_ref: known(workflowRef, 'word'),
  workflow_sha: unknown('sha', 'github.sha'),
  workspace: known(
    ({ repository }) => `/home/runner/work/${nameOf(repository)}/${nameOf(repository)}`,
  ),
}

/** The folder's name where no repository was named is of no account. */
const nameOf = (repository: PipelineRepository | null) => repository?.name ?? 'repository'

/** The keys of `github` that scripts have as `GITHUB_…`. Source: actions/runner, `GitHubContext`. */
export const GITHUB_VARIABLES: readonly string[] =
  'action action_path action_ref action_repository actor actor_id api_url base_ref env event_name event_path graphql_url head_ref job output path ref ref_name ref_protected ref_type repository repository_id repository_owner repository_owner_id retention_days run_attempt run_id run_number server_url sha state step_summary triggering_actor workflow workflow_ref workflow_sha workspace'.split(
    ' ',
  )

const hosted =
  (value: Plain) =>
  ({ runner }: RunnerFacts) =>
    runner.isHosted ? value : undefined

const ARCHITECTURES: Readonly<Record<string, string>> = { amd64: 'X64', arm64: 'ARM64' }

/** `runner`, all of which scripts have as `RUNNER_…`. Source: GitHub Docs, "Contexts reference". */
export const RUNNER: Rows<RunnerFacts> = {
  arch: known(({ runner }) => ARCHITECTURES[runner.architecture ?? ''], 'word'),
  // Only a run with debug logging has it.
  debug: perhaps,
  environment: known(hosted('github-hosted'), 'word'),
  name: unknown('text'),
  os: known(({ runner }) => (runner.system === 'linux' ? 'Linux' : undefined), 'word'),
  temp: always('/home/runner/work/_temp'),
  tool_cache: known(hosted('/opt/hostedtoolcache'), 'word'),
  workspace: known(({ repository }) => `/home/runner/work/${nameOf(repository)}`),
}

/** `job`. Source: GitHub Docs, "Contexts reference". */
export const JOB: Rows<RunnerFacts> = {
  check_run_id: unknown('number'),
  container: perhaps,
  services: perhaps,
  status: known(({ status }) => status),
  workflow_file_path: always(WORKFLOW),
  workflow_ref: known(workflowRef, 'word'),
  workflow_repository: known(fullName, 'word'),
  workflow_sha: unknown('sha', 'github.sha'),
}

const withoutStrategy = (value: Plain) => (facts: Facts) => (facts.hasStrategy ? undefined : value)

/** `strategy`. Source: GitHub Docs, "Contexts reference". */
export const STRATEGY: Rows<Facts> = {
  'fail-fast': known(withoutStrategy(true), 'flag'),
  'job-index': known(withoutStrategy(0), 'part'),
  'job-total': known(withoutStrategy(1), 'number'),
  'max-parallel': known(withoutStrategy(1), 'number'),
}

/** Source: actions/runner-images, the PATH of the Ubuntu images. */
const PATH = [
  ...['/snap/bin', '/home/runner/.local/bin', '/opt/pipx_bin', '/home/runner/.cargo/bin'],
  ...['/home/runner/.config/composer/vendor/bin', '/usr/local/.ghcup/bin'],
  ...['/home/runner/.dotnet/tools', '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'],
  ...['/sbin', '/bin', '/usr/games', '/usr/local/games', '/snap/bin'],
].join(':')

/** Nothing where the job may not ask for a token. */
const ofToken = known<RunnerFacts>(
  ({ mayAskForToken }) => (mayAskForToken ? undefined : null),
  'word',
)

/** Set on every machine of GitHub's, and elsewhere perhaps. */
const ofImage: Row<RunnerFacts> = {
  is: 'unknown',
  form: ({ runner }) => (runner.isHosted ? 'word' : 'absent'),
}

/**
 * Variables that scripts have besides those of `github` and `runner`. What bash sets itself stands in the shell's own
 * table. Source: GitHub Docs, "Variables reference"; actions/runner, `ScriptHandler`; actions/runner-images,
 * `configure-environment.sh`; systemd, "Environment Variables in Spawned Processes".
 */
export const VARIABLES: Rows<RunnerFacts> = {
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: ofToken,
  ACTIONS_ID_TOKEN_REQUEST_URL: ofToken,
  AGENT_TOOLSDIRECTORY: known(hosted('/opt/hostedtoolcache'), 'absent'),
  CI: always('true'),
  DEBIAN_FRONTEND: known(hosted('noninteractive'), 'absent'),
  GITHUB_ACTIONS: always('true'),
  HOME: always('/home/runner'),
  ImageOS: ofImage,
  ImageVersion: ofImage,
  LANG: always('C.UTF-8'),
  PATH: always(PATH),
  SHELL: unknown('word'),
  SHLVL: unknown('number'),
  USER: unknown('word'),
}

/**
 * Names of variables that a runner or its image may set, whatever they hold; all others that nobody sets are
 * certainly not set. Source: as above, and the lists of environment variables in actions/runner-images' READMEs.
 */
export const PERHAPS_SET = new RegExp(
  `^(?:${[
    '(?:ACTIONS|RUNNER|PERFLOG|ANDROID|AZURE|BOOTSTRAP|CHROME|DOTNET|EDGE|GECKO|GHCUP|GOROOT|HOMEBREW)\\w*',
    '(?:LC|LEIN|MEMORY_PRESSURE|NVM|PIPX|POWERSHELL|SELENIUM|SGX|STATS|SWIFT|SYSTEMD|VCPKG|XDG)\\w*',
    '\\w+_HOME(?:_\\w+)?',
    'ACCEPT_EULA|CONDA|ENABLE_RUNNER_TRACING|GOPATH|INVOCATION_ID|JOURNAL_STREAM',
    'LANGUAGE|LOGNAME|MAIL|TZ',
  ].join('|')})$`,
)
