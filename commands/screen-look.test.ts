import { expect, test } from 'vitest'
import { lookOf } from './screen-look.js'

const terminal = { write() {}, isTTY: true, columns: 100 }
const pipe = { write() {} }

test.each([
  [terminal, {}, true, true],
  [terminal, { NO_COLOR: '1' }, true, false],
  [terminal, { TERM: 'dumb' }, true, false],
  [terminal, {}, false, false],
  [pipe, {}, true, false],
  [pipe, { FORCE_COLOR: '1' }, true, true],
  [pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, true, true],
  [pipe, { FORCE_COLOR: '1' }, false, false],
  [pipe, { FORCE_COLOR: '' }, true, false],
  [terminal, { FORCE_COLOR: '0' }, true, false],
])('colours: %o, %o, not taken away by an option: %s', (stream, env, color, shown) => {
  expect(lookOf(stream, env, color).color).toBe(shown)
})
