import { absent, unknown } from '@grade4/unknown'
import { expect, test } from 'vitest'
import { markGaps } from './evidence-gaps.js'
import { accountView } from './test-pipeline.js'
import type { AccountView } from './twin/account-view.js'

const unknownFor = (what: string) => async () => unknown(`no permission for ${what}`, 'ask')

/** A view that knows nothing, and says of what. */
const BLIND: AccountView = {
  ...accountView(),
  ecrRepository: unknownFor('the repository'),
  images: unknownFor('the images'),
  service: unknownFor('the service'),
  taskDefinition: unknownFor('the task definition'),
  role: unknownFor('the role'),
  oidcProviders: unknownFor('the providers'),
  clusters: unknownFor('the clusters'),
  services: unknownFor('the services'),
  stack: unknownFor('the stack'),
  stackResources: unknownFor('the resources'),
}

test.each<[string, (view: AccountView) => Promise<unknown>]>([
  ['the repository', (view) => view.ecrRepository('cs40')],
  ['the images', (view) => view.images('cs40')],
  ['the service', (view) => view.service('c', 's')],
  ['the task definition', (view) => view.taskDefinition('arn')],
  ['the role', (view) => view.role('r')],
  ['the providers', (view) => view.oidcProviders()],
  ['the clusters', (view) => view.clusters()],
  ['the services', (view) => view.services('c')],
  ['the stack', (view) => view.stack('s')],
  ['the resources', (view) => view.stackResources('s')],
])('a look at %s that failed is marked as one', async (what, ask) => {
  const answer = await ask(markGaps(BLIND))
  expect(answer).toEqual({ ...unknown(`no permission for ${what}`, 'ask'), lacks: 'evidence' })
})

test('what is known, or is not there, is no gap', async () => {
  const view = markGaps({ ...accountView(), role: async () => absent('none') })
  expect((await view.ecrRepository('cs40')).state).toBe('found')
  expect((await view.role('r')).state).toBe('absent')
})
