import { createHash } from 'node:crypto'
import {
  byHand,
  byLog,
  type Holes,
  hasHole,
  type Unknown,
  unknown,
  unknownFor,
} from '@grade4/unknown'
import type { Credentials, Session } from './call.js'
import type { Clock } from './clock.js'

/** Keys as a step's environment holds them: holes, which tell who calls with them. */
export interface IssuedKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
}

/** The role sessions and registry passwords handed out during a run. */
export class Sessions {
  readonly #clock: Clock
  readonly #holes: Holes
  readonly #byKey = new Map<string, { session: Session; keys: IssuedKeys }>()
  readonly #byPassword = new Map<string, { session: Session; region: string }>()

  constructor(clock: Clock, holes: Holes) {
    this.#clock = clock
    this.#holes = holes
  }

  /** Keys that stand for a session from now on. */
  issue(session: Session): IssuedKeys {
    const accessKeyId = `ASIA${this.#holes.hole(MADE, 'word')}`
    const keys = {
      accessKeyId,
      secretAccessKey: this.#holes.hole(MADE, 'word'),
      sessionToken: this.#holes.hole(MADE, 'word'),
    }
    this.#byKey.set(accessKeyId, { session, keys })
    return keys
  }

  /** Who calls with these environment variables. */
  inEnvironment(env: Readonly<Record<string, string>>): Credentials {
    const key = env.AWS_ACCESS_KEY_ID ?? ''
    if (key === '' || !env.AWS_SECRET_ACCESS_KEY) return { state: 'none' }
    const issued = this.#byKey.get(key)
    if (issued === undefined) return this.#notIssued(key, OWN_KEYS)
    const { secretAccessKey, sessionToken } = issued.keys
    const others = [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN ?? '']
    if (others[0] === secretAccessKey && others[1] === sessionToken)
      return this.#unexpired(issued.session)
    return this.#notIssued(others.find(hasHole) ?? '', MIXED_KEYS)
  }

  /** A password for a session to the registries of a region, as `aws ecr get-login-password` prints one. */
  password(session: Session, region: string): string {
    const password = this.#holes.hole(MADE, 'word')
    this.#byPassword.set(password, { session, region })
    return password
  }

  /** Who logs in to a registry with a password. Registry passwords outlive the session by hours. */
  behindPassword(password: string | null): Credentials {
    if (password === null || password === '') return { state: 'none' }
    const issued = this.#byPassword.get(password)
    if (issued !== undefined) return { state: 'session', session: issued.session }
    return this.#notIssued(password, OWN_PASSWORD)
  }

  /** The region of the registries that a password is for; `null` where the run did not hand it out. */
  regionOfPassword(password: string): string | null {
    return this.#byPassword.get(password)?.region ?? null
  }

  #unexpired(session: Session): Credentials {
    const expired = this.#clock.now() >= session.expiresAt.getTime()
    return expired ? { state: 'expired', session } : { state: 'session', session }
  }

  /** Whose a key or password is that this run did not issue. */
  #notIssued(secret: string, otherwise: Unknown): Unknown {
    return hasHole(secret) ? this.#holes.unknown(secret) : otherwise
  }
}

const MADE = byLog('the keys and passwords that AWS hands out are not known before a run', 'them')

const OWN_KEYS = unknown(
  'the workflow brings its own access key, and whose it is is not known',
  'Assume the role through OIDC as the assignment says, or let the course staff grade this by hand.',
)

const MIXED_KEYS = unknown(
  'the secret key or the session token is not the one that belongs to the access key',
  'Leave the keys as aws-actions/configure-aws-credentials sets them.',
)

const OWN_PASSWORD = unknownFor(
  byHand('the registry password did not come from ECR during this run', 'the push'),
)

/** 64 hex digits that follow from a name. */
export function invented(name: string): string {
  return createHash('sha256').update(`twin ${name}`).digest('hex')
}
