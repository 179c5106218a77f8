import type { Finding, Verdict } from '../checks/verdict.js'

/** A verdict as text: every word of it, a line for each finding, without how long it took. */
export function verdictText(verdict: Verdict): string {
  return `${verdict.id}: ${outcomeText(verdict)}`
}

/** Several verdicts as text; those that say the same stand together. */
export function verdictTexts(verdicts: readonly Verdict[]): string {
  const ids = new Map<string, string[]>()
  for (const verdict of verdicts) {
    const outcome = outcomeText(verdict)
    ids.set(outcome, [...(ids.get(outcome) ?? []), verdict.id])
  }
  return [...ids].map(([outcome, same]) => `${same.join(', ')}: ${outcome}`).join('\n')
}

function outcomeText({ status, seen, blockedBy, findings }: Verdict): string {
  const by = blockedBy === null ? '' : ` by ${blockedBy}`
  const lines = [...(seen === '' ? [] : [seen]), ...findings.map(lineOf)]
  return withoutNow(`${status}${by}: ${lines.join('\n  ')}`)
}

function lineOf({ message, expected, actual, location, hint }: Finding): string {
  const at = location === null ? null : `${location.file}:${location.line}:${location.column}`
  const details = { expected, actual, at, source: location?.source?.trim() ?? null, hint }
  const parts = Object.entries(details).flatMap(([key, text]) =>
    text === null ? [] : [`${key}: ${text.replaceAll('\n', '⏎')}`],
  )
  return [message, ...parts].join(' | ')
}

/** The pipeline is run as of now; the fixtures' own moments are of 2024. */
function withoutNow(text: string): string {
  return text.replace(/\b\d{13}\b/g, (stamp) => (Number(stamp) > STARTED ? 'NOW' : stamp))
}

const STARTED = Date.now() - 86_400_000
