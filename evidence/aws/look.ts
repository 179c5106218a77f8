import { type Answered, absent, found, type Observed, unknownFor } from '@grade4/unknown'
import type { AwsOperation } from '../read-only.js'
import { RoleNotAssumed } from './assume-role.js'
import type { Aws } from './client.js'
import { NoCredentials } from './credentials.js'
import { failedLook, type ServiceError, serviceError } from './failed-look.js'

/** Options of a request: it ends when the subject's time is up. */
export type SendOptions = { readonly abortSignal: AbortSignal }

/** The service's own names for "there is no such thing", or what knows it by more than the name. */
type IsAbsent = readonly string[] | ((error: ServiceError) => boolean)

/**
 * Asks AWS once and tells found, absent and unknown apart: what is thrown and is not `isAbsent` gives `unknown`.
 * Source: error names as the SDK delivers them; JSON and Query services spell the unmodelled ones differently.
 */
export async function look<T>(
  aws: Aws,
  operation: AwsOperation,
  isAbsent: readonly [],
  ask: (options: SendOptions) => Promise<T>,
): Promise<Answered<T>>
export async function look<T>(
  aws: Aws,
  operation: AwsOperation,
  isAbsent: IsAbsent,
  ask: (options: SendOptions) => Promise<T>,
): Promise<Observed<T>>
export async function look<T>(
  aws: Aws,
  operation: AwsOperation,
  isAbsent: IsAbsent,
  ask: (options: SendOptions) => Promise<T>,
): Promise<Observed<T>> {
  if (aws.notAsked !== null) return unknownFor(aws.notAsked)
  try {
    // Waits between retries don't listen to the signal, hence the guard.
    return found(await aws.timeLimit.guard(ask({ abortSignal: aws.timeLimit.signal })))
  } catch (thrown) {
    const error = serviceError(thrown)
    const gone = typeof isAbsent === 'function' ? isAbsent(error) : isAbsent.includes(error.name)
    const isAnswer = !(thrown instanceof RoleNotAssumed || thrown instanceof NoCredentials)
    if (gone && isAnswer) return absent(error.name)
    return failedLook(thrown, operation, aws)
  }
}
