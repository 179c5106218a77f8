import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { z } from 'zod'
import { question } from '../question.js'
import { look } from './look.js'

/** Whose credentials these are. Source: STS GetCallerIdentity. */
export const Identity = z.object({ account: z.string(), arn: z.string() })
export type Identity = z.infer<typeof Identity>

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
