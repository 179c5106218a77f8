import { cannotFollow } from '@grade4/unknown'
import { recogniseAwk } from './awk-grammar.js'
import type { Tool } from './text-tools.js'

/** Words that one awk takes for a number and another does not, and numbers that go on as a word. */
const HALF_NUMBERS = /\d[A-Za-z_]|\b(?:nan|inf)/i
/** Numbers that mawk and gawk write in different ways. */
const LARGE = /\d{10,}|\de[-+]\d/g

/** `awk`, over all that it reads as one text. */
export const awk: Tool = async ({ args, inputs, run, work }) => {
  const [given = '', ...files] = args.operands
  const separatorOfOutput = /^OFS=([^\\"\n]*)$/
  const assignments = args.all('v').filter((one) => !separatorOfOutput.test(one))
  // just-bash heeds it in the program alone.
  const begins = args
    .all('v')
    .flatMap((one) => separatorOfOutput.exec(one)?.[1] ?? [])
    .map((text) => `BEGIN { OFS = "${text}" } `)
  const program = begins.join('') + given
  const separators = args.all('F').map((separator) => {
    if (!/^(?:[^\\^]|\\t|\[[\w ,:;=@#%&<>~!'/-]+\]|[\w ,:;=@#%&<>~!'"/-]+)$/.test(separator)) {
      throw cannotFollow(`the grader does not follow awk -F ${separator} in the script`)
    }
    // One character stands for itself.
    return ['-F', /^[^\w\s\\]$/.test(separator) ? `[${separator}]` : separator]
  })
  const variables = assignments.map((assignment) => {
    if (!/^[A-Za-z_]*[a-z]\w*=[^\\]*$/.test(assignment))
      throw cannotFollow(`the script uses awk -v ${assignment}`)
    return ['-v', assignment]
  })
  const text = inputs.map((input) => input.text).join('')
  const { reckons, needsLines } = recogniseAwk(program)
  const isOpen =
    files.some((file) => /^\w+=/.test(file)) ||
    (needsLines && (text === '' || /^$/m.test(text.slice(0, -1))))
  if (isOpen || (reckons && HALF_NUMBERS.test(text))) {
    throw cannotFollow('the grader does not follow awk for what it reads in the script')
  }
  work(text.length * (10 + 150 * (program.split('sub(').length - 1)))
  const { stdout, exitCode } = await run([...separators.flat(), ...variables.flat(), program], text)
  const known = [program, text, ...args.all('v')].join('\n')
  const isLarge = (number: string) => Number(number) > 2_147_483_647 || number.includes('e')
  if (
    reckons &&
    (stdout.match(LARGE) ?? []).some((number) => isLarge(number) && !known.includes(number))
  ) {
    throw cannotFollow('awk in the script makes a number that is written in different ways')
  }
  return { out: stdout, status: exitCode }
}
