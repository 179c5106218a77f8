import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allLanguages,
  anyLanguage,
  complement,
  EVERYTHING,
  exactly,
  inAnyCase,
  type Language,
  matching,
  NOTHING,
  noneOf,
  oneOf,
  sequence,
  without,
} from './language.js'
import { contains, shortestMember } from './search.js'
import { BudgetSpent, WorkBudget } from './work-budget.js'

const glob = matching
const shortest = (language: Language) => shortestMember(language, new WorkBudget())
const has = (language: Language, text: string) => contains(language, text, new WorkBudget())

describe('shortestMember', () => {
  it.each<[string, Language, string | null]>([
    ['nothing', NOTHING, null],
    ['everything', EVERYTHING, ''],
    ['one text', exactly('main'), 'main'],
    ['a pattern', glob('a*b?'), 'abx'],
    ['all but the empty text', without(EVERYTHING, exactly('')), 'x'],
    ['a pattern less its only text', without(exactly('ab'), glob('a*')), null],
    ['a prefix that two patterns share', allLanguages(glob('ab*'), glob('*bc')), 'abc'],
    ['two patterns that share nothing', allLanguages(glob('a*'), glob('b*')), null],
    [
      'what a narrower pattern leaves',
      without(glob('repo:ada/*'), glob('repo:ada/app:*')),
      'repo:ada/',
    ],
    ['a wider pattern takes all', without(glob('repo:ada/app:*'), glob('repo:ada/*')), null],
    ['the same written otherwise', without(glob('a**b'), glob('a*b')), null],
    ['all lengths but one', without(EVERYTHING, complement(glob('??'))), 'xx'],
    ['another case', without(inAnyCase('Ab'), exactly('Ab')), 'ab'],
    ['sets', sequence('a', oneOf('12'), ':', noneOf('x')), 'a1:y'],
    ['a union', anyLanguage(exactly('long'), exactly('ab')), 'ab'],
    ['astral characters are one character', allLanguages(glob('a?b'), exactly('a😀b')), 'a😀b'],
  ])('%s', (_, language, expected) => {
    expect(shortest(language)).toBe(expected)
  })
})

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 8 })
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?', '*'), maxLength: 8 })

/** What a pattern matches, said in another way. */
const asExpression = (one: string) =>
  new RegExp(`^(?:${one.replaceAll('*', '.*').replaceAll('?', '.')})$`, 'su')

/** Languages with a plain test of membership beside each. */
const { tree } = fc.letrec<{ tree: { language: Language; member: (text: string) => boolean } }>(
  (tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      pattern.map((one) => ({
        language: glob(one),
        member: (value: string) => asExpression(one).test(value),
      })),
      tie('tree').map((one) => ({
        language: complement(one.language),
        member: (value: string) => !one.member(value),
      })),
      fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => ({
        language: allLanguages(one.language, other.language),
        member: (value: string) => one.member(value) && other.member(value),
      })),
      fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => ({
        language: anyLanguage(one.language, other.language),
        member: (value: string) => one.member(value) || other.member(value),
      })),
    ),
  }),
)

describe('random languages', () => {
  it('hold the texts that their patterns match, one by one', () => {
    fc.assert(
      fc.property(tree, text, ({ language, member }, value) => {
        expect(has(language, value)).toBe(member(value))
      }),
      { numRuns: 500 },
    )
  })

  it('are empty only where no text is a member, and show a shortest one', () => {
    const all = textsUpTo(4)
    fc.assert(
      fc.property(tree, ({ language, member }) => {
        const found = shortest(language)
        const brute = all.find((value) => member(value))
        if (found === null) expect(brute).toBeUndefined()
        else {
          expect(member(found)).toBe(true)
          if (brute !== undefined) expect(found.length).toBeLessThanOrEqual(brute.length)
        }
      }),
      { numRuns: 500 },
    )
  })
})

function textsUpTo(length: number): string[] {
  if (length === 0) return ['']
  const shorter = textsUpTo(length - 1)
  const longest = shorter.filter((each) => each.length === length - 1)
  return [
    ...shorter,
    ...longest.flatMap((each) => ['a', 'b', ':', '*', 'x'].map((one) => each + one)),
  ]
}

it('tells characters apart that no pattern but one lists', () => {
  const last = '\u{10fffd}'
  const shown = '0123456789-_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
  expect(shortest(allLanguages(glob('?'), sequence(noneOf(shown + last))))).toBe('\u{10fffc}')
})

it('takes stars side by side for one', () => {
  expect(contains(glob('*'.repeat(20_000)), 'abc', new WorkBudget(100))).toBe(true)
})

it('decides patterns of many stars with little work', () => {
  const stars = glob('*a*b?'.repeat(200))
  const member = shortestMember(without(stars, exactly('a')), new WorkBudget(200_000))
  expect(member).toHaveLength(600)
})

describe('hostile patterns', () => {
  const E = exactly('repo:ada/yoctogram-app:ref:refs/heads/main')
  it.each<[string, Language]>([
    ['ten thousand characters', without(glob('a'.repeat(10_000)), E)],
    ['hundreds of stars', without(glob('*a'.repeat(400)), E)],
    [
      'stars and one letter',
      allLanguages(glob(`*${'a'.repeat(3000)}*`), glob(`*${'a'.repeat(2000)}b*`)),
    ],
    [
      'an automaton of a million states',
      without(glob(`*a${'?'.repeat(20)}`), glob(`*b${'?'.repeat(19)}`)),
    ],
    [
      'many patterns side by side',
      allLanguages(
        ...Array.from({ length: 60 }, (_, i) => complement(glob(`*${i}*${i + 1}*`))),
        glob('*9*0*'),
      ),
    ],
    [
      'thousands of different characters',
      without(glob(String.fromCharCode(...Array(5000).keys())), E),
    ],
  ])('%s: decided or given up', (_, language) => {
    try {
      shortest(language)
    } catch (error) {
      expect(error).toBeInstanceOf(BudgetSpent)
    }
  })
})
