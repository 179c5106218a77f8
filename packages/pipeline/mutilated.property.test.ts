import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Outcome } from '../../checks/workflow/outcome.js'
import { judge, REFERENCE } from './test-pipeline.js'
import { loadWorkflow } from './workflow/load.js'

const LINES = REFERENCE.split('\n')

/** What stands in a line that went wrong. */
const scrap = fc.oneof(
  fc.constantFrom(...LINES),
  fc.constantFrom(
    "      if: ${{ failure() && steps.login-ecr.outcome == 'x' }}",
    '      run: exit ${{ github.run_number }}',
    '      run: "$(eval aws ecr) || ${{ fromJSON(env.ECR_REPOSITORY) }}"',
    '      continue-on-error: ${{ matrix.maybe }}',
    '        tags: ${{ toJSON(github) }}',
    '      env: { PATH: /nowhere, GITHUB_OUTPUT: /dev/null }',
    '    - uses: ./.github/actions/own',
    '    - uses: docker://alpine:3.19',
    '    - run: aws ecr batch-delete-image --repository-name cs40 --image-ids "$(cat)"',
    '    needs: [build-and-push]',
    '    strategy: { matrix: { a: [1, 2], include: [{ a: 3 }] } }',
    '    timeout-minutes: 0',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
)

const edit = fc.record({
  at: fc.nat(LINES.length),
  remove: fc.nat(4),
  put: fc.array(scrap, { maxLength: 3 }),
})

/** The reference main.yml with a few lines gone, doubled, moved or replaced by something else. */
const mutilated = fc
  .array(edit, { minLength: 1, maxLength: 3 })
  .map((edits) =>
    edits
      .reduce((lines, { at, remove, put }) => lines.toSpliced(at, remove, ...put), LINES)
      .join('\n'),
  )

const OUTCOMES: readonly Outcome['outcome'][] = ['passed', 'failed', 'blocked', 'unknown']

test('whatever main.yml is, it is no workflow or each check has a verdict', async () => {
  let judged = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 9, arbitrary: mutilated }, scrap), async (text) => {
      const loaded = loadWorkflow(text, '.github/workflows/main.yml')
      if (loaded.state !== 'valid') {
        const why = loaded.state === 'invalid' ? loaded.problems : loaded.because
        expect(why.length).toBeGreaterThan(0)
        return
      }
      judged += 1
      const { refusal: _, ...outcomes } = await judge(text)
      for (const { outcome } of Object.values(outcomes)) expect(OUTCOMES).toContain(outcome)
    }),
    { numRuns: 150 },
  )
  expect(judged).toBeGreaterThan(0)
})
