import { type AccountView, Machine, type TwinEffect } from '@grade4/pipeline'
import { testTwin, testView } from '../pipeline/twin/test-account.js'
import { runScript, type ScriptRequest } from './run-script.js'

export const WORKSPACE = '/home/runner/work/yoctogram-app/yoctogram-app'

/** A job's machine in the small test account, signed in, with a secret that nobody can read in `SECRET`. */
export function testJob(view: AccountView = testView()) {
  const world = testTwin(view)
  const machine = new Machine({ twin: world.twin })
  const secret = world.holes.hole({ because: 'nobody can read the secret', remedy: 'Ask.' })
  const env: Record<string, string> = { ...world.env, SECRET: secret, GITHUB_OUTPUT: '/tmp/output' }
  const run = async (script: string, options: Partial<ScriptRequest> = {}) => {
    const effects: TwinEffect[] = []
    const result = await runScript({
      script,
      shell: { kind: 'bash', settings: ['-e'] },
      env,
      workingDirectory: WORKSPACE,
      host: machine.host((effect) => effects.push(effect)),
      ...options,
    })
    return { ...result, effects, did: effects.flatMap((effect) => inShort(effect) ?? []) }
  }
  return { ...world, machine, env, secret, run }
}

/** An effect in a few words, for tables; `null`: what the next one tells too. */
export function inShort(effect: TwinEffect): string | null {
  switch (effect.kind) {
    case 'redeploy-asked':
    case 'push-begins':
      return null
    case 'untagged':
      return `untagged ${effect.repository}:${effect.tag}${effect.imageDeleted ? ', image gone' : ''}`
    case 'image-deleted':
      return `deleted ${effect.digest.slice(0, 8)} with ${effect.tagsLost.join('+') || 'no tag'}`
    case 'nothing-to-delete':
      return `nothing ${effect.repository}:${effect.tag ?? effect.digest?.slice(0, 8)}`
    case 'delete-ambiguous':
      return `ambiguous ${effect.tag}`
    case 'pushed':
      return `pushed ${effect.repository}:${effect.tags.join('+')} for ${effect.platforms.join('+')}`
    case 'tagged':
      return `tagged ${effect.repository}:${effect.tag}`
    case 'scaled':
      return `scaled ${effect.serviceArn.split('/').at(-1)} to ${effect.desiredCount}`
    case 'service-deleted':
      return `deleted the service ${effect.serviceArn.split('/').at(-1)}`
    case 'redeployed':
      return `redeployed ${effect.serviceArn.split('/').at(-1)}${effect.forced ? '' : ' without force'}`
    case 'refused':
      return `refused ${effect.code}`
    case 'raw-docker':
      return `docker ${effect.command}`
    case 'repository-created':
    case 'repository-deleted':
      return `${effect.kind} ${effect.repository}`
    case 'task-definition-registered':
      return `registered ${effect.family}`
  }
}
