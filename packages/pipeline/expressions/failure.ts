/** The expression can't be evaluated; GitHub fails the step with these words. */
export class ExpressionFailure extends Error {
  override readonly name = 'ExpressionFailure'
}
