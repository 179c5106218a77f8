import type { Changes } from '../grading/last-run.js'
import type { Report } from '../grading/report.js'
import type { WorkflowText } from '../runner/index.js'

/** What the reader's screen can show. The caller finds it out; a reporter never asks the environment. */
export interface Look {
  readonly color: boolean
  /** Width to wrap at, in terminal cells. */
  readonly columns: number
  /** `false`: the output is plain ASCII. */
  readonly unicode: boolean
  /** Zone that moments are given in, an IANA name; UTC where the reader's is not known. */
  readonly timeZone?: string
  /** Addresses are links that a click opens. */
  readonly links?: boolean
  /** Advice that wins no points is shown although checks failed. */
  readonly advice?: boolean
  /** `quiet`: checks that passed are left out; `verbose`: they say what was seen. */
  readonly detail?: 'quiet' | 'verbose'
}

/** One format of the report. Pure: no clock, no environment, no console, no points of its own. */
export interface Reporter {
  /** What `--reporter` calls it. */
  readonly name: string
  /**
   * The whole report, ending in a newline. `workflow`: main.yml as it was graded, for formats that show it;
   * `null` or left out when it is not at hand. `changes`: what is different from the run before, likewise.
   */
  render(
    report: Report,
    look: Look,
    workflow?: WorkflowText | null,
    changes?: Changes | null,
  ): string
}
