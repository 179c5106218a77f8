import { hasHole, type Reason } from '@grade4/unknown'
import { readConfiguration } from './aws/configuration.js'
import type { Machine } from './machine.js'

/** What reaches AWS or a registry: the aws command, an action written in JavaScript, or docker with its Buildx. */
export type Client = 'aws' | 'action' | 'docker'

/** A call that is about to be made. */
export interface Approach {
  readonly client: Client
  readonly machine: Machine
  readonly environment: Readonly<Record<string, string>>
  /** `ecr`, `ecs`, `sts` … */
  readonly service: string
  /** Working directory, absolute. */
  readonly directory: string
  /** Milliseconds until the client is ended by force. */
  readonly timeLeftMs: number
  /** Within how many milliseconds the call is sure to be over. */
  readonly needsMs: number
}

/** A call is sure to be over within this time, in milliseconds; and a build of an image. */
export const CALL_NEEDS_MS = 5_000
export const BUILD_NEEDS_MS = 60_000

/**
 * The variables that lead a client elsewhere, keep it from working, or make it do something else. Clients read
 * others that change nothing of what is graded (`AWS_PAGER`, `AWS_MAX_ATTEMPTS`, `BUILDKIT_PROGRESS`), or that the
 * simulation follows (`AWS_REGION`, keys, profiles). What is in no client's documentation is the workflow's own.
 * Source: AWS CLI user guide, "Environment variables"; AWS SDKs reference guide, "Settings"; Docker Docs,
 * "Environment variables" of the command line and of Buildx; ld.so(8).
 */
const VARIABLES: readonly { clients: readonly string[]; names: readonly string[] }[] = `
  aws action         AWS_ENDPOINT_URL AWS_ENDPOINT_URL_<SERVICE>
  aws action         AWS_USE_FIPS_ENDPOINT AWS_USE_DUALSTACK_ENDPOINT
  aws                AWS_CA_BUNDLE AWS_DATA_PATH AWS_CLI_AUTO_PROMPT REQUESTS_CA_BUNDLE
  action             AWS_PROFILE AWS_DEFAULT_PROFILE
  action docker      NODE_OPTIONS
  docker             DOCKER_AUTH_CONFIG DOCKER_CERT_PATH DOCKER_CONFIG DOCKER_CONTENT_TRUST DOCKER_CONTEXT DOCKER_HOST
  docker             DOCKER_TLS DOCKER_TLS_VERIFY BUILDX_BUILDER BUILDX_CONFIG BUILDKIT_HOST
  aws action docker  HTTPS_PROXY HTTP_PROXY ALL_PROXY
  aws action docker  LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT OPENSSL_CONF SSL_CERT_FILE SSL_CERT_DIR
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/ {2,}/))
  .map(([clients = '', names = '']) => ({ clients: clients.split(' '), names: names.split(' ') }))

/** Values of these variables that change nothing. An empty one never does. */
const HARMLESS = /^(false|off|default|--max[-_]old[-_]space[-_]size=\d+)?$/i

/** Names of the variables of the table for a client, by upper case. */
function variablesOf(client: Client, service: string): string[] {
  const ofService = service.replaceAll('-', '_').toUpperCase()
  return VARIABLES.filter(({ clients }) => clients.includes(client))
    .flatMap(({ names }) => names)
    .map((name) => name.replace('<SERVICE>', ofService))
}

/** Files of the system that every client may read, and those of docker. */
const SYSTEM_FILES =
  /^\/etc(\/(hosts|host\.conf|resolv\.conf|nsswitch\.conf|gai\.conf|ld\.so.*|ssl|ca-certificates.*|pki|security|sudoers.*|profile.*|bash\.bashrc)(\/|$)|$)|^\/usr\/local\/aws-cli(\/|$)/
const DOCKER_FILES = /^\/etc\/docker(\/|$)|\/\.docker(\/|$)/

/**
 * Why it is not certain that a call is made by the runner's own program, at the student's account, and to its end;
 * `null` where it is. Every command and action that reaches AWS or a registry asks here before it does anything.
 */
export async function whyUncertain(approach: Approach): Promise<Reason | null> {
  const { machine, client } = approach
  const because =
    variableInTheWay(approach) ??
    (await fileInTheWay(approach)) ??
    (client === 'docker' ? null : await settingInTheWay(approach)) ??
    (approach.timeLeftMs < approach.needsMs
      ? `${WORDS[client]} may be ended by a time limit before it is done`
      : null)
  if (because !== null)
    return { because, remedy: 'Leave it out, or let the course staff grade this step by hand.' }
  return machine.doubt
}

const WORDS: Readonly<Record<Client, string>> = {
  aws: 'the aws command',
  action: 'the action',
  docker: 'docker',
}

function variableInTheWay({ client, service, environment }: Approach): string | null {
  const names = variablesOf(client, service)
  const ignoresEndpoints = /^true$/i.test(environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? '')
  const found = Object.keys(environment).find(
    (name) =>
      names.includes(/_proxy$/i.test(name) ? name.toUpperCase() : name) &&
      !HARMLESS.test(environment[name] ?? '') &&
      !(ignoresEndpoints && name.startsWith('AWS_ENDPOINT_URL')),
  )
  return found === undefined ? null : `${found} may lead ${WORDS[client]} elsewhere`
}

async function fileInTheWay({ client, machine, environment }: Approach): Promise<string | null> {
  const aws = `${environment.HOME ?? '~'}/.aws/`
  const namesOthers = await hasOtherNames(machine)
  const changed = [...machine.fs.changed].find(
    (path) =>
      (SYSTEM_FILES.test(path) && !(namesOthers && path === HOSTS)) ||
      (client === 'docker' ? DOCKER_FILES.test(path) : isOtherFile(path, aws)),
  )
  return changed === undefined
    ? null
    : `the workflow changes ${changed}, which ${WORDS[client]} reads`
}

const HOSTS = '/etc/hosts'

/** Whether what was written to the file of hosts is known, and says nothing of a client's. */
async function hasOtherNames({ fs }: Machine): Promise<boolean> {
  const text = (await fs.exists(HOSTS)) ? await fs.readFile(HOSTS) : null
  return text !== null && !hasHole(text) && !/aws|docker|github/i.test(text)
}

/** A file of the aws command's that is not followed: aliases, models of services. */
function isOtherFile(path: string, aws: string): boolean {
  return path.startsWith(aws) && !['config', 'credentials'].includes(path.slice(aws.length))
}

async function settingInTheWay({ client, machine, environment, directory }: Approach) {
  const { strange } = await readConfiguration(machine.fs, environment, directory)
  return strange === null ? null : `${strange} may lead ${WORDS[client]} elsewhere`
}
