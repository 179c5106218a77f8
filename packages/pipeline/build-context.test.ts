import { expect, test } from 'vitest'
import { isAddress } from './build-context.js'

test.each([
  ['', true],
  ['-', true],
  ['{{defaultContext}}:app', true],
  ['https://github.com/ada/yoctogram-app.git', true],
  ['github.com/ada/yoctogram-app', true],
  ['git@github.com:ada/yoctogram-app.git', true],
  ['.', false],
  ['-app', false],
  ['./github.com/ada', false],
  ['app/https://x', false],
])('the context %j is an address: %s', (context, expected) => {
  expect(isAddress(context)).toBe(expected)
})
