import { type Reason, Unknowns } from './unknowns.js'

/** Unknown values whose reasons can be kept with a trace, and read back from one. */
export class RecordedUnknowns extends Unknowns {
  readonly reasons: Reason[] = []

  override mark(reason: Reason): string {
    this.reasons.push(reason)
    return super.mark(reason)
  }

  /** Reads the marks of a trace again. */
  static from(reasons: readonly Reason[]): RecordedUnknowns {
    const unknowns = new RecordedUnknowns()
    for (const reason of reasons) unknowns.mark(reason)
    return unknowns
  }
}
