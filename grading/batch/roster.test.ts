import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadRoster, readRoster } from './roster.js'

const HEADER = 'student,account,repository'
const ADA = 'ada,111122223333,ada/yoctogram-app'

function read(text: string) {
  return readRoster(new TextEncoder().encode(text))
}

function faultsOf(text: string): string[] {
  try {
    read(text)
  } catch (error) {
    if (!(error instanceof BadRoster)) throw error
    return error.faults.map(
      ({ line, column, message }) =>
        `${line}${column === null ? '' : `:${column.name}`} ${message}`,
    )
  }
  return []
}

describe('a roster as spreadsheets write it', () => {
  test.for([
    ['plain', `${HEADER}\n${ADA}\n`],
    ['byte order mark and CRLF', `\uFEFF${HEADER}\r\n${ADA}\r\n`],
    ['semicolons', `${HEADER}\n${ADA}\n`.replaceAll(',', ';')],
    ["Excel's separator line", `sep=;\r\n${`${HEADER}\r\n${ADA}`.replaceAll(',', ';')}`],
    ['tabs', `${HEADER}\n${ADA}`.replaceAll(',', '\t')],
    [
      'quotes and blanks',
      `"Student" , "Account",Repository\n "ada" ,"111122223333",ada/yoctogram-app`,
    ],
    [
      'the console spells the account',
      `${HEADER}\nada,1111-2222-3333,https://github.com/ada/yoctogram-app.git`,
    ],
    ['empty lines between', `\n${HEADER}\n\n,,\n${ADA}\n\n`],
  ] as const)('%s', ([, text]) => {
    const [row, ...others] = read(text.replaceAll(/ *" */g, (quote) => quote.trim())).rows
    expect(others).toEqual([])
    expect(row).toMatchObject({
      student: 'ada',
      account: '111122223333',
      repository: { owner: 'ada', name: 'yoctogram-app' },
    })
  })

  test('other columns are carried through, in order, as they are', () => {
    const { rows, otherColumns } = read(
      `email,${HEADER},Team\n"a@b, c",${ADA},"=1+1\nand a line"\n`,
    )
    expect(otherColumns).toEqual(['email', 'Team'])
    expect(rows[0]?.other).toEqual({ email: 'a@b, c', Team: '=1+1\nand a line' })
  })
})

describe('what is wrong is reported, all at once, with its place', () => {
  test.for([
    ['an empty file', '', ['1 The roster is empty']],
    ['no students', `${HEADER}\n`, ['1 The roster names no student']],
    ['a wrong header', 'name,score\nada,1', ['1 The header lacks student, account, repository']],
    ['a column twice', `${HEADER},Student\n${ADA},x`, ['1:student There is another column']],
    [
      'scientific notation',
      `${HEADER}\nada,1.11E+11,a/b`,
      ['2:account "1.11E+11" is what Excel makes'],
    ],
    ['lost zeros', `${HEADER}\nada,1122223333,a/b`, ['2:account "1122223333" has 10 digits']],
    ['a path', `${HEADER}\n../../x,111122223333,a/b`, ['2:student "../../x" is no student id']],
    ['two dots', `${HEADER}\n..,111122223333,a/b`, ['2:student ".." is no student id']],
    [
      'a formula',
      `${HEADER}\n"=HYPERLINK(1)",111122223333,a/b`,
      ['2:student "=HYPERLINK(1)" is no'],
    ],
    [
      'a formula of allowed letters',
      `${HEADER}\n@SUM,111122223333,a/b`,
      ['2:student "@SUM" begins'],
    ],
    ['an escape', `${HEADER}\na\u001B[2J,111122223333,a/b`, ['2:student "a\u001B[2J" is no']],
    ['a huge cell', `${HEADER},x\n${ADA},${'y'.repeat(1_000_000)}`, ['2:x The cell has 1000000']],
    ['a student twice', `${HEADER}\n${ADA}\n${ADA.replace('ada', 'ADA')}`, ['3 ADA is on line 2']],
    ['an open quote', `${HEADER}\n${ADA}\n"grace,1`, ['3 A quoted cell begins']],
    ['a cell too many', `${HEADER}\n${ADA},x`, ['2 The line has 4 cells, the header 3']],
    [
      "somebody else's role",
      `${HEADER},role_arn\n${ADA},arn:aws:iam::999988887777:role/r`,
      ['2:role_arn The role is one of account 999988887777'],
    ],
    [
      'a deadline without a zone',
      `${HEADER},due\n${ADA},2024-03-09 23:59`,
      ['2:due "2024-03-09 23:59" leaves'],
    ],
    [
      'a partner elsewhere',
      `${HEADER},partner\n${ADA},grace\ngrace,222233334444,g/h,`,
      ['2:partner grace (line 3) has another'],
    ],
    [
      'several at once',
      `${HEADER}\n,1,b\n${ADA}\nx y,z,`,
      [
        '2:student is empty',
        '2:account "1" is no',
        '2:repository "b" is no',
        '4:student "x y" is no',
        '4:account "z"',
        '4:repository is empty',
      ],
    ],
  ] as const)('%s', ([, text, wanted]) => {
    const faults = faultsOf(text)
    expect(faults).toHaveLength(wanted.length)
    for (const [index, start] of wanted.entries()) expect(faults[index]).toContain(start)
  })

  test('a line is named by where it begins, quoted line breaks and all', () => {
    const faults = faultsOf(
      `${HEADER},note\r\n${ADA},"one\r\ntwo\r\nthree"\r\n\r\nbad id,1,2,x\r\n`,
    )
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      '6:student',
      '6:account',
      '6:repository',
    ])
  })

  test.for([
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), /UTF-16/],
    ['Latin-1', Buffer.from(`${HEADER}\nad\u00E9,1,2`, 'latin1'), /not UTF-8/],
  ] as const)('%s is refused', ([, bytes, pattern]) => {
    expect(() => readRoster(bytes)).toThrow(BadRoster)
    try {
      readRoster(bytes)
    } catch (error) {
      if (error instanceof BadRoster) expect(error.faults[0]?.message).toMatch(pattern)
    }
  })
})

test('a partner without a line of their own is credited too', () => {
  const { rows } = read(`${HEADER},partner,name\n${ADA},grace,Ada\n`)
  expect(rows.map(({ student, account, other }) => [student, account, other])).toEqual([
    ['ada', '111122223333', { partner: 'grace', name: 'Ada' }],
    ['grace', '111122223333', {}],
  ])
})

test('an account with two repositories is worth a warning', () => {
  const { warnings } = read(`${HEADER}\n${ADA}\ngrace,111122223333,grace/yoctogram-app\n`)
  expect(warnings[0]?.message).toContain('also that of ada (line 2), with another repository')
})

test('10,000 students are read in under a second', () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => {
    const account = String(100_000_000_000 + index)
    return `s${index},${account},s${index}/app,"Student, ${index}"`
  })
  const text = `${HEADER},name\n${lines.join('\n')}`
  const before = process.cpuUsage()
  expect(read(text).rows).toHaveLength(10_000)
  // Time of the processor, not of the clock: other tests run beside this one.
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1000)
})

test('any bytes give a class, or faults with their lines, never another error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, withHeader) => {
      const header = withHeader ? [...Buffer.from(`${HEADER}\n`)] : []
      try {
        readRoster(Uint8Array.from([...header, ...bytes]))
      } catch (error) {
        if (!(error instanceof BadRoster)) throw error
        expect(error.faults).not.toEqual([])
        for (const { line, message } of error.faults) {
          expect(line).toBeGreaterThanOrEqual(1)
          expect(message).not.toBe('')
        }
      }
    }),
  )
})
