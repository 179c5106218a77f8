import { data } from '@actions/expressions'
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
  /** As `runs-on` names it. */
  readonly label: string
}

/**
 * The machine that `runs-on` names.
 * Source: GitHub Docs, "GitHub-hosted runners reference": `ubuntu-…` is x64, `ubuntu-…-arm` is arm64.
 */
export function runnerOf(runsOn: YamlNode | null, scope: Scope): Runner {
  const labels = labelsOf(nodeValue(runsOn, scope)).map((label) => label.toLowerCase())
  const label = labels.join(', ')
  const system = labels.some((each) => /^(windows|macos)/.test(each)) ? 'other' : 'linux'
  return { system, architecture: architectureOf(labels), label }
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
