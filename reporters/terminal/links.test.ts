import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { wrap } from './layout.js'
import { hyperlink, withLinks } from './links.js'

const ADDRESS = 'https://github.com/settings/personal-access-tokens/new?name=grade4&actions=read'
const link = (text: string) => hyperlink(text, ADDRESS)

test('an address in a line is a link, without the full stop behind it', () => {
  expect(withLinks([`Open ${ADDRESS}.`], `Open ${ADDRESS}.`)).toEqual([`Open ${link(ADDRESS)}.`])
})

test('an address that is broken into lines is one link in each of them', () => {
  const text = `Open ${ADDRESS} in your browser.`
  const linked = withLinks(wrap(text, 40), text)
  expect(linked.join('\n')).toBe(
    wrap(text, 40)
      .join('\n')
      .replace(/https\S+|settings\S+|\S*=read/g, (part) => link(part)),
  )
  // Nothing is lost or added but the links.
  const plain = linked.map(stripVTControlCharacters)
  expect(plain).toEqual(wrap(text, 40))
})

test('a text without an address stays as it is', () => {
  expect(withLinks(['http://example.org', 'x'], 'http://example.org x')).toEqual([
    'http://example.org',
    'x',
  ])
})
