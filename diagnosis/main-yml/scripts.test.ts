import { expect, test } from 'vitest'
import { MainYml } from './file.js'
import type { Ground } from './repair.js'
import { scriptRepairs } from './scripts.js'

/** What main.yml would be after the first repair of a redeploy step with this script. */
function repaired(script: string): string | undefined {
  const file = new MainYml(`on: push\njobs:\n  a:\n    steps:\n      - run: ${script}\n`)
  const ground: Ground = {
    file,
    id: 'workflow.redeploy',
    lines: [],
    region: 'us-west-2',
    role: null,
    cluster: 'c1',
    service: 's1',
    secrets: [],
  }
  const [first] = scriptRepairs(ground)
  return first && file.edited(first.edits).split('run: ')[1]?.trimEnd()
}

test.each([
  ['an option has another value', '--cluster c2 --service s1', '--cluster c1 --service s1'],
  ['quotes stay', '--cluster "c2" --service s1', '--cluster "c1" --service s1'],
  ['an expression goes whole', '--cluster ${{ env.A }} --service s1', '--cluster c1 --service s1'],
])('%s', (_what, from, to) => {
  const command = (options: string) =>
    `aws ecs update-service ${options} --force-new-deployment --region us-west-2`
  expect(repaired(command(from))).toBe(command(to))
})

test('a line that is not continued gets its backslash', () => {
  const lines = (end: string) =>
    `|\n          aws ecs update-service --cluster c1 \\\n            --service s1${end}\n            --force-new-deployment --region us-west-2`
  expect(repaired(lines(''))).toBe(lines(' \\'))
})

// A search that tries every way of reading it would not end.
test('a hostile value ends at once', () => {
  const value = `"${'${{a}}'.repeat(60)}`
  expect(repaired(`aws ecs update-service --cluster ${value} --service s1`)).toBeDefined()
})
