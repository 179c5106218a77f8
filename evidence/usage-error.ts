/** Wrong use: a bad flag, an unreadable file. Told in one line; exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
}
