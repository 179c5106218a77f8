import { describe, expect, test } from 'vitest'
import {
  type Form,
  formsIn,
  Holes,
  hasHole,
  holesIn,
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
    [undefined, 'aHOLEb', 'ab', false],
    [undefined, 'aHOLEb', 'axb', false],
    [undefined, 'aHOLEb', 'axc', true],
    [undefined, 'aHOLEb', 'ba', true],
    [undefined, 'HOLEab', 'abx', true],
    [undefined, 'HOLE', 'x', false],
    [undefined, 'HOLEHOLE', '', false],
    ['number', 'HOLE', 'x', true],
    ['number', 'HOLEHOLE', 'x', false],
    ['number', 'aHOLE', 'a', true],
    ['name', 'HOLE', 'a b', true],
    ['flag', 'HOLE', 'TRUE', false],
    ['flag', 'HOLE', 'yes', true],
    ['text', 'HOLE', '', true],
    ['part', 'HOLE', 'a b', true],
    [undefined, 'same', 'same', false],
    [undefined, 'one', 'other', true],
    [undefined, 'on', 'one', false],
  ])('%s: %s and %s', (form, text, other, differ) => {
    const hole = of(form)
    const [left, right] = [text, other].map((one) => one.replaceAll('HOLE', hole))
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

  test('a hole in a text keeps its own from the text around it', () => {
    const sha = of('sha')
    const bare = of()
    expect(holesIn(`a${sha}b${bare}`)).toEqual([sha, bare])
    expect(formsIn(`a${sha}b${bare}${of('time')}`)).toEqual(['sha', null, 'time'])
    expect(hasHole(`a${bare}`)).toBe(true)
    expect(hasHole('a')).toBe(false)
    expect(hasHole('\uE0F1')).toBe(true)
    expect(mayBeEmpty('')).toBe(false)
    expect(mayBeEmpty(`${bare}x`)).toBe(false)
    expect(mayBeEmpty(`${bare}${of('word')}`)).toBe(false)
    expect(mayBeSplit('a b')).toBe(false)
    expect(mayBeSplit('\uE0F0')).toBe(true)
    expect(mayBeSplit(`${of('word')}${bare}`)).toBe(true)
    expect(isOwnPath('/tmp/x')).toBe(false)
    expect(isOwnPath(`${of('name')}${of('word')}`)).toBe(false)
    expect(surelyLacks(of(), 'x')).toBe(false)
    expect(surelyLacks(of('number'), `x${bare}`)).toBe(false)
    expect(surelyLacks(of('number'), 'x')).toBe(true)
    expect(Holes.show(`${sha}${bare}`, '?')).toBe('??')
    expect(Holes.show(`${of('number')}${of('time')}${of('word')}`)).toBe('(number)(time)(unknown)')
  })
})

describe('the reason of what is not known', () => {
  const FIRST = { because: 'first', remedy: 'A.' }
  const SECOND = { because: 'second', remedy: 'B.' }

  test('is that of each hole in a text, in order', () => {
    const holes = new Holes()
    const [first, second] = [holes.hole(FIRST), holes.hole(SECOND, 'word')]
    expect(holes.reasonsIn(`${second} and ${first}`)).toEqual([SECOND, FIRST])
    expect(holes.reasonsIn('none')).toEqual([])
    expect(holes.reasonFor(`${second}${first}`)).toEqual(SECOND)
    expect(holes.unknown('none', `x${first}`, second)).toEqual({ state: 'unknown', ...FIRST })
    const again = new Holes(holes.reasons)
    expect(again.reasonsIn(second)).toEqual([SECOND])
    again.hole(FIRST)
    expect(holes.reasons).toHaveLength(2)
  })

  test("of a character that only the grader may write is that it is the grader's", () => {
    const reserved = {
      because: 'the script holds a character that the grader keeps for itself',
      remedy: 'Remove the private-use characters U+E0F0 and U+E0F1 from the workflow.',
    }
    expect(new Holes().reasonFor('\uE0F0')).toEqual(reserved)
    expect(new Holes().unknown('none')).toEqual({ state: 'unknown', ...reserved })
  })

  test('goes on into what was made of texts', () => {
    const holes = new Holes()
    const [first, second] = [holes.hole(FIRST), holes.hole(SECOND)]
    const like = holes.holeLike('none', second, first)
    expect(like).not.toBe(second)
    expect(holes.reasonsIn(like)).toEqual([SECOND])
  })

  test('is the same hole where the same was calculated of the same texts', () => {
    const holes = new Holes()
    const [first, second] = [holes.hole(FIRST), holes.hole(SECOND)]
    const sum = holes.holeFor('sum', ['1', first], 'number')
    expect(formsIn(sum)).toEqual(['number'])
    expect(holes.reasonsIn(sum)).toEqual([FIRST])
    expect(holes.holeFor('sum', ['1', first])).toBe(sum)
    expect(holes.holeFor('sum', ['1', second])).not.toBe(sum)
    expect(holes.holeFor('difference', ['1', first])).not.toBe(sum)
    expect(holes.reasonsIn(holes.holeFor('sum', [first], undefined, SECOND))).toEqual([SECOND])
  })
})
