import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Followed, SUPPORTED as PROGRAMS } from './programs/supported.js'
import { type ShellKind, SUPPORTED, SUPPORTED_BUILTINS } from './supported.js'

// `npx vitest run packages/shell/readme -u` writes the tables of README.md anew.

const HEADING = '\n## What is followed\n'

const SHELLS: Readonly<Record<string, string>> = { both: 'bash and sh', bash: 'bash' }

const row = (...cells: readonly string[]) =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
const code = (text: string) => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``)

function table(head: readonly string[], rows: readonly string[]): string {
  return [row(...head), row(...head.map(() => '---')), ...rows, ''].join('\n')
}

/** What scripts write, by the group it belongs to. */
function constructs(): string {
  const followed = [...SUPPORTED.values()].filter(({ shells }) => shells !== 'refused')
  const rows = followed.map(({ group, shells, written }) =>
    row(group, written.split(', ').map(code).join(', '), SHELLS[shells] ?? shells),
  )
  return table(['', 'written', 'in'], rows)
}

function builtins(): string {
  const options = (kind: ShellKind, all: Readonly<Record<ShellKind, string>>) =>
    ({ '-': 'as they are', none: '', refused: 'refused' })[all[kind]] ?? code(`-${all[kind]}`)
  const rows = [...SUPPORTED_BUILTINS]
    .filter(([, all]) => all.bash !== 'refused')
    .map(([name, all]) => row(code(name), options('bash', all), options('sh', all)))
  return table(['builtin', 'options in bash', 'in sh'], rows)
}

/** Each option with its names; in brackets those with which only the status is followed. */
function optionsOf({ options }: Followed): string {
  const all = new Set(options.values())
  return [...all]
    .map((option) => {
      const names = [...options].filter(([, one]) => one === option).map(([name]) => name)
      const text = code(names.join(' '))
      return option.isLaidOutOtherwise ? `(${text})` : text
    })
    .join(', ')
}

function programs(): string {
  const rows = [...PROGRAMS].map(([name, followed]) => row(code(name), optionsOf(followed)))
  return table(['program', 'options'], rows)
}

test('README.md lists what is followed', async () => {
  const [text = ''] = readFileSync(new URL('README.md', import.meta.url), 'utf8').split(HEADING)
  const tables = [constructs(), builtins(), programs()].join('\n')
  const words =
    'Anything else is refused. Made by readme.test.ts from supported.ts and programs/supported.ts; with an option in brackets only the status of a program is known.'
  await expect(`${text}${HEADING}\n${words}\n\n${tables}`).toMatchFileSnapshot('README.md')
})
