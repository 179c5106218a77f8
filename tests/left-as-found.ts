import { afterAll, expect, vi } from 'vitest'

// Test files that share a process share its variables and its clock: one that changes them puts them back.
const before = { ...process.env }
afterAll(() => {
  expect(process.env).toEqual(before)
  expect(vi.isFakeTimers()).toBe(false)
})
