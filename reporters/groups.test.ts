import { expect, test } from 'vitest'
import { CHECK_IDS } from '../checks/rubric.js'
import { byGroup } from './groups.js'

test('every check of the rubric has one group, and the groups keep the rubric’s order', () => {
  const grouped = byGroup(CHECK_IDS.map((id) => ({ id })))
  expect(grouped.flatMap(({ checks }) => checks.map(({ id }) => id))).toEqual(CHECK_IDS)
})

test('the infrastructure’s checks come before the pipeline’s', () => {
  const parts = byGroup(CHECK_IDS.map((id) => ({ id }))).map(({ group }) => group.part)
  expect(parts).toEqual([...parts].sort())
})

test('a group of which nothing was selected is left out', () => {
  expect(byGroup([{ id: 'repo.secret' } as const]).map(({ group }) => group.title)).toEqual([
    'repository',
  ])
})
