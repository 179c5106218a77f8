import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { question } from '../question.js'
import { look } from './look.js'
import { Identity } from './models.js'

/** Whose account the credentials belong to. IAM can't forbid this call. */
export const identity = question({
  name: 'sts.identity',
  schema: Identity,
  alwaysThere: true,
  ask: ({ aws }) =>
    look(aws, 'sts:GetCallerIdentity', [], async (options) => {
      const answer = await aws.sts.send(new GetCallerIdentityCommand({}), options)
      return Identity.parse({ account: answer.Account, arn: answer.Arn })
    }),
})
