import { expect, test } from 'vitest'
import {
  asksForLatest,
  NotFollowed,
  Refused,
  readImages,
  type TaggedPush,
  tagsOf,
} from './metadata-tags.js'

// How docker/metadata-action reads its inputs; what a workflow comes to with it is in actions.test.ts.

const PUSH: TaggedPush = {
  branch: 'main',
  defaultBranch: 'main',
  sha: 'a1b2c3d4'.padEnd(40, '0'),
  shortSha: 'a1b2c3d',
  time: () => Date.UTC(2024, 2, 9, 20, 0, 5, 7),
}

const tags = (entries: readonly string[], push = PUSH, flavor: readonly string[] = []) =>
  tagsOf(entries, asksForLatest(flavor), push)

test.each<[string, string[], string[]]>([
  ['nothing asked for is the branch', [], ['main']],
  ['only a tag or a pull request', ['type=ref,event=tag', 'type=ref,event=pr'], []],
  ['a branch', ['type=ref,event=branch'], ['main']],
  [
    'dates',
    ["type=raw,value={{date 'YYYYMMDD-HHmmss'}}", "{{ date 'YY.MM.DDTSSS' }}", "v{{date 'X'}}"],
    ['20240309-200005', '24.03.09T007', 'v1710014405'],
  ],
  ['a date in milliseconds', ["{{date 'x'}}"], ['1710014405007']],
  ['the default branch is the edge', ['type=edge'], ['edge']],
  ['this branch is the edge', ['type=edge,branch=main'], ['edge']],
  ['another branch is the edge', ['type=edge,branch=dev'], []],
  ['never on a push', ['type=schedule,value=x', 'type=schedule'], []],
  ['an empty value is no tag', ['type=raw,value=', 'type=raw,value={{tag}}', 'b'], ['b']],
  ['blanks around names and values', ['type = raw , value = x , SUFFIX = -s'], ['x-s']],
  ['what stands after a second = is lost', ['type=raw,value=a=b'], ['a']],
  ['many signs in a row are one dash', ['a/+ b'], ['a-b']],
  ['a later one first, when it matters more', ['a', 'type=raw,value=b,priority=201'], ['b', 'a']],
  [
    'a short and a long commit',
    ['type=sha,prefix=', 'type=sha,format=long,prefix='],
    ['a1b2c3d', PUSH.sha],
  ],
])('%s', (_, entries, expected) => {
  expect(tags(entries)).toEqual(expected)
})

test('another default branch switches off what is for that one', () => {
  const elsewhere = { ...PUSH, defaultBranch: 'dev' }
  expect(
    tags(['type=edge', 'type=raw,value=latest,enable={{is_default_branch}}'], elsewhere),
  ).toEqual([])
  expect(tags(['type=edge,branch=main'], elsewhere)).toEqual(['edge'])
})

test.each([
  ['type=raw,value=a,enable={{date}}', NotFollowed],
  ...["'dddd'", "'MMMM'", "'YYYYMMDDDD'", "'YYYY/MM'", "'X' tz='Asia/Tokyo'", "'[X]'", ''].map(
    (format): [string, typeof NotFollowed] => [`type=raw,value={{date ${format}}}`, NotFollowed],
  ),
  ['type=semver,pattern={{version}},value=v1.2.3', NotFollowed],
  ['\uE0F00\uE0F1', NotFollowed],
  ['type=\uE0F00\uE0F1', NotFollowed],
  ['type=raw,\uE0F00\uE0F1=a,value=b', NotFollowed],
  ['type=weather', Refused],
  ['type=match', Refused],
])('%s is not made', (entry, error) => {
  expect(() => tags([entry])).toThrow(error)
})

test('an unknown value stays in its tag', () => {
  expect(tags(['type=raw,value=\uE0F012\uE0F1,prefix=v+'])).toEqual(['v-\uE0F012\uE0F1'])
})

test.each<[string, string[], string[]]>([
  ['always', ['latest=true'], ['a', 'latest']],
  ['never', ['latest=false'], ['a']],
  ['where the action thinks so, which is not here', ['latest=auto'], ['a']],
  ['with blanks', ['LATEST = true'], ['a', 'latest']],
])('a flavor adds latest %s', (_, flavor, expected) => {
  expect(tags(['a'], PUSH, flavor)).toEqual(expected)
})

test('latest comes a second time where it is already there, and never alone', () => {
  expect(tags(['latest'], PUSH, ['latest=true'])).toEqual(['latest', 'latest'])
  expect(tags(['type=schedule'], PUSH, ['latest=true'])).toEqual([])
})

test.each([
  [['latest=yes'], Refused],
  [['scent=rose'], Refused],
  [['prefix=p-'], NotFollowed],
  [['latest=true', 'SUFFIX = -s'], NotFollowed],
])('the flavor %s is not read', (flavor, error) => {
  expect(() => asksForLatest(flavor)).toThrow(error)
})

test.each<[string, string[], string[]]>([
  ['none', [], []],
  ['several in a line', ['A/b , c'], ['a/b', 'c']],
  ['several lines', ['A/b', 'c'], ['a/b', 'c']],
  ['by name', ['name=A/b'], ['a/b']],
])('images: %s', (_, entries, expected) => {
  expect(readImages(entries)).toEqual(expected)
})

test.each([[['name=']], [['a,size=1']]])('the images %s are refused', (entries) => {
  expect(() => readImages(entries)).toThrow(Refused)
})

test('whether an image counts is not followed', () => {
  expect(() => readImages(['a,enable=false', 'b'])).toThrow(NotFollowed)
})
