import { isJsonObject, type Json, mayBeGenerated } from '@grade4/cloudformation'
import {
  type Answered,
  absent,
  found,
  hasHole,
  map,
  type Observed,
  surelyDiffer,
  type Unknown,
  unknownFor,
} from '@grade4/unknown'
import { MANAGED_POLICIES } from '../assignment.js'
import type { OidcProvider, Role } from '../aws/iam.js'
import { nameOf, ofType, type Placed, propertiesOf, type Resources } from './placed.js'
import {
  PolicyProperties,
  ProviderProperties,
  RolePolicyProperties,
  RoleProperties,
} from './properties.js'

const ROLE = 'AWS::IAM::Role'
const PROVIDERS = ['AWS::IAM::OIDCProvider', 'Custom::AWSCDKOpenIdConnectProvider']

/** What IAM takes for a role that never said how long a session may last, in seconds. */
const DEFAULT_SESSION_SECONDS = 3600

/** Every role that the stacks make. */
export function rolesOf(resources: Resources): Answered<Role[]> {
  const roles: Role[] = []
  for (const resource of ofType(resources, ROLE)) {
    const role = roleOf(resources, resource)
    if (role.state === 'found') roles.push(role.value)
    // What can't be read matters only where an identity provider may assume it.
    else if (mayBeForProvider(resource)) return role
  }
  return found(roles)
}

/** The role of that name. A generated name is taken for the one that is asked for, if only its random part is not known. */
export function roleNamed(resources: Resources, name: string): Observed<Role> {
  const resource = roleResource(resources, name)
  if (resource === undefined) return absent('not in the template')
  const role = roleOf(resources, resource)
  if (role.state !== 'found') return role
  const { arn, name: generated } = role.value
  return found({ ...role.value, name, arn: `${arn.slice(0, -generated.length)}${name}` })
}

/** The resource that makes the role of a name. */
export function roleResource(resources: Resources, name: string): Placed | undefined {
  return ofType(resources, ROLE).find((resource) => isRole(resource, name))
}

/** Whether a name is, or may be, that of a role. */
function isRole({ physicalId, stack, logicalId }: Placed, name: string): boolean {
  return physicalId === name || (hasHole(physicalId) && mayBeGenerated(name, stack.name, logicalId))
}

function roleOf({ holes }: Resources, resource: Placed): Answered<Role> {
  const properties = propertiesOf(resource, RoleProperties)
  if (properties.state === 'unknown') return properties
  const { AssumeRolePolicyDocument: document, MaxSessionDuration: duration } = properties.value
  const trustPolicy = JSON.stringify(document)
  const unclear = unclearPart(document)
  if (unclear !== undefined) return holes.unknown(JSON.stringify(unclear))
  if (typeof duration === 'string') return holes.unknown(duration)
  const { physicalId: name, stack } = resource
  const path = pathOf(resource)
  return found({
    name,
    arn: `arn:aws:iam::${stack.account}:role${path}${name}`,
    trustPolicy,
    maxSessionSeconds: duration ?? DEFAULT_SESSION_SECONDS,
  })
}

function statementsOf(document: Json): readonly Json[] {
  const statements = isJsonObject(document) ? document.Statement : document
  return Array.isArray(statements) ? statements : [statements ?? null]
}

/** Whether a statement is for others than an identity provider: the name of another role may have a random part. */
function isForOthers(statement: Json): boolean {
  if (!isJsonObject(statement) || !isJsonObject(statement.Principal)) return false
  return !Object.hasOwn(statement.Principal, 'Federated')
}

/** A part of a trust policy that says whom a provider lets in, and is not known; `undefined`: there is none. */
function unclearPart(document: Json): Json | undefined {
  const { Statement: _statements, ...rest } = isJsonObject(document) ? document : {}
  return [rest, ...statementsOf(document).filter((statement) => !isForOthers(statement))].find(
    (part) => hasHole(JSON.stringify(part)),
  )
}

/** Whether an identity provider may assume a role, for all that its template tells. */
function mayBeForProvider({ properties }: Placed): boolean {
  const read = RoleProperties.safeParse(properties)
  if (!read.success) return JSON.stringify(properties).includes('"Federated"')
  return !statementsOf(read.data.AssumeRolePolicyDocument).every(isForOthers)
}

function pathOf({ properties }: Placed): string {
  const path =
    typeof properties === 'object' && properties !== null && 'Path' in properties
      ? properties.Path
      : undefined
  return typeof path === 'string' ? path : '/'
}

/** The resource that makes the role of a name, and what it says of it. */
function roleWithProperties(
  resources: Resources,
  name: string,
): Observed<{ readonly resource: Placed; readonly properties: RoleProperties }> {
  const resource = roleResource(resources, name)
  if (resource === undefined) return absent('not in the template')
  return map(propertiesOf(resource, RoleProperties), (properties) => ({ resource, properties }))
}

/** ARNs of the managed policies of a role: its own list, and policies that name it. */
export function attachedOf(resources: Resources, name: string): Observed<string[]> {
  const role = roleWithProperties(resources, name)
  if (role.state !== 'found') return role
  const { resource, properties } = role.value
  const own = properties.ManagedPolicyArns
  const unclear = typeof own === 'string' ? own : own.find(isUnclear)
  if (typeof own === 'string' || unclear !== undefined)
    return resources.holes.unknown(unclear ?? '')
  const attached = [...own]
  for (const policy of ofType(resources, 'AWS::IAM::ManagedPolicy')) {
    const names = namesRole(resources, policy, resource)
    if (typeof names !== 'boolean') return names
    if (names) attached.push(policy.physicalId)
  }
  return found(attached)
}

/** Whether a text may turn out to be the ARN of one of the policies that the role should have. */
function isUnclear(arn: string): boolean {
  return hasHole(arn) && !MANAGED_POLICIES.every((wanted) => surelyDiffer(arn, wanted))
}

/** Names of the inline policies of a role: its own, and `AWS::IAM::Policy` that names it. */
export function inlineOf(resources: Resources, name: string): Observed<string[]> {
  const role = roleWithProperties(resources, name)
  if (role.state !== 'found') return role
  const { resource, properties } = role.value
  const own = properties.Policies
  if (typeof own === 'string') return resources.holes.unknown(own)
  const inline = own.map(({ PolicyName }) => PolicyName)
  for (const policy of ofType(resources, 'AWS::IAM::Policy')) {
    const names = namesRole(resources, policy, resource)
    if (typeof names !== 'boolean') return names
    if (names) inline.push(policyName(policy))
  }
  for (const policy of ofType(resources, 'AWS::IAM::RolePolicy')) {
    const read = propertiesOf(policy, RolePolicyProperties)
    if (read.state === 'unknown') return read
    if (isRole(resource, read.value.RoleName)) inline.push(read.value.PolicyName)
  }
  return found(inline)
}

function policyName(policy: Placed): string {
  const read = propertiesOf(policy, PolicyProperties)
  return (read.state === 'found' ? read.value.PolicyName : undefined) ?? policy.logicalId
}

/** Whether a policy's own list names a role. */
function namesRole({ holes }: Resources, policy: Placed, role: Placed): boolean | Unknown {
  const read = propertiesOf(policy, PolicyProperties)
  if (read.state === 'unknown') return read
  const { Roles: names } = read.value
  if (typeof names === 'string') return holes.unknown(names)
  return names.some((name) => isRole(role, name))
}

/** The resource that makes the identity provider for an issuer, without `https://`. */
export function providerResource(resources: Resources, issuer: string): Placed | undefined {
  return ofType(resources, ...PROVIDERS).find(({ physicalId }) =>
    physicalId.endsWith(`:oidc-provider/${issuer}`),
  )
}

/** The identity provider for an issuer, without `https://`. */
export function providerFor(resources: Resources, issuer: string): Observed<OidcProvider> {
  for (const resource of ofType(resources, ...PROVIDERS)) {
    const properties = propertiesOf(resource, ProviderProperties)
    if (properties.state === 'unknown') return properties
    const { Url, ClientIdList, ClientIDList = ClientIdList ?? [] } = properties.value
    const url = Url.replace(/^https:\/\//, '')
    const unclear = [Url, ...(typeof ClientIDList === 'string' ? [ClientIDList] : ClientIDList)]
    if (unclear.some(hasHole)) return resources.holes.unknown(...unclear)
    if (url !== issuer || typeof ClientIDList === 'string') continue
    return found({ arn: resource.physicalId, url, clientIds: ClientIDList })
  }
  const user = ofType(resources, ROLE).find((resource) => mayTrust(resource, issuer))
  if (user === undefined) return absent('not in the template')
  return unknownFor({
    because: `The OIDC provider that ${nameOf(user)} trusts is not made by these stacks: only the account can tell.`,
    remedy: 'Deploy first, then run grade4 on your account.',
    lacks: 'deployment',
  })
}

/** Whether a provider for an issuer may assume a role: its ARN stands in the trust policy, or one that only a deploy tells. */
function mayTrust(role: Placed, issuer: string): boolean {
  const text = JSON.stringify(role.properties)
  return mayBeForProvider(role) && (hasHole(text) || text.includes(`:oidc-provider/${issuer}`))
}
