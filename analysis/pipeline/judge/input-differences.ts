import type { Finding } from '../../../checks/verdict.js'
import { finding } from '../../workflow/finding.js'
import { linesInput } from '../actions/input-values.js'
import { Unknowns } from '../unknowns.js'
import type { BuildAt, RunReading } from './run-reading.js'

/** Inputs that say where the image goes, and those that other rules look at. */
const APART = new Set(['push', 'load', 'outputs', 'tags', 'platforms'])

/** What an absent input stands for, where that is the same as giving it. */
const DEFAULTS: Readonly<Record<string, string>> = {
  file: 'Dockerfile',
  'no-cache': 'false',
  pull: 'false',
}

/** The inputs in which the push differs from the build, other than that it pushes. */
export function inputDifferences(run: RunReading, build: BuildAt, push: BuildAt): Finding[] {
  const names = new Set([...Object.keys(build.build.inputs), ...Object.keys(push.build.inputs)])
  return [...names]
    .filter((name) => !APART.has(name))
    .flatMap((name) => {
      const [expected, actual] = [build, push].map(({ build: each }) =>
        meaning(run, name, each.inputs),
      )
      if (expected === actual) return []
      const message = `${run.name(push.step.step)} has another ${name} than the build.`
      return [
        finding(message, {
          location: push.build.places[name] ?? push.step.step.location,
          expected: shown(name, build.build.inputs[name]),
          actual: shown(name, push.build.inputs[name]),
        }),
      ]
    })
}

/** A value as text in which equal meanings are equal: order of lines, case of booleans, `./`. */
function meaning(run: RunReading, name: string, inputs: Readonly<Record<string, string>>): string {
  const given = inputs[name]?.trim() ?? ''
  const text = given === '' ? (DEFAULTS[name] ?? '') : given
  const reasons = run.unknowns.reasonsIn(text).map(({ because }) => because)
  const known = Unknowns.show(text)
  const plain = /^(true|false)$/i.test(known) ? known.toLowerCase() : known
  const path = plain.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/$/, '')
  return [...linesInput(path === './' ? '.' : path).toSorted(), ...reasons].join('\n')
}

function shown(name: string, value: string | undefined): string {
  return value === undefined ? `${name}: (not given)` : `${name}: ${Unknowns.show(value.trim())}`
}
