import {
  byHand,
  type Holes,
  hasHole,
  mayBeSplit,
  type Observed,
  type Unknown,
  unknown,
  unknownFor,
} from '@grade4/unknown'
import type { EcrRegistry } from '../image-reference.js'
import type { AccountView } from './account-view.js'
import {
  type Answer,
  answerOf,
  type Backends,
  type Caller,
  type Credentials,
  type Json,
  type Session,
} from './call.js'
import type { Clock } from './clock.js'
import { type PushRequest, pushImage } from './ecr-push.js'
import { EcrState, type TwinImage } from './ecr-state.js'
import { EcsState } from './ecs-state.js'
import type { TwinEffect } from './effects.js'
import { Manifests } from './manifests.js'
import { type Operation, operationOf } from './operations.js'
import { type IssuedKeys, Sessions } from './sessions.js'

/** What the twin is made from. */
export interface TwinOptions {
  readonly view: AccountView
  readonly holes: Holes
  readonly clock: Clock
}

/** How docker signs in to a registry. Either text may have holes. */
export interface DockerLogin {
  readonly username: string
  readonly password: string
}

/**
 * A private, mutable copy of the student's account for one run.
 * Nothing it does reaches AWS; it asks the account view for what a run touches, once.
 */
export class Twin {
  readonly account: string
  readonly clock: Clock
  readonly holes: Holes
  readonly #sessions: Sessions
  readonly #backends: Backends
  #pushes = 0

  constructor({ view, holes, clock }: TwinOptions) {
    this.account = view.account
    this.clock = clock
    this.holes = holes
    this.#sessions = new Sessions(clock, holes)
    this.#backends = {
      ecr: new EcrState(view, clock),
      ecs: new EcsState(view, clock, holes),
      manifests: new Manifests(holes),
      password: (session, region) => this.#sessions.password(session, region),
    }
  }

  /** A repository's images at this moment of the run. */
  images(region: string, repository: string): Promise<Observed<readonly TwinImage[]>> {
    return this.#backends.ecr.images(region, repository)
  }

  /** Made-up keys that stand for an accepted role session in a step's environment. */
  issueCredentials(session: Session): IssuedKeys {
    return this.#sessions.issue(session)
  }

  /** Who calls with these environment variables. */
  credentialsIn(env: Readonly<Record<string, string>>): Credentials {
    return this.#sessions.inEnvironment(env)
  }

  /** From now on ECR's images are not known: something that was not followed may have changed them. */
  loseSight(reason: Unknown): void {
    this.#backends.ecr.loseSight(reason)
  }

  /**
   * Sends a call to a service. `operation`: the API's name; `params`: its input as JSON.
   * A refusal is an effect too.
   */
  async call(
    service: string,
    operation: string,
    params: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): Promise<Answer<Json>> {
    const answer = await this.#answer(service, operation, params, caller)
    const { credentials, region, emit } = caller
    const account = credentials.state === 'session' ? credentials.session.account : null
    return reported(answer, { service, operation, region, account, asked: stringsOf(params) }, emit)
  }

  async #answer(
    service: string,
    name: string,
    params: Readonly<Record<string, unknown>>,
    caller: Caller,
  ): Promise<Answer<Json>> {
    const session = this.#session(caller.credentials)
    const operation = operationOf(service, name)
    if (operation === undefined) {
      if (session.state !== 'answered') return session
      const because = `the grader does not follow aws ${service} ${name}`
      return unknownFor(byHand(because, 'this part of the workflow'))
    }
    const reason =
      session.state === 'unknown'
        ? session
        : (this.#unknownIn(params, operation.opaque) ?? this.#elsewhere(params))
    if (reason !== null) {
      if (operation.changesImages) this.loseSight(reason)
      return reason
    }
    if (session.state !== 'answered') return session
    return answerOf(() => operation.run(this.#backends, params, caller, session.value))
  }

  #session(credentials: Credentials): Answer<Session> {
    switch (credentials.state) {
      case 'none':
        return refused('NoCredentials', 'Unable to locate credentials.')
      case 'expired':
        return refused(
          'ExpiredTokenException',
          'The security token included in the request is expired',
        )
      case 'unknown':
        return credentials
      case 'session':
        if (credentials.session.account === this.account) return answered(credentials.session)
        return unknown(
          `the step is signed in to account ${credentials.session.account}, and the grader looks at ${this.account}`,
          'Take the role in your own account.',
        )
    }
  }

  #unknownIn(
    params: Readonly<Record<string, unknown>>,
    opaque: Operation['opaque'],
  ): Unknown | null {
    const seen = Object.entries(params).filter(
      ([name]) => opaque !== 'all' && !opaque.includes(name),
    )
    return this.#unknownText(JSON.stringify(seen))
  }

  #unknownText(text: string): Unknown | null {
    return hasHole(text) ? this.holes.unknown(text) : null
  }

  #elsewhere(params: Readonly<Record<string, unknown>>): Unknown | null {
    const registry = params.registryId
    if (registry === undefined || registry === this.account) return null
    return unknown(
      `the call goes to the registry of account ${String(registry)}, and the grader looks at ${this.account}`,
      'Use the registry of your own account.',
    )
  }

  /** A password for `docker login`, as GetAuthorizationToken gives it. */
  authorizationToken(caller: Caller): Answer<{ password: string; proxyEndpoint: string }> {
    const session = this.#session(caller.credentials)
    if (session.state !== 'answered') return session
    return answered({
      password: this.#sessions.password(session.value, caller.region),
      proxyEndpoint: `https://${this.account}.dkr.ecr.${caller.region}.amazonaws.com`,
    })
  }

  /** What signing docker in to a private registry leads to; a refusal is an effect, too. */
  signIn(
    { account, region }: EcrRegistry,
    { username, password }: DockerLogin,
    emit: Caller['emit'],
  ): Answer<null> {
    const reason = this.#unknownText(username)
    if (reason !== null) return reason
    if (username !== 'AWS') {
      return unknown(
        `docker signs in to ECR as ${username}, and ECR's passwords are for the user AWS`,
        'Sign in with --username AWS.',
      )
    }
    const issuedFor = this.#sessions.regionOfPassword(password)
    if (issuedFor === null || issuedFor === region) return answered(null)
    const message = `the password is for registries in ${issuedFor}: 400 Bad Request`
    const call = { service: 'ecr', operation: 'Login', region, account, asked: {} }
    return reported(refused('BadRequest', message), call, emit)
  }

  /** What pushing an image leads to: immutability, the login and the repository's existence count. */
  async push(request: PushRequest): Promise<Answer<{ digest: string }>> {
    const { registryAccount, region, repository, tags } = request
    // A tag that is one word is pushed as any other, whichever word it is.
    const named = [registryAccount, region, repository, ...tags.filter(mayBeSplit)].join('\n')
    const answer =
      this.#unknownText(named) ??
      (await answerOf(() => {
        const credentials = this.#sessions.behindPassword(request.password)
        return pushImage(this.#backends.ecr, request, credentials, this.#pushes++)
      }))
    const asked = { repositoryName: repository, imageTags: tags.join(',') }
    const call = { service: 'ecr', operation: 'PutImage', region, account: registryAccount, asked }
    return reported(answer, call, request.emit)
  }
}

function answered<T>(value: T): Answer<T> {
  return { state: 'answered', value }
}

function refused(code: string, message: string): Answer<never> {
  return { state: 'refused', code, message }
}

type Call = Omit<Extract<TwinEffect, { kind: 'refused' }>, 'kind' | 'code' | 'message'>

/** An answer, with the effect that it is where the service said no. */
function reported<T>(
  answer: Answer<T>,
  { service, operation, ...call }: Call,
  emit: Caller['emit'],
): Answer<T> {
  if (answer.state === 'refused') {
    const { code, message } = answer
    emit({ kind: 'refused', service, operation, code, message, ...call })
  }
  return answer
}

function stringsOf(params: Readonly<Record<string, unknown>>): Record<string, string> {
  const named: Record<string, string> = {}
  for (const [name, value] of Object.entries(params)) {
    named[name] = typeof value === 'string' ? value : JSON.stringify(value)
  }
  return named
}
