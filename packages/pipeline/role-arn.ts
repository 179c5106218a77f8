/** The account and the name (its path cut off) that a role ARN names. */
export function readRoleArn(arn: string): { account: string; name: string } | null {
  const match = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn)
  const [, account, name] = match ?? []
  return account === undefined || name === undefined ? null : { account, name }
}
