import { expect, test } from 'vitest'
import { judge } from '../../packages/pipeline/test-pipeline.js'
import { changed, replacing } from './test-jobs.js'

/** What the check says of a push whose `context: .` and the build's are replaced: `EXPECTED / ACTUAL` of a difference. */
async function compared(build: string, push: string): Promise<string[]> {
  const inputs = (text: string) => text.replaceAll('\n', '\n        ')
  const text = replacing({
    6: changed(6, 'context: .', inputs(build)),
    8: changed(8, 'context: .', inputs(push)),
  })
  const outcome = (await judge(text))['workflow.push']
  if (outcome.outcome !== 'failed') return [outcome.outcome]
  return outcome.findings.map(({ expected, actual, location }) => {
    return `${expected} / ${actual} at ${location?.line}:${location?.column}`
  })
}

const DOT = 'context: .'

test.each([
  ['the same folder', DOT, 'context: ./'],
  ['the same folder, deeper', 'context: ./app/', 'context: app'],
  ['the same file', DOT, `${DOT}\nfile: Dockerfile`],
  ['the same file, longer', `${DOT}\nfile: ./Dockerfile`, DOT],
  ['a boolean in capitals', `${DOT}\nsbom: TRUE`, `${DOT}\nsbom: true`],
  ['but for its cache', `${DOT}\ncache-from: type=gha\ncache-to: type=gha,mode=max`, DOT],
  ['but for how it uses the cache', `${DOT}\nno-cache: true`, `${DOT}\nno-cache-filters: a`],
  ['but for what is pulled, and by which builder', DOT, `${DOT}\npull: true\nbuilder: b`],
  [
    'arguments in another order',
    `${DOT}\nbuild-args: |\n  A=1\n  B=2`,
    `${DOT}\nbuild-args: |\n  B=2\n  A=1`,
  ],
  ['the same value that is not known', 'context: ${{ vars.C }}', 'context: ${{ vars.C }}'],
])('the build and the push are the same: %s', async (_, build, push) => {
  expect(await compared(build, push)).toEqual(['passed'])
})

test.each([
  ['another folder', DOT, 'context: app', 'context: . / context: app at 54:18'],
  [
    'another file',
    DOT,
    `${DOT}\nfile: Dockerfile.prod`,
    'file: (not given) / file: Dockerfile.prod at 55:15',
  ],
  ['another boolean', `${DOT}\nsbom: true`, DOT, 'sbom: true / sbom: (not given) at 52:7'],
  [
    'a text that holds a boolean',
    `${DOT}\ntarget: TRUEx`,
    `${DOT}\ntarget: truex`,
    'target: TRUEx / target: truex at 56:17',
  ],
  [
    'a text that ends in a boolean',
    `${DOT}\ntarget: xTRUE`,
    `${DOT}\ntarget: xtrue`,
    'target: xTRUE / target: xtrue at 56:17',
  ],
  [
    'other arguments',
    `${DOT}\nbuild-args: A=1`,
    `${DOT}\nbuild-args: A=2`,
    'build-args: A=1 / build-args: A=2 at 56:21',
  ],
  [
    'one beside a value that is not known',
    'context: ${{ vars.C }}',
    `${DOT}\ntarget: x`,
    'target: (not given) / target: x at 55:17',
  ],
])('the push has another input: %s', async (_, build, push, difference) => {
  expect(await compared(build, push)).toEqual([difference])
})

test('two values that are not known may be the same', async () => {
  expect(await compared('context: ${{ vars.C }}', 'context: ${{ vars.D }}')).toEqual(['unknown'])
})
