import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitCommandLine } from './arguments.js'
import { AwsError } from './errors.js'

const COMMAND = ['ecr', 'list-images', '--repository-name', 'cs40', '--filter', 'tagStatus=TAGGED']
const GLOBALS = [
  ['--region', 'us-west-2'],
  ['--output=text'],
  ['--query', 'imageIds[0]'],
  ['--no-cli-pager'],
  ['--debug'],
]

test('global options may stand anywhere between the other arguments', () => {
  const inOrder = splitCommandLine([...COMMAND, ...GLOBALS.flat()])
  expect(Object.fromEntries(inOrder.globals)).toEqual({
    '--region': 'us-west-2',
    '--output': 'text',
    '--query': 'imageIds[0]',
    '--no-cli-pager': '',
    '--debug': '',
  })
  expect(inOrder).toMatchObject({
    service: 'ecr',
    command: 'list-images',
    rest: COMMAND.slice(2),
  })
  const places = fc.array(fc.nat(COMMAND.length), {
    minLength: GLOBALS.length,
    maxLength: GLOBALS.length,
  })
  fc.assert(
    fc.property(places, (where) => {
      const args = COMMAND.flatMap((word, index) => [
        ...GLOBALS.filter((_, one) => where[one] === index).flat(),
        word,
      ])
      args.push(...GLOBALS.filter((_, one) => where[one] === COMMAND.length).flat())
      expect(splitCommandLine(args)).toEqual(inOrder)
    }),
  )
})

test('a global option may be cut short, and the last one counts', () => {
  const { globals } = splitCommandLine(['ecr', 'x', '--reg', 'a', '--region', 'b', '--out', 'text'])
  expect(Object.fromEntries(globals)).toEqual({ '--region': 'b', '--output': 'text' })
})

test('an option without its value is wrong use', () => {
  expect(() => splitCommandLine(['ecr', 'list-images', '--region'])).toThrow(AwsError)
  expect(() => splitCommandLine(['ecr', '--query', '--output', 'text'])).toThrow(AwsError)
})

test('any arguments give a command line or an error of the command line', () => {
  const words = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom('--region', '--query=', '--', '-', '--re', 'ecr', '--no-', '-1', '--output'),
    ),
  )
  fc.assert(
    fc.property(words, (args) => {
      try {
        splitCommandLine(args)
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError)
      }
    }),
  )
})
