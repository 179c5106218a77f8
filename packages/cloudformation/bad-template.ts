/** A text is no template that CloudFormation would take. The message says why, as the end of a sentence. */
export class BadTemplate extends Error {
  override readonly name = 'BadTemplate'
}
