import { describe, expect, test } from 'vitest'
import { judge, REFERENCE } from './test-pipeline.js'
import { loadWorkflow } from './workflow/load.js'

// Any value of a right main.yml may be kept in a variable, whose value nobody can read: it may be the right
// one, so no check may fail for it.

const VARIABLE = '${{ vars.X }}'

/** The reference with one of its values in a variable: of each key, each item of a list, each word of a script. */
function* withVariables(): Generator<[name: string, text: string]> {
  const lines = REFERENCE.split('\n')
  for (const [index, line] of lines.entries()) {
    const spans = [
      /^(\s*(?:- )?[\w-]+: )(\S.*)$/.exec(line),
      /^(\s+)(\$\{\{.*)$/.exec(line),
      ...[...line.matchAll(/"[^"]*"|\S+/g)].map((word) =>
        /^\s+(?:- )?run: /.test(line) && word.index > line.indexOf('run: ') + 4
          ? [line, line.slice(0, word.index), word[0]]
          : null,
      ),
    ]
    for (const span of spans) {
      if (span == null) continue
      const [, before = '', value = ''] = span
      const changed = `${before}${VARIABLE}${line.slice(before.length + value.length)}`
      const text = [...lines.slice(0, index), changed, ...lines.slice(index + 1)].join('\n')
      if (loadWorkflow(text, '.github/workflows/main.yml').state !== 'valid') continue
      yield [`line ${index + 1}: ${changed.trim()}`, text]
    }
  }
}

describe('no check fails for a value that nobody can read', () => {
  test.each([...withVariables()])('%s', async (_, text) => {
    const { refusal: _refusal, ...outcomes } = await judge(text)
    const failed = Object.entries(outcomes).filter(([, { outcome }]) => outcome === 'failed')
    expect(failed).toEqual([])
  })
})
