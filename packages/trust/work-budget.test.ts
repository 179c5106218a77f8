import { expect, test } from 'vitest'
import { BudgetSpent, WorkBudget, withinBudget } from './work-budget.js'

test('all of a budget can be spent, and no more', () => {
  const budget = new WorkBudget(3)
  budget.spend(2)
  budget.spend(1)
  expect(() => budget.spend(1)).toThrow(BudgetSpent)
})

test('what takes too much has another answer, which may say why', () => {
  const spend = (moves: number) => () => {
    new WorkBudget(3).spend(moves)
    return 'done'
  }
  expect(withinBudget(spend(3), () => 'given up')).toBe('done')
  expect(withinBudget(spend(4), ({ name, message }) => `${name}: ${message}`)).toBe(
    'BudgetSpent: a pattern of the trust policy is too large to be decided',
  )
})

test('a fault is no lack of budget', () => {
  const fault = () => {
    throw new TypeError('a bug')
  }
  expect(() => withinBudget(fault, () => 'given up')).toThrow(TypeError)
})
