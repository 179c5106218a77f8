import { InvalidArgumentError } from 'commander'

/** What `grade4 demo class --help` ends with. */
export const DEMO_CLASS_HELP = `
Writes DIR/roster.csv with made-up students, whose accounts and repositories stand in the embedded cloud, and
grades them as grade4 batch would. Half of them have every point. Open DIR/index.html in a browser.
`

/** More would only take longer to look at. */
const MOST = 500

/** How many students. Throws `InvalidArgumentError`. */
export function parseClassSize(word: string): number {
  const size = Number(word)
  if (!Number.isInteger(size) || size < 1 || size > MOST) {
    throw new InvalidArgumentError(`A class has 1 to ${MOST} students.`)
  }
  return size
}
