import type { HttpResponse } from '@smithy/types'
import type { Aws } from './aws/client.js'
import type { Github } from './github/client.js'

/** How far this machine's clock is ahead of each service's, in seconds; `null`: the service did not answer. */
export interface ClockSkew {
  readonly aws: number | null
  readonly github: number | null
}

/** `Date` headers are cut off to whole seconds: on average the time is half a second later. */
const HALF_A_SECOND_MS = 500

/** Compares clocks from now on, by the `Date` of what STS and GitHub answer, refusals included. */
export function watchClocks({ sts }: Aws, { octokit }: Github): () => ClockSkew {
  let aws: number | null = null
  let github: number | null = null
  sts.middlewareStack.add(
    (next) => async (input) => {
      const sentAt = Date.now()
      const output = await next(input)
      aws = skewOf(sentAt, dateOf(output.response)) ?? aws
      return output
    },
    // Innermost, so that refusals pass too: they become errors further out.
    { step: 'deserialize', priority: 'low', name: 'compareClocks' },
  )
  octokit?.hook.wrap('request', async (request, options) => {
    const sentAt = Date.now()
    try {
      const response = await request(options)
      github = skewOf(sentAt, response.headers.date) ?? github
      return response
    } catch (error) {
      github = skewOf(sentAt, dateOfError(error)) ?? github
      throw error
    }
  })
  return () => ({ aws, github })
}

/** In whole seconds; `null` for no date. The answer is taken to be from the middle of the exchange. */
function skewOf(sentAt: number, date: string | undefined): number | null {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return null
  const ours = (sentAt + Date.now()) / 2
  return Math.round((ours - theirs - HALF_A_SECOND_MS) / 1000)
}

function dateOf(response: unknown): string | undefined {
  return (response as Partial<HttpResponse> | undefined)?.headers?.date
}

function dateOfError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('response' in error)) return undefined
  return dateOf(error.response)
}
