import { data } from '@actions/expressions'
import type { Unknown } from '@grade4/unknown'
import leven from 'leven'
import type { Scope } from '../expressions/evaluate.js'
import { nodeValue } from '../expressions/template.js'
import { asText, type Value } from '../expressions/values.js'
import type { YamlNode } from '../workflow/tree.js'

/** The machine that a job runs on. */
export interface Runner {
  /** `other`: Windows or macOS, whose shells and programs the grader does not follow. */
  readonly system: 'linux' | 'other'
  /** `null`: not known. */
  readonly architecture: 'amd64' | 'arm64' | null
  /** One of GitHub's own. */
  readonly isHosted: boolean
  /** As `runs-on` names it. */
  readonly label: string
}

/** The machine that takes a job; `absent`: none ever does, and why. */
export type RunnerReading =
  | { readonly state: 'found'; readonly runner: Runner }
  | { readonly state: 'absent'; readonly why: string }
  | Unknown

/** Labels of GitHub's Linux runners. Source: GitHub Docs, "GitHub-hosted runners reference". */
const HOSTED = [
  'ubuntu-latest',
  'ubuntu-26.04',
  'ubuntu-24.04',
  'ubuntu-22.04',
  'ubuntu-26.04-arm',
  'ubuntu-24.04-arm',
  'ubuntu-22.04-arm',
]

/** Since when GitHub has no such runner. Source: actions/runner-images, issues 3287, 6002, 11101. */
const RETIRED: Readonly<Record<string, string>> = {
  'ubuntu-16.04': '2021-09-20',
  'ubuntu-18.04': '2023-04-03',
  'ubuntu-20.04': '2025-04-15',
}

/** A label this close to one of GitHub's is more likely a slip than the name of a runner. */
const SLIP_LETTERS = 2

/**
 * The machine that `runs-on` names. `now`: milliseconds since 1970. Whether a repository has runners of its
 * own the grader can't see; a label that is neither GitHub's nor close to it is taken to be one of those.
 * Source: GitHub Docs, "GitHub-hosted runners reference": `ubuntu-…` is x64, `ubuntu-…-arm` is arm64.
 */
export function runnerOf(runsOn: YamlNode | null, scope: Scope, now: number): RunnerReading {
  const value = nodeValue(runsOn, scope)
  const labels = labelsOf(value).map((label) => label.toLowerCase())
  const label = labels.join(', ')
  // GitHub's own runners have one label; a group holds runners of an organisation's own making.
  if (labels.length === 1 && value.kind !== data.Kind.Dictionary) {
    const retired = RETIRED[label]
    if (retired !== undefined && now >= Date.parse(retired)) {
      const why = `no runner takes it: GitHub has retired ${label} on ${retired}`
      return { state: 'absent', why }
    }
    if (retired === undefined && !HOSTED.includes(label) && isLikeHosted(label)) {
      return {
        state: 'unknown',
        because: `GitHub has no runner with the label ${label}, and whether the repository has one of its own is not known`,
        remedy: `If it is a slip, write ubuntu-latest; else look at a run of the workflow.`,
      }
    }
  }
  const system = labels.some((each) => /^(windows|macos)/.test(each)) ? 'other' : 'linux'
  const isHosted = HOSTED.includes(label) || system === 'other'
  const architecture = architectureOf(labels)
  return { state: 'found', runner: { system, architecture, isHosted, label } }
}

function isLikeHosted(label: string): boolean {
  return label.startsWith('ubuntu') || HOSTED.some((hosted) => leven(hosted, label) <= SLIP_LETTERS)
}

function labelsOf(value: Value): string[] {
  if (value.kind === data.Kind.Array) return value.values().map(asText)
  if (value.kind === data.Kind.Dictionary) return labelsOf(value.get('labels') ?? new data.Null())
  return value.kind === data.Kind.Null ? [] : [asText(value)]
}

function architectureOf(labels: readonly string[]): Runner['architecture'] {
  if (labels.some((label) => /^arm64$|^ubuntu-.*arm/.test(label))) return 'arm64'
  if (labels.some((label) => label === 'x64' || label.startsWith('ubuntu-'))) return 'amd64'
  return null
}
