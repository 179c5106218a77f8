import { absent, found, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { CUSTOMIZATION, judge, REFERENCE, type Setting, trustPolicy } from './test-pipeline.js'
import type { AccountView } from './twin/account-view.js'

const NOBODY_KNOWS = unknown('AccessDenied', 'ask for the permission')

/** Evidence that may be missing, each as a change to a setting. */
const UNKNOWNS: Record<string, (setting: Setting) => Setting> = {
  'the repository': view(() => ({ ecrRepository: async () => NOBODY_KNOWS })),
  'the images': view(() => ({ images: async () => NOBODY_KNOWS })),
  'repository and images': view(() => ({
    ecrRepository: async () => NOBODY_KNOWS,
    images: async () => NOBODY_KNOWS,
  })),
  'the service': view(() => ({ service: async () => NOBODY_KNOWS })),
  'the role': view(() => ({ role: async () => NOBODY_KNOWS })),
  'the providers': view(() => ({ oidcProviders: async () => NOBODY_KNOWS })),
  'the customised subject': (setting) => ({ ...setting, customization: NOBODY_KNOWS }),
  'whether the repository is private': (setting) => ({
    ...setting,
    repository: { owner: 'ada', name: 'yoctogram-app', id: 2001, ownerId: 1001, private: null },
  }),
  'the ids of the repository': (setting) => ({
    ...setting,
    repository: { owner: 'ada', name: 'yoctogram-app', id: null, ownerId: null, private: true },
  }),
  'the graded role and service': (setting) => ({
    ...setting,
    graded: { roleArn: null, service: null },
  }),
}

function view(change: (before: AccountView) => Partial<AccountView>) {
  return (setting: Setting): Setting => ({
    ...setting,
    account: {
      ...setting.account,
      change: (before) => ({ ...setting.account?.change?.(before), ...change(before) }),
    },
  })
}

const SETTINGS: Record<string, Setting> = {
  'all right': {},
  'ids in the subject': { customization: found({ ...CUSTOMIZATION, useImmutableSubject: true }) },
  'trust for another branch': {
    account: { trust: trustPolicy('repo:ada/yoctogram-app:ref:refs/heads/dev') },
  },
  'no provider': { account: { providers: found([]) } },
  'no role': { account: { role: absent('NoSuchEntityException') } },
  'no repository': {
    account: {
      change: () => ({
        ecrRepository: async () => absent('RepositoryNotFoundException'),
        images: async () => absent('RepositoryNotFoundException'),
      }),
    },
  },
  'immutable tags': { account: { tagMutability: 'IMMUTABLE' } },
}

const TEXTS: Record<string, string> = {
  reference: REFERENCE,
  'no untag': REFERENCE.replace('aws ecr batch-delete-image', 'echo'),
  amd64: REFERENCE.replaceAll('linux/arm64', 'linux/amd64'),
  'no redeploy': REFERENCE.replace('aws ecs update-service', 'echo'),
  'another service': REFERENCE.replace('yoctogram-service', 'yoctogram'),
  'no push': REFERENCE.replace('push: true', 'push: false'),
  'id-token alone': REFERENCE.replace('write-all', '{ id-token: write }'),
  'public access only': REFERENCE.replace('write-all', '{ contents: read }'),
}

describe.each(Object.entries(SETTINGS))('account: %s', (_, setting) => {
  test.each(Object.entries(TEXTS))(
    'main.yml: %s; evidence that nobody has never makes a check fail',
    async (__, text) => {
      const before = await judge(text, setting)
      for (const [what, forget] of Object.entries(UNKNOWNS)) {
        const after = await judge(text, forget(setting))
        for (const id of Object.keys(before) as (keyof typeof before)[]) {
          if (id === 'refusal' || after[id].outcome !== 'failed') continue
          const now = JSON.stringify(after[id])
          expect(before[id].outcome, `${id} without ${what}: ${now}`).toBe('failed')
        }
      }
    },
  )
})
