import type { Report } from '../grading/report.js'
import { markdown, shortMarkdown } from './markdown.js'

/** What GitHub takes for one step; of a larger file it shows nothing. Source: actions/runner, FileCommandManager.cs. */
const LARGEST_BYTES = 1024 * 1024

const CUT = 'The details are longer than GitHub shows here; they are in the log of this step.'

/**
 * The report as GitHub shows it on the page of a run, in Markdown; empty where it no longer fits.
 * `usedBytes`: what the step's summary holds already.
 */
export function stepSummary(report: Report, usedBytes: number): string {
  const room = LARGEST_BYTES - usedBytes
  const look = { color: false, columns: 80, unicode: true }
  const texts = [markdown.render(report, look), shortMarkdown(report, CUT)]
  // The report may not be the first in the file, whose last line may have no end.
  const fitting = texts.map((text) => `\n${text}`).find((text) => Buffer.byteLength(text) <= room)
  return fitting ?? ''
}
