import { readFileSync } from 'node:fs'
import { absent, found, Holes, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { testJob } from '../../shell/test-script.js'
import type { AccountView } from '../twin/account-view.js'
import type { TwinEffect } from '../twin/effects.js'
import { image, SERVICE_MODEL, testView } from '../twin/test-account.js'

// answers.txt has each script after `$ `, and below it what it comes to. Where that differs from the AWS command
// line's own answer (`aws help`, an emulated account) or the service's API reference, it is wrong.

const notSeen = async () => unknown('no permission', 'give it')

/** How an account differs from the small one that every test has, by the headings of answers.txt. */
const ACCOUNTS: Readonly<Record<string, AccountView>> = {
  'the test account': testView(),
  'no images': testView([]),
  'one image with one tag': testView([image('a', ['latest'])]),
  'an untagged image and a tagged one': testView([image('a', []), image('b', ['x'])]),
  'immutable tags': testView(undefined, 'IMMUTABLE'),
  'some tags immutable': testView(undefined, 'IMMUTABLE_WITH_EXCLUSION'),
  'a repository that is gone': {
    ...testView(),
    images: async () => absent('RepositoryNotFoundException'),
  },
  'a service that is drained': {
    ...testView(),
    service: async () => found({ ...SERVICE_MODEL, status: 'DRAINING' }),
  },
  'a hundred resources': { ...testView(), stackResources: async () => found(topics(100)) },
  'a hundred and one resources': { ...testView(), stackResources: async () => found(topics(101)) },
  'images that were not seen': { ...testView(), images: notSeen },
  'nothing that was seen': {
    ...testView(),
    ecrRepository: notSeen,
    service: notSeen,
    clusters: notSeen,
    services: notSeen,
    stack: notSeen,
    stackResources: notSeen,
  },
  'task definitions that were not seen': { ...testView(), taskDefinition: notSeen },
}

function topics(count: number) {
  return Array.from({ length: count }, (_, number) => ({
    logicalId: `Topic${number}`,
    physicalId: `topic-${number}`,
    type: 'AWS::SNS::Topic',
    status: 'CREATE_COMPLETE',
  }))
}

/** How a script ends, what it prints and what it does, in a line. */
async function inALine(script: string, view: AccountView): Promise<string> {
  const { run, holes } = testJob(view)
  const { exitCode, stdout, stderr, unknown: reason, effects } = await run(script)
  const [message = ''] = stderr.trim().split('\n').slice(-1)
  const because = holes.reasonsIn(stdout).map((one) => one.because)
  const parts = [
    exitCode === null ? `unknown: ${reason?.because}` : String(exitCode),
    printed(stdout),
    // A field names itself; of a whole answer that is not known, the reason is given.
    /^\W*$/.test(Holes.show(stdout, '')) && because.length > 0 ? `(${because.join()})` : '',
    message === '' ? '' : `err ${message}`,
    ...effects.map((effect) => effectText(effect, message)),
  ]
  const line = Holes.show(parts.filter((part) => part !== '').join(' | '), '?')
  return line
    .replaceAll(/(\w)\1{63}/g, '$1…')
    .replaceAll('"account":"111122223333","region":"us-west-2",', '')
    .replaceAll('arn:aws:ecs:us-west-2:111122223333:', 'arn:…:')
}

/** An effect; its message only where standard error does not have it already. */
function effectText({ kind, ...effect }: TwinEffect, message: string): string {
  return `${kind} ${JSON.stringify(effect, (key, value: unknown) =>
    key === 'message' && message.endsWith(String(value)) ? undefined : value,
  )}`
}

/** JSON without blanks, its unknown fields by name alone; any other text in quotes. */
function printed(text: string): string {
  if (text === '') return ''
  const hole = /^"?\W\d+\W"?$/
  try {
    const json = JSON.stringify(JSON.parse(text), (_, part: unknown) => {
      if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
      const known = Object.entries(part).filter(([, value]) => !hole.test(String(value)))
      const not = Object.keys(part).filter((key) => !known.some(([name]) => name === key))
      return { ...Object.fromEntries(known), ...(not.length > 0 ? { '?': not.join(' ') } : {}) }
    })
    return json
  } catch {
    return JSON.stringify(text)
  }
}

const SECTIONS = readFileSync(new URL('answers.txt', import.meta.url), 'utf8')
  .trim()
  .split(/^# /m)

describe.each(SECTIONS.slice(1).map((section) => section.split('\n')))(
  'with %s',
  (account, ...lines) => {
    const view = ACCOUNTS[account ?? '']
    if (view === undefined) throw new Error(`There is no account "${account}".`)
    const cases = lines
      .filter((line) => line !== '')
      .join('\n')
      .split(/^\$ /m)
      .slice(1)
    test.each(cases.map((one) => one.trim().split('\n')))('%s', async (script = '', answer) => {
      expect(await inALine(script, view)).toBe(answer)
    })
  },
)
