/**
 * By how much something came after its deadline, in seconds, begun ones counted whole; 0 when it came in time.
 * `null`: there is no deadline, or it is not known when it came.
 */
export function secondsLate(submittedAt: Date | null, due: Date | null): number | null {
  if (submittedAt === null || due === null) return null
  return Math.max(0, Math.ceil((submittedAt.getTime() - due.getTime()) / 1000))
}
