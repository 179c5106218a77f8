import { createHash } from 'node:crypto'
import type { RosterRow } from './roster.js'

/** One part of a class of `count`, from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/**
 * Whether a student belongs to a shard. By a hash of account and repository, so that partners stay together
 * and everybody stays where they are when the roster gains a line.
 */
export function isInShard({ account, repository }: RosterRow, { index, count }: Shard): boolean {
  const work = `${account} ${repository.owner}/${repository.name}`.toLowerCase()
  const hash = createHash('sha256').update(work).digest()
  return hash.readUIntBE(0, 6) % count === index - 1
}
