import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readFileCommands } from './file-commands.js'
import { readWorkflowCommands } from './workflow-commands.js'

describe('commands in the output', () => {
  test.each([
    ['::set-output name=a::b', { a: 'b' }],
    ['  ::set-output name=a::b\r', { a: 'b' }],
    ['::set-output name=a::', { a: '' }],
    ['::set-output name=a::x::y', { a: 'x::y' }],
    ['::set-output name=a::1%0A2%25', { a: '1\n2%' }],
    ['hello ::set-output name=a::b', {}],
    ['::set-output::b', {}],
    ['::stop-commands::t\n::set-output name=a::b\n::t::\n::set-output name=c::d', { c: 'd' }],
  ])('%j sets %j', (output, expected) => {
    expect(Object.fromEntries(readWorkflowCommands(output).outputs)).toEqual(expected)
  })

  test('masks and disabled commands', () => {
    expect(readWorkflowCommands('::add-mask::secret\n::add-mask::').masks).toEqual(['secret'])
    expect(readWorkflowCommands('::set-env name=A::b').failure).toMatch(/disabled/)
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
  ])('%j gives %j', (content, expected) => {
    const read = readFileCommands(content)
    expect(read.state === 'read' ? Object.fromEntries(read.values) : read).toEqual(expected)
  })

  test.each(['a', '=b', 'a<<', 'a<<E\n1', '<<E\nE'])('%j fails the step', (content) => {
    expect(readFileCommands(content).state).toBe('failed')
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
