import { REFERENCE, referenceStep } from '../../packages/pipeline/test-pipeline.js'

// Pipelines put together from the reference's steps, for tests.

/** A step: the reference's, by number, or the text of another. */
export type Step = number | string

/** A step of the reference with another text in it. */
export function changed(number: number, from: string | RegExp, to: string): string {
  const text = referenceStep(number)
  if (typeof from === 'string' ? !text.includes(from) : !from.test(text)) {
    throw new Error(`nothing to replace in step ${number}: ${from}`)
  }
  return text.replace(from, () => to)
}

/** A step of the reference with one more key. */
export function withKey(number: number, line: string): string {
  return referenceStep(number).replace('\n', `\n      ${line}\n`)
}

export function run(script: string): string {
  return `    - run: ${script}`
}

/** A job. `more`: its other keys, with the lines' ends. */
export function job(steps: readonly Step[], more = ''): string {
  const texts = steps.map((each) => (typeof each === 'number' ? referenceStep(each) : each))
  return `    runs-on: ubuntu-latest\n${more}    steps:\n${texts.join('\n')}\n`
}

/** A pipeline of jobs, by their ids. */
export function jobs(bodies: Readonly<Record<string, string>>): string {
  const texts = Object.entries(bodies).map(([id, body]) => `  ${id}:\n${body}`)
  return `${REFERENCE.slice(0, REFERENCE.indexOf('jobs:'))}jobs:\n${texts.join('')}`
}

/** A pipeline of one job. */
export function one(...steps: readonly Step[]): string {
  return jobs({ a: job(steps) })
}

/** The numbers of the reference's steps. */
export const ALL: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9]

/** The steps of the reference, some of them replaced: by another, by several, or by none. */
export function steps(replaced: Readonly<Record<number, Step | readonly Step[]>>): Step[] {
  return ALL.flatMap((number): readonly Step[] => {
    const step = replaced[number] ?? number
    return typeof step === 'object' ? step : [step]
  })
}

/** A pipeline of one job with these steps. */
export function replacing(replaced: Readonly<Record<number, Step | readonly Step[]>>): string {
  return one(...steps(replaced))
}
