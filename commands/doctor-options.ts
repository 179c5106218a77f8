import { Option } from 'commander'
import {
  type GradeOptions,
  gatherOptions,
  reportOptions,
  type SubjectOptions,
  subjectOptions,
} from './options.js'

/** What `grade4 doctor --help` ends with. */
export const DOCTOR_HELP = `
Give it the options that you give grade4: they decide which account and repository it looks at. It tries
every operation that grading needs, asking for what is not there where it can, and changes nothing.

Exit codes: 0 everything is there, 2 wrong use, 3 something is to be fixed.
`

/** The options of `grade4 doctor`, as the command line gave them. */
export type DoctorOptions = Omit<SubjectOptions, 'workflow'> &
  Pick<GradeOptions, 'timeout' | 'json' | 'color'>

const SHARED = new Set<string>([
  ...([
    'repo',
    'region',
    'profile',
    'roleArn',
    'externalId',
    'stack',
  ] satisfies (keyof DoctorOptions)[]),
  ...(['timeout', 'color'] satisfies (keyof DoctorOptions)[]),
])

/** The options of `grade4 doctor`. */
export function doctorOptions(): Option[] {
  const shared = [...subjectOptions(), ...gatherOptions(), ...reportOptions([])]
  return [
    ...shared.filter((option) => SHARED.has(option.attributeName())),
    new Option('--json', 'what was found out as JSON'),
  ]
}
