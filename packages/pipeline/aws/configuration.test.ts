import { expect, test } from 'vitest'
import { testJob } from '../../shell/test-script.js'

/** What a script prints that finds this text in the configuration file. */
async function printed(text: string, script: string): Promise<string> {
  const { run } = testJob()
  const file = `mkdir -p ~/.aws; printf '%s\\n' '${text.replaceAll("'", `'\\''`)}' > ~/.aws/config`
  return (await run(`${file}\n${script}`)).stdout
}

test.each([
  ['[profile x]', 'x'],
  ['[profile  x]', 'x'],
  ['[profile "x y"]', 'x y'],
  ["[profile 'x']", 'x'],
  ['[ "default" ]', 'default'],
  ['[default]', 'default'],
])('%s is the profile %s', async (section, profile) => {
  const get = `aws configure get region --profile '${profile}'`
  expect(await printed(`${section}\nregion = us-east-1`, get)).toBe('us-east-1\n')
})

test.each([
  ['[profile x"y"]', 'y'],
  ['[profile "x"y]', 'x'],
  ['[xprofile "y"]', 'y'],
])('%s is not the profile %s', async (section, profile) => {
  const get = `aws configure get region --profile '${profile}' || echo none`
  expect(await printed(`${section}\nregion = us-east-1`, get)).toMatch(/none/)
})
