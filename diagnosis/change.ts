import type { CheckId } from '../checks/rubric.js'
import type { Verdict } from '../checks/verdict.js'
import type { Answers } from './answers.js'
import type { LineEdit } from './line-edits.js'

/** Where a change is made. `cdk` is followed by a deploy, and `workflow` by a push. */
export type ChangeKind = 'workflow' | 'cdk' | 'command' | 'setting' | 'push'

/** Something that a student can do. Whether it helps is not known before it has been tried. */
export interface Change {
  readonly kind: ChangeKind
  /** What to do, in one line. Plain text. */
  readonly title: string
  /** Lines of CDK, a command, or the way through GitHub's settings; `null` where the edits say it all. */
  readonly text: string | null
  /** For `workflow`: the lines of a file of the repository, as it is in these answers. */
  readonly edits: readonly LineEdit[]
  /** For `workflow`: the path of that file, from the top of the repository. */
  readonly file?: string
  /** What the account and the repository would answer afterwards. */
  readonly after: Answers
}

/** The changes that may win a check's points, the smallest first. */
export type Proposals = (
  id: CheckId,
  answers: Answers,
  verdict: Verdict | undefined,
) => Promise<readonly Change[]>

/** A change that edits no file. `text`: see `Change.text`. */
export function change(
  kind: ChangeKind,
  title: string,
  text: string | null,
  after: Answers,
): Change {
  return { kind, title, text, edits: [], after }
}

/** Lines of CDK; the deploy that they are written for belongs to the change. */
export function cdk(title: string, lines: readonly string[], after: Answers): Change {
  return change('cdk', `${title}, then run cdk deploy`, lines.join('\n'), after)
}
