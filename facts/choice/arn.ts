/** The cluster and the service that an ECS service ARN names; the oldest form of ARN has no cluster. */
export function readServiceArn(arn: string): { cluster: string | null; service: string } | null {
  const match = /^arn:[\w-]+:ecs:[\w-]+:\d{12}:service\/(?:([^/]+)\/)?([^/]+)$/.exec(arn)
  const service = match?.[2]
  return service === undefined ? null : { cluster: match?.[1] ?? null, service }
}

/** The account and the name (its path cut off) that a role ARN names. */
export function readRoleArn(arn: string): { account: string; name: string } | null {
  const match = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn)
  const [, account, name] = match ?? []
  return account === undefined || name === undefined ? null : { account, name }
}
