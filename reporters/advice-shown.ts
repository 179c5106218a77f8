import type { Report } from '../grading/report.js'

/** The advice to show: what wins no points only distracts while points are missing, unless it is asked for. */
export function adviceShown({ advice, checks }: Report, asked = false): Report['advice'] {
  return asked || checks.every(({ status }) => status !== 'failed') ? advice : []
}
