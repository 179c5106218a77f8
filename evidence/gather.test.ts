import { absent, found, map, type Observed, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { clientsFor } from './clients.js'
import { gather, type KnownAnswers } from './gather.js'
import { localFile } from './local-file.js'
import { answerKey, type Question } from './question.js'
import { replay } from './replay.js'
import { keptAnswers } from './source.js'
import { SUBJECT } from './test-subject.js'

/** A question that counts how often it is asked. */
function counted(answer: (role: string) => Promise<Observed<string>>) {
  const asked: string[] = []
  const question: Question<[role: string], string> = {
    name: 'role',
    schema: z.string(),
    ask: (_clients, role) => {
      asked.push(role)
      return answer(role)
    },
  }
  return { asked, question }
}

function evidence() {
  return gather(clientsFor(SUBJECT, { githubToken: null, githubUrl: '', timeLimitMs: 1000 }))
}

describe('live evidence', () => {
  test('asks a question once for each arguments, also while the answer is on its way', async () => {
    const { asked, question } = counted(async (role) => found(`arn of ${role}`))
    const live = evidence()
    const answers = await Promise.all([
      live.ask(question, 'a'),
      live.ask(question, 'b'),
      live.ask(question, 'a'),
    ])
    expect(answers).toEqual([found('arn of a'), found('arn of b'), found('arn of a')])
    expect(await live.ask(question, 'a')).toEqual(found('arn of a'))
    expect(asked).toEqual(['a', 'b'])
  })

  test('tells all its answers, but none of a question that broke', async () => {
    const { question } = counted(async (role) => {
      if (role === 'broken') throw new Error('a bug of ours')
      return absent('NoSuchEntity')
    })
    const live = evidence()
    await live.ask(question, 'a')
    await expect(live.ask(question, 'broken')).rejects.toThrow('a bug of ours')
    const answers = await live.answers()
    expect([...answers.values()]).toEqual([absent('NoSuchEntity')])
  })
})

describe('evidence that is kept while files on this machine change', () => {
  const earlier = (answers: Record<string, Observed<unknown>>) =>
    keptAnswers({ answers: new Map(Object.entries(answers)) })
  const live = (known: KnownAnswers) =>
    gather(clientsFor(SUBJECT, { githubToken: null, githubUrl: '', timeLimitMs: 1000 }), known)

  test('is asked for what it does not know, and for what it could not find out', async () => {
    const { asked, question } = counted(async (role) => found(`new arn of ${role}`))
    const kept = live(
      earlier({
        'role("a")': found('arn of a'),
        'role("b")': absent('NoSuchEntity'),
        'role("c")': unknown('The network was down.', 'Try again.'),
      }),
    )
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((one) => kept.ask(question, one)))
    expect(answers).toEqual([
      found('arn of a'),
      absent('NoSuchEntity'),
      found('new arn of c'),
      found('new arn of d'),
    ])
    expect(asked).toEqual(['c', 'd'])
    expect((await kept.answers()).size).toBe(4)
  })

  test('reads files of the clone anew', async () => {
    const key = answerKey(localFile.name, ['action.yml'])
    expect(earlier({ [key]: found('old') }).answer(localFile.name, ['action.yml'])).toBeUndefined()
  })
})

describe('saved evidence', () => {
  test('answers as the live one did, and nothing that was not asked then', async () => {
    const { asked, question } = counted(async (role) => found(role))
    const live = evidence()
    await live.ask(question, 'a')
    const saved = replay({
      subject: SUBJECT,
      gatheredAt: live.gatheredAt,
      savedAt: new Date(),
      answers: await live.answers(),
    })
    expect(saved.gatheredAt).toBe(live.gatheredAt)
    expect(await saved.ask(question, 'a')).toEqual(found('a'))
    expect(await saved.ask(question, 'b')).toEqual({
      state: 'unknown',
      because: 'The answer to role is not in the saved evidence.',
      remedy: 'Grade the account itself again with all checks, and save its evidence again.',
    })
    expect(asked).toEqual(['a'])
  })
})

test('only what was found can be changed', () => {
  const double = (value: number) => value * 2
  expect(map(found(2), double)).toEqual({ state: 'found', value: 4 })
  expect(map(absent('NotFound'), double)).toEqual({ state: 'absent', saidBy: 'NotFound' })
  expect(map(unknown('why', 'do'), double)).toEqual({
    state: 'unknown',
    because: 'why',
    remedy: 'do',
  })
})
