import { gitHubProviderArn, ISSUER } from './github.js'
import { isEverybody, type Principal } from './principal.js'

const IAM_ARN = /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):(.+)$/s

/** Says who a principal is, seen from the student's account; fits into "lets … assume the role". */
export function describePrincipal(principal: Principal, account: string): string {
  const { kind, name } = principal
  if (isEverybody(principal)) return kind === 'Federated' ? 'any identity provider' : 'anybody'
  if (kind === 'AWS') return describeAws(name, account)
  if (kind === 'Service') return `the AWS service ${name}`
  if (kind === 'Federated') return describeFederated(name, account)
  return `${kind} ${name}`
}

function describeAws(name: string, account: string): string {
  const whole = /^\d{12}$/.test(name) ? name : null
  const [, owner, resource] = IAM_ARN.exec(name) ?? []
  const id = whole ?? (resource === 'root' ? owner : undefined)
  if (id !== undefined) return id === account ? `your whole AWS account ${id}` : `AWS account ${id}`
  if (owner === undefined || resource === undefined) return `the AWS principal ${name}`
  const [type = '', ...rest] = resource.split('/')
  const what = { user: 'IAM user', role: 'IAM role', 'assumed-role': 'role session' }[type]
  return `the ${what ?? type} ${rest.join('/')} of ${owner === account ? 'your account' : `AWS account ${owner}`}`
}

function describeFederated(name: string, account: string): string {
  const expected = gitHubProviderArn(account)
  if (name === expected) return 'your GitHub provider'
  const [, owner, resource] = IAM_ARN.exec(name) ?? []
  if (resource === `oidc-provider/${ISSUER}` && owner !== account)
    return `the GitHub provider of AWS account ${owner}, which is not yours (${account}),`
  if (name.toLowerCase().includes(ISSUER))
    return `"${name}", which is not the ARN of your GitHub provider (${expected}),`
  return `the identity provider ${resource?.replace(/^(?:oidc|saml)-provider\//, '') ?? name}`
}
