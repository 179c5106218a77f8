import type { Observed } from '@grade4/unknown'
import type { Access } from '../evidence/access.js'
import { probeAws } from '../evidence/aws/probes.js'
import { identity } from '../evidence/aws/sts.js'
import { type Clients, clientsFor } from '../evidence/clients.js'
import { type ClockSkew, watchClocks } from '../evidence/clock-skew.js'
import { PERMISSIONS, probePermission } from '../evidence/github/probes.js'
import { GRANTED_ACTIONS } from '../evidence/read-only-policy.js'
import { type DoctorLine, type DoctorReport, doctorText } from '../reporters/doctor.js'
import { EXIT } from './exit-code.js'
import { accessOf, findSubject } from './grade.js'
import { networkSettings } from './network.js'
import type { DoctorOptions } from './options.js'
import { lookOf } from './screen-look.js'
import { startStatusLine } from './status-line.js'
import type { Surroundings } from './surroundings.js'
import { newTokenUrl } from './token-permissions.js'

/** The oldest Node.js that runs grade4, major and minor. */
const OLDEST_NODE = [20, 19] as const

/** AWS refuses signatures that are five minutes off; a clock that comes near it won't hold, in seconds. */
const LARGEST_SKEW_SECONDS = 240

/**
 * `grade4 doctor`: which of the credentials, permissions and surroundings that grading needs are there.
 * Gives the exit code.
 */
export async function doctor(options: DoctorOptions, around: Surroundings): Promise<number> {
  const doing = 'Asking AWS and GitHub what you may'
  const screen = await startStatusLine(around, { color: options.color }, doing)
  const report = await examine(options, around).finally(() => screen.stop())
  const text = options.json
    ? `${JSON.stringify(report, null, 2)}\n`
    : doctorText(report, lookOf(around.stdout, around.env, options.color))
  around.stdout.write(text)
  return report.ok ? EXIT.perfect : EXIT.incomplete
}

async function examine(options: DoctorOptions, around: Surroundings): Promise<DoctorReport> {
  const access: Access = await accessOf(options, around.env)
  const subject = await findSubject(options, access, around)
  const clients = clientsFor(subject, access)
  const clocks = watchClocks(clients.aws, clients.github)
  try {
    const [aws, github] = await Promise.all([examineAws(clients), examineGithub(clients)])
    const machine = [
      nodeLine(process.versions.node),
      ...networkSettings(around.env).map(([name, value]) => ok(name, value)),
      ...clockLines(clocks()),
    ]
    const groups = [
      { title: 'This machine', lines: machine },
      { title: 'AWS', lines: aws.lines },
      { title: 'GitHub', lines: github },
    ]
    const { repository } = subject
    return {
      schema: 'grade4/doctor@1',
      ok: groups.every(({ lines }) => lines.every(({ state }) => state === 'ok')),
      account: aws.account,
      arn: aws.arn,
      region: subject.region,
      repository: repository === null ? null : `${repository.owner}/${repository.name}`,
      groups,
      newToken: github.every(({ state }) => state === 'ok') ? null : newTokenUrl(),
    }
  } finally {
    clients.timeLimit.end()
  }
}

interface AwsFindings {
  readonly account: string | null
  readonly arn: string | null
  readonly lines: DoctorLine[]
}

async function examineAws(clients: Clients): Promise<AwsFindings> {
  const { aws, subject } = clients
  const who = await identity.ask(clients)
  const name = subject.roleArn === null ? 'credentials' : 'sts:AssumeRole'
  if (who.state !== 'found') {
    const lines = GRANTED_ACTIONS.map((action) => notTried(action))
    return { account: null, arn: null, lines: [lineOf(name, who), ...lines] }
  }
  const { account, arn } = who.value
  const [, partition = 'aws'] = arn.split(':')
  const probes = await probeAws(aws, { account, partition, stack: subject.stack })
  const lines = [
    lineOf(name, who, `account ${account}, ${arn}`),
    ok('region', subject.region),
    ...probes.map(({ operation, observed }) => lineOf(operation, observed)),
  ]
  return { account, arn, lines }
}

/** The repository first: without it, what is refused says nothing of the token's other permissions. */
async function examineGithub({ github, subject }: Clients): Promise<DoctorLine[]> {
  const { repository } = subject
  const first = 'Metadata: read'
  const others = PERMISSIONS.filter((permission) => permission !== first)
  const seen = await probePermission(github, first)
  if (seen.observed.state === 'unknown') {
    return [lineOf(first, seen.observed), ...others.map((permission) => notTried(permission))]
  }
  const probes = await Promise.all(others.map((permission) => probePermission(github, permission)))
  return [
    ok(first, `${repository?.owner}/${repository?.name}`),
    ...probes.map(({ permission, observed }) => lineOf(permission, observed)),
  ]
}

/** Whether a version of Node.js runs grade4. */
export function nodeLine(version: string): DoctorLine {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return ok('Node.js', version)
  }
  const remedy = `Install Node.js ${OLDEST_NODE.join('.')} or newer.`
  return { name: 'Node.js', state: 'broken', message: `${version} is too old.`, remedy }
}

function clockLines({ aws, github }: ClockSkew): DoctorLine[] {
  return [clockLine('clock, by AWS', aws), clockLine('clock, by GitHub', github)]
}

function clockLine(name: string, seconds: number | null): DoctorLine {
  if (seconds === null) return notTried(name)
  const off = Math.abs(seconds)
  if (off <= 1) return ok(name, 'right to the second')
  const message = `${off} s ${seconds > 0 ? 'fast' : 'slow'}`
  if (off < LARGEST_SKEW_SECONDS) return ok(name, message)
  return {
    name,
    state: 'broken',
    message: `${message}; AWS refuses requests that are signed five minutes off.`,
    remedy: 'Set the clock: sudo timedatectl set-ntp true',
  }
}

/** `Observed` as a line: what is allowed but not there is fine. */
function lineOf(name: string, observed: Observed<unknown>, message = ''): DoctorLine {
  if (observed.state !== 'unknown') return ok(name, message)
  return { name, state: 'broken', message: observed.because, remedy: observed.remedy }
}

function ok(name: string, message: string): DoctorLine {
  return { name, state: 'ok', message, remedy: null }
}

function notTried(name: string): DoctorLine {
  return { name, state: 'not tried', message: 'not tried', remedy: null }
}
