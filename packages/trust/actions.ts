import { WEB_IDENTITY_ACTION } from './github.js'
import { coversAction } from './glob.js'

/** The actions of a statement, as it names them. */
export interface Actions {
  /** True for NotAction: every action but those named. */
  readonly not: boolean
  readonly patterns: readonly string[]
}

/**
 * All actions of STS, the only service whose actions a trust policy may name.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS STS".
 */
const STS_ACTIONS = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'DecodeAuthorizationMessage',
  'GetAccessKeyInfo',
  'GetCallerIdentity',
  'GetDelegatedAccessToken',
  'GetFederationToken',
  'GetServiceBearerToken',
  'GetSessionToken',
  'GetWebIdentityToken',
  'SetContext',
  'SetSourceIdentity',
  'TagGetWebIdentityToken',
  'TagSession',
].map((name) => `sts:${name}`)

/** Whether a statement is about AssumeRoleWithWebIdentity. */
export function coversWebIdentity(actions: Actions): boolean {
  return covers(actions, WEB_IDENTITY_ACTION)
}

/**
 * The actions that a statement allows besides AssumeRoleWithWebIdentity, in words; empty when there
 * are none. A wildcard that covers nothing else is no fault.
 */
export function otherActions(actions: Actions): string[] {
  if (actions.not) return [`every action but ${actions.patterns.join(', ')}`]
  return actions.patterns.filter(
    (pattern) =>
      !covers({ not: false, patterns: [pattern] }, WEB_IDENTITY_ACTION) ||
      STS_ACTIONS.some((action) => action !== WEB_IDENTITY_ACTION && coversAction(pattern, action)),
  )
}

/** The actions of a statement as a message shows them. */
export function describeActions({ not, patterns }: Actions): string {
  return `${not ? 'every action but ' : ''}${patterns.join(', ')}`
}

function covers({ not, patterns }: Actions, action: string): boolean {
  return patterns.some((pattern) => coversAction(pattern, action)) !== not
}
