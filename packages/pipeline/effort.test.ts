import { expect, test } from 'vitest'
import { Effort, TooMuchEffort } from './effort.js'

const MOST_STEPS = 2_000
const MOST_WORK = 65_000_000

test('a grading runs so many steps and no more', () => {
  const effort = new Effort()
  for (let steps = 0; steps < MOST_STEPS; steps += 1) effort.step()
  expect(() => effort.step()).toThrow(new TooMuchEffort(`it runs more than ${MOST_STEPS} steps`))
})

test('a step takes work of its own', () => {
  const effort = new Effort()
  effort.step()
  effort.step()
  expect(effort.work).toBe(10_000)
})

test.each([
  ['as much work as there may be', MOST_WORK, {}, true],
  ['more', MOST_WORK + 1, {}, false],
  ['an environment that takes the rest', MOST_WORK - 20, { A: 'x' }, true],
  ['an environment that takes more', MOST_WORK - 20, { A: 'xy' }, false],
])('after %s another script is begun or not', async (_name, work, env, begins) => {
  const effort = new Effort()
  await effort.script({}, async () => ({ work }))
  expect(effort.work).toBe(work)
  let isBegun = false
  const next = effort.script(env, async () => {
    isBegun = true
    return { work: 0 }
  })
  if (begins) await next
  else await expect(next).rejects.toThrow(TooMuchEffort)
  expect(isBegun).toBe(begins)
})
