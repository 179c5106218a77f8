import type { Option } from 'commander'
import {
  type GradeOptions,
  gatherOptions,
  type RulesOptions,
  reportOptions,
  rulesOptions,
  type SubjectOptions,
  subjectOptions,
} from './options.js'

/** What `grade4 watch --help` ends with. */
export const WATCH_HELP = `
main.yml and what cdk synth wrote are graded again whenever they are saved: the main.yml of this clone and the
cdk.out of this folder, or those of --workflow and --template. Your account and repository are asked once, and
only what could not be found out is asked again: after a deploy, start it anew.

Where the output is no terminal, each grade is a line: time, score, and the checks that changed: + passes now,
- no longer, ? could not be graded.

Ctrl-C ends it, with exit code 0.
`

const OF_THE_SCREEN = ['timeout', 'only', 'color', 'advice', 'debug'] as const

/** The options of `grade4 watch`, as the command line gave them. */
export interface WatchOptions
  extends SubjectOptions,
    RulesOptions,
    Pick<GradeOptions, (typeof OF_THE_SCREEN)[number]> {}

const SHARED = new Set<string>(OF_THE_SCREEN)

/** The options of `grade4 watch`. */
export function watchOptions(): Option[] {
  const shared = [...gatherOptions(), ...reportOptions([])]
  return [
    ...subjectOptions(),
    ...rulesOptions(),
    ...shared.filter((option) => SHARED.has(option.attributeName())),
  ]
}
