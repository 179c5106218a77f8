import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { CHECK_IDS } from '../checks/rubric.js'
import { main } from './main.js'

async function scriptFor(shell: string): Promise<{ code: number; script: string; stderr: string }> {
  const [stdout, stderr]: [string[], string[]] = [[], []]
  const code = await main(['completion', shell], {
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
    env: {},
    cwd: () => '/',
  })
  return { code, script: stdout.join(''), stderr: stderr.join('') }
}

/** What bash offers for the last of these words. */
async function offered(...words: string[]): Promise<string[]> {
  const { script } = await scriptFor('bash')
  const line = words.map((word) => `'${word}'`).join(' ')
  const ask = `COMP_WORDS=(grade4 ${line}); COMP_CWORD=${words.length}; _grade4; printf '%s\\n' "\${COMPREPLY[@]}"`
  const options = { encoding: 'utf8' } as const
  return execFileSync('bash', ['-c', `${script}\n${ask}`], options)
    .split('\n')
    .filter(Boolean)
}

describe('grade4 completion bash', () => {
  test('offers commands and options', async () => {
    expect(await offered('de')).toEqual(['demo'])
    expect(await offered('do')).toEqual(['doctor'])
    expect(await offered('--prof')).toEqual(['--profile'])
    expect(await offered('policy', '--gi')).toEqual(['--github-oidc', '--github'])
    expect(await offered('demo', '--ro')).toEqual([])
  })

  test('offers what an option may be', async () => {
    expect(await offered('--hints', '')).toEqual(['change', 'place', 'none'])
    expect(await offered('batch', '--only', 'role.')).toEqual(
      CHECK_IDS.filter((id) => id.startsWith('role.')),
    )
  })
})

test('grade4 completion zsh is that of bash, by zsh’s own means', async () => {
  const { script } = await scriptFor('zsh')
  expect(script).toMatch(/^autoload -U \+X bashcompinit && bashcompinit\n# bash completion/)
})

test('grade4 completion fish has a line for each command and option, quoted', async () => {
  const { code, script } = await scriptFor('fish')
  expect(code).toBe(0)
  const line =
    /^complete -c grade4(?: -n '[^']*'| -l [\w-]+| -a [\w-]+| -a '[^']*'| -r| -f| -d '(?:[^'\\]|\\['\\])*')+$/
  for (const each of script.trimEnd().split('\n').slice(1)) expect(each).toMatch(line)
  expect(script).toContain(" -a doctor -d 'which credentials")
})

test('another shell is refused with those there are', async () => {
  const { code, stderr } = await scriptFor('tcsh')
  expect([code, stderr]).toEqual([2, expect.stringContaining('one of bash, zsh, fish')])
})
