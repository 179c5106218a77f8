import { describe, expect, test } from 'vitest'
import {
  type Form,
  Holes,
  isOwnPath,
  mayBeEmpty,
  mayBeSplit,
  surelyDiffer,
  surelyLacks,
} from './holes.js'

const holes = new Holes()
const of = (form?: Form) => holes.hole({ because: 'nobody can see it', remedy: 'Ask.' }, form)

describe('what the form of an unknown text says', () => {
  test.each<[form: Form | undefined, isFilled: boolean, isWord: boolean, isPath: boolean]>([
    [undefined, false, false, false],
    ['absent', false, false, false],
    ['part', false, false, false],
    ['text', true, false, false],
    ['message', true, false, false],
    ['word', true, true, false],
    ['flag', true, true, false],
    ['login', true, true, false],
    ['number', true, true, true],
    ['sha', true, true, true],
    ['time', true, true, false],
    ['name', true, true, true],
  ])('%s', (form, isFilled, isWord, isPath) => {
    const hole = of(form)
    expect(mayBeEmpty(hole)).toBe(!isFilled)
    expect(mayBeSplit(hole)).toBe(!isWord)
    expect(isOwnPath(`/tmp/${hole}`)).toBe(isPath)
  })

  test.each<[form: Form | undefined, text: string, other: string, differ: boolean]>([
    ['sha', 'v-HOLE', 'v-main', true],
    ['sha', 'HOLE', '0'.repeat(40), true],
    ['sha', 'HOLE', 'a'.repeat(40), false],
    ['time', 'HOLE', 'latest', true],
    ['time', 'HOLE', '20240309', false],
    ['number', 'run 42', 'run HOLE', false],
    ['number', 'run HOLE.', 'run 42', true],
    ['login', 'HOLE', 'dependabot[bot]', true],
    ['login', 'HOLE', 'ada', false],
    ['message', 'HOLE', 'Fix [skip ci]', true],
    ['message', 'HOLE', 'Fix', false],
    ['word', 'HOLE', '', true],
    ['absent', 'HOLE', '', false],
    [undefined, 'HOLE', '', false],
    [undefined, 'aHOLE', 'ab', false],
    [undefined, 'aHOLE', 'b', true],
    [undefined, 'aHOLEa', 'a', true],
  ])('%s: %s and %s', (form, text, other, differ) => {
    const hole = of(form)
    const [left, right] = [text, other].map((one) => one.replace('HOLE', hole))
    expect(surelyDiffer(left ?? '', right ?? '')).toBe(differ)
    expect(surelyDiffer(right ?? '', left ?? '')).toBe(differ)
  })

  test('two names are never the same, two numbers may be', () => {
    expect(surelyDiffer(`/tmp/${of('name')}`, `/tmp/${of('name')}`)).toBe(true)
    expect(surelyDiffer(of('number'), of('number'))).toBe(false)
  })

  test('what no value of a form holds', () => {
    expect(surelyLacks(of('login'), '[bot]')).toBe(true)
    expect(surelyLacks(of('message'), '[skip ci]')).toBe(true)
    expect(surelyLacks(of('message'), 'skip')).toBe(false)
    expect(surelyLacks(`x${of('login')}`, '[bot]')).toBe(false)
  })

  test('a message shows it', () => {
    expect(Holes.show(`cs40:${of('sha')} of ${of()}`)).toBe('cs40:(sha) of (unknown)')
  })
})
