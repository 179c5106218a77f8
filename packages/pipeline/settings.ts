import { Lexer, TokenType } from '@actions/expressions/lexer'
import { byLog, type Observed, type Reason } from '@grade4/unknown'
import type { Context } from './expressions/evaluate.js'
import { segments } from './expressions/template.js'
import { OpenMapping, text } from './expressions/values.js'
import type { Job, Workflow } from './workflow/model.js'
import { scalarText, type YamlNode } from './workflow/tree.js'
import type { Push } from './world.js'

/** The secret of the assignment, which is taken to be right: `repo.secret` reports that it is not there. */
const ACCOUNT = 'AWS_ACCOUNT_ID'

/** The secret that GitHub gives to every run. */
const TOKEN = 'GITHUB_TOKEN'

/**
 * The `secrets` and `vars` contexts. What is not in the repository's list is empty where the repository
 * belongs to a person; an organisation, and an environment that the job names, may add to it.
 * Source: GitHub Docs, "Secrets reference" and "Variables reference", precedence.
 */
export function settingsContexts(push: Push, job: Job): [string, Context][] {
  const { input } = push.world
  const { settings } = input.github
  const own = job.environment === null ? settings : undefined
  const isClosed = own?.personal === true
  const names = own?.secretNames.state === 'found' ? own.secretNames.value : null
  const variables = own?.variables.state === 'found' ? own.variables.value : null
  const hasSecret = (key: string) => {
    const name = key.toUpperCase()
    return name === TOKEN || !isClosed || names === null || names.includes(name)
  }
  const holeOf = (key: string, list: Observed<unknown> | undefined) => {
    const place = `${own === undefined ? job.id : ''}/${key.toLowerCase()}`
    const hole = push.unknown.get(place) ?? push.world.holes.hole(unreadable(key, list))
    push.unknown.set(place, hole)
    return hole
  }
  const secrets = () =>
    new OpenMapping(
      [[ACCOUNT, text(input.view.account)]],
      (key) => holeOf(`secrets.${key}`, own?.secretNames),
      hasSecret,
    )
  const vars = () =>
    new OpenMapping(
      (variables ?? []).map(({ name, value }) => [name, text(value)]),
      (key) => holeOf(`vars.${key}`, own?.variables),
      () => !isClosed || variables === null,
    )
  return [
    ['secrets', secrets],
    ['vars', vars],
  ]
}

/** Why a value is not known; `list`: where it would stand. */
function unreadable(what: string, list: Observed<unknown> | undefined): Reason {
  const because = `the value of ${what} can't be read`
  if (list?.state === 'unknown') {
    return { because: `${because}: ${list.because.replace(/\.$/, '')}`, remedy: list.remedy }
  }
  return byLog(because)
}

/** Which of the repository's lists the expressions of a valid workflow need. */
export function settingsRead({ root, jobs }: Workflow): { secrets: boolean; variables: boolean } {
  // What a workflow that is called reads is not known beforehand.
  const calls = jobs.some(({ uses }) => uses !== null)
  const read = { secrets: calls, variables: calls }
  for (const expression of expressionsIn(root)) {
    const { tokens } = new Lexer(expression).lex()
    tokens.forEach(({ type, lexeme }, at) => {
      if (type !== TokenType.IDENTIFIER || tokens[at - 1]?.type === TokenType.DOT) return
      const context = lexeme.toLowerCase()
      if (context === 'vars') read.variables = true
      if (context !== 'secrets') return
      const isDot = tokens[at + 1]?.type === TokenType.DOT
      const name = isDot ? tokens[at + 2]?.lexeme.toUpperCase() : undefined
      if (name !== ACCOUNT && name !== TOKEN) read.secrets = true
    })
  }
  return read
}

function expressionsIn(node: YamlNode): string[] {
  switch (node.kind) {
    case 'scalar':
      return segments(scalarText(node)).flatMap((part) =>
        'expression' in part ? [part.expression] : [],
      )
    case 'sequence':
      return node.items.flatMap(expressionsIn)
    case 'mapping':
      return node.entries.flatMap(({ key, value }) => [
        ...expressionsIn(key),
        ...(scalarText(key) === 'if' ? conditionIn(value) : []),
        ...expressionsIn(value),
      ])
  }
}

/** An `if:` that is written without `${{ }}`. */
function conditionIn(node: YamlNode): string[] {
  const text = node.kind === 'scalar' ? scalarText(node) : ''
  return text.includes('${{') ? [] : [text]
}
