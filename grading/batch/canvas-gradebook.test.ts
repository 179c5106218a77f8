import { describe, expect, test } from 'vitest'
import { assignmentColumn, gradebookIndex, readCanvasGradebook } from './canvas-gradebook.js'

const HEADER = 'Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section'

describe('a gradebook that Canvas exported', () => {
  test('gives who there is and which assignments, and no other column or line', () => {
    const gradebook = readCanvasGradebook(
      `${HEADER},Notes,HW (final) (12),Assignments Current Score\n,,,,,,,,Muted,\n    Points Possible,,,,,,,,10,(read only)\nAda,1,u1,ada,i1,x.edu,A,n,9,\n`,
    )
    expect(gradebook).toEqual({
      identity: HEADER.split(','),
      students: [['Ada', '1', 'u1', 'ada', 'i1', 'x.edu', 'A']],
      assignments: ['HW (final) (12)'],
    })
  })

  test('may have semicolons, and names in two columns', () => {
    const { identity, students } = readCanvasGradebook(
      'LastName;FirstName;ID;SIS Login ID;Section;HW (1)\nLovelace;Ada;7;ada;A;1,5\n',
    )
    expect(identity.length).toBe(5)
    expect(students).toEqual([['Lovelace', 'Ada', '7', 'ada', 'A']])
  })

  test.each([
    ['', 'ID and Section'],
    ['student,account,repository\nada,1,a/b\n', 'ID and Section'],
    ['Student,ID,Section\n"Ada,1,A\n', 'line 2: A quoted cell'],
  ])('is nothing else: %j', (text, why) => {
    expect(() => readCanvasGradebook(text)).toThrow(why)
  })
})

test('an assignment goes by its column, its title or its id', () => {
  const columns = 'Assignment 4 (77),Project (12),Project (13)'
  const gradebook = readCanvasGradebook(`Student,ID,Section,${columns}\n`)
  const found = ['assignment 4 (77)', 'Assignment 4', '12', 'Project', 'Nothing'].map((wanted) =>
    assignmentColumn(gradebook, wanted),
  )
  expect(found).toEqual(['Assignment 4 (77)', 'Assignment 4 (77)', 'Project (12)', null, null])
})

test('a student is found by a login id first, then by the other ids, case aside, and only if that is one', () => {
  const find = gradebookIndex(
    readCanvasGradebook(
      `${HEADER}\nA,1,u1,Ada,,,S\nB,2,ada,bob,,,S\nC,3,u3,eve,,,S\nD,4,u4,EVE,,,S\nE,5,5551,,,,S\n`,
    ),
  )
  const idOf = (...names: string[]) => find(names)?.[1] ?? null
  expect([idOf('ada'), idOf('x', 'BOB'), idOf('eve'), idOf('5551'), idOf('4'), idOf('')]).toEqual([
    '1',
    '2',
    null,
    '5',
    '4',
    null,
  ])
})
