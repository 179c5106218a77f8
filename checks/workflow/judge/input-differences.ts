import { finding, linesInput } from '@grade4/pipeline'
import { Holes, type Reason } from '@grade4/unknown'
import type { Finding } from '../../verdict.js'
import type { BuildAt, RunReading } from './run-reading.js'

/** Inputs that say where the image goes, and those that other rules look at. */
const APART = new Set(['push', 'load', 'outputs', 'tags', 'platforms'])

/** What an absent input stands for, where that is the same as giving it. */
const DEFAULTS: Readonly<Record<string, string>> = {
  file: 'Dockerfile',
  'no-cache': 'false',
  pull: 'false',
}

/** How the inputs of the push differ from those of the build, other than that it pushes. */
export interface InputDifferences {
  readonly findings: readonly Finding[]
  /** Why nobody knows whether an input differs; `null` when there is none. */
  readonly unknown: Reason | null
}

/** Compares the inputs of build and push. The same value that nobody knows is the same value. */
export function inputDifferences(run: RunReading, build: BuildAt, push: BuildAt): InputDifferences {
  const names = new Set([...Object.keys(build.build.inputs), ...Object.keys(push.build.inputs)])
  const meanings = (name: string) =>
    [build, push].map(({ build: each }) => meaning(run, name, each.inputs))
  const different = [...names].filter((name) => {
    const [expected, actual] = meanings(name)
    return !APART.has(name) && expected !== actual
  })
  const holes = (name: string) =>
    [build, push].flatMap(({ build: each }) => run.holes.reasonsIn(each.inputs[name] ?? ''))
  const [unknown = null] = different.flatMap(holes)
  const findings = different
    .filter((name) => holes(name).length === 0)
    .map((name) => {
      const message = `${run.name(push.step.step)} has another ${name} than the build.`
      return finding(message, {
        location: push.build.places[name] ?? push.step.step.location,
        expected: shown(name, build.build.inputs[name]),
        actual: shown(name, push.build.inputs[name]),
      })
    })
  return { findings, unknown }
}

/** A value as text in which equal meanings are equal: order of lines, case of booleans, `./`. */
function meaning(run: RunReading, name: string, inputs: Readonly<Record<string, string>>): string {
  const given = inputs[name]?.trim() ?? ''
  const text = given === '' ? (DEFAULTS[name] ?? '') : given
  const reasons = run.holes.reasonsIn(text).map(({ because }) => because)
  const known = Holes.show(text)
  const plain = /^(true|false)$/i.test(known) ? known.toLowerCase() : known
  const path = plain.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/$/, '')
  return [...linesInput(path === './' ? '.' : path).toSorted(), ...reasons].join('\n')
}

function shown(name: string, value: string | undefined): string {
  return `${name}: ${value?.trim() ?? '(not given)'}`
}
