import type { Unknown } from '@grade4/unknown'
import type { TwinEffect } from './effects.js'

/** A role session that STS handed out. */
export interface Session {
  readonly roleArn: string
  /** Account of the role, 12 digits. */
  readonly account: string
  readonly expiresAt: Date
}

/** Who a step's environment says is calling. */
export type Credentials =
  | { readonly state: 'session'; readonly session: Session }
  | { readonly state: 'none' }
  | { readonly state: 'expired'; readonly session: Session }
  /** Keys that the run itself did not hand out: whose they are is not known. */
  | Unknown

/** Who calls, where to, and who hears of it. */
export interface Caller {
  readonly credentials: Credentials
  readonly region: string
  /** Gets each effect of the call, in order. */
  readonly emit: (effect: TwinEffect) => void
}
