import { Holes } from '@grade4/unknown'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFileCommands } from './file-commands.js'
import { readWorkflowCommands } from './workflow-commands.js'

const HOLE = new Holes().hole({ because: 'it is not known', remedy: 'Ask.' })

describe('commands in the output', () => {
  test.each([
    ['::set-output name=a::b', { a: 'b' }],
    ['  ::set-output name=a::b\r', { a: 'b' }],
    ['::set-output name=a::', { a: '' }],
    ['::set-output name=a::b\n\n::set-output name=c::d\r\n', { a: 'b', c: 'd' }],
    ['::set-output name::b', {}],
    ['::set-output name=a::x::y', { a: 'x::y' }],
    ['::set-output name=a::1%0A2%25', { a: '1\n2%' }],
    ['hello ::set-output name=a::b', {}],
    ['::set-output::b', {}],
    ['::set-output name=::b', {}],
    ['::set-output other=a::b', {}],
    ['::set-output x=1,name=a::b', { a: 'b' }],
    ['::set-output name=a=b::c', { 'a=b': 'c' }],
    ['::set-output name=a%3Ab%2Cc::d', { 'a:b,c': 'd' }],
    ['::set-output name=a::1%0D%0A2', { a: '1\r\n2' }],
    ['::set-output name=a::1%250A', { a: '1%0A' }],
    ['::stop-commands::t\n::u::\n::set-output name=a::b', {}],
    ['::stop-commands::t\n::set-output name=a::b\n::t::\n::set-output name=c::d', { c: 'd' }],
  ])('%j sets %j', (output, expected) => {
    expect(Object.fromEntries(readWorkflowCommands(output).outputs)).toEqual(expected)
  })

  test('masks and disabled commands', () => {
    expect(readWorkflowCommands('::add-mask::secret\n::add-mask::').masks).toEqual(['secret'])
    expect(readWorkflowCommands('::set-env name=A::b').failure).toMatch(/disabled/)
    expect(readWorkflowCommands('::add-path::/opt').failure).toMatch(/disabled/)
    expect(readWorkflowCommands('::warning::x\n::group::y').failure).toBeNull()
  })

  test('the first command that the runner refuses says why the step fails', () => {
    const { failure } = readWorkflowCommands('::set-output::b\n::set-env name=A::b')
    expect(failure).toBe("Required field 'name' is missing in ##[set-output] command.")
  })
})

describe('files of names and values', () => {
  test.each([
    ['', {}],
    ['a=b\n', { a: 'b' }],
    ['a=b=c\r\n\r\nd=', { a: 'b=c', d: '' }],
    ['a<<E\n1\n2\nE\nb=c', { a: '1\n2', b: 'c' }],
    ['a=x<<y', { a: 'x<<y' }],
    ['a=1\na=2', { a: '2' }],
    ['a<<E=\n1\nE=', { a: '1' }],
    ['a<<E\nE', { a: '' }],
    ['a<<E\nb=1\n\nE\n', { a: 'b=1\n' }],
    ['E=1\na<<E\n2\nE', { E: '1', a: '2' }],
  ])('%j gives %j', (content, expected) => {
    const read = readFileCommands(content)
    expect(read.state === 'read' ? Object.fromEntries(read.values) : read).toEqual(expected)
  })

  test.each([
    [`${HOLE}\nb=1`, { b: '1' }],
    [`a=${HOLE}`, { a: HOLE }],
    [`b=1\n${HOLE}=2\nE`, { b: '1' }],
    [`a<<E\n${HOLE}\nE`, { a: HOLE }],
  ])('%j, with a part that is not known, gives %j', (content, expected) => {
    const read = readFileCommands(content)
    expect(read.state === 'read' ? Object.fromEntries(read.values) : read).toEqual(expected)
    expect(read).toMatchObject({ unread: 'a' in expected ? null : expect.stringContaining(HOLE) })
  })

  test.each([
    ['a', "Invalid format 'a'"],
    ['=b', "Invalid format '=b'. Name must not be empty"],
    ['=<<E', "Invalid format '=<<E'. Name must not be empty"],
    ['a<<', "Invalid format 'a<<'. Name must not be empty and delimiter must not be empty"],
    ['a<<E\n1', "Invalid value. Matching delimiter not found 'E'"],
    ['a<<E\n1\nE2', "Invalid value. Matching delimiter not found 'E'"],
    ['<<E\nE', "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"],
    ['a=1\nb', "Invalid format 'b'"],
  ])('%j fails the step', (content, because) => {
    expect(readFileCommands(content)).toEqual({ state: 'failed', because })
  })

  test('what a script writes is read again', () => {
    const name = fc.stringMatching(/^[A-Za-z_]\w{0,9}$/)
    const value = fc.stringMatching(/^[^\r\n]{0,20}$/)
    fc.assert(
      fc.property(fc.dictionary(name, value), (values) => {
        const lines = Object.entries(values).map(([key, text]) => `${key}=${text}`)
        const read = readFileCommands(`${lines.join('\n')}\n`)
        expect(read.state === 'read' ? Object.fromEntries(read.values) : read).toEqual({
          ...values,
        })
      }),
    )
  })
})
