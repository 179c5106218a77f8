import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { describe, expect, inject, test } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether recorded files are written anew, as `-u` asks for. */
    isRecording?: boolean
  }
}

/**
 * What the cases of a test file come to, held against one text file beside it: a case that comes to one line has
 * one, any other has its name and its lines below. Each case is compared by itself, so that one alone can fail.
 * `npx vitest run PATH -u` writes the file anew: read the difference.
 */
export class Recording {
  readonly #file: string
  readonly #sections = new Map<string, Map<string, string>>()
  #cases = 0

  /** @param file its path from the test file. */
  constructor(file: string) {
    this.#file = file
  }

  /** A test for each case of a section, by the name that it begins with. */
  each<Input extends unknown[]>(
    section: string,
    cases: readonly (readonly [name: string, ...Input])[],
    comesTo: (...input: Input) => Promise<readonly string[]>,
  ): void {
    const texts = new Map<string, string>()
    this.#sections.set(section, texts)
    this.#cases += cases.length
    describe(section, () => {
      test.each(cases.map(([name, ...input]) => [name, input] as const))(
        '%s',
        async (name, input) => {
          const lines = await comesTo(...input)
          const text =
            lines.length === 1 ? ` ${lines[0]}` : lines.map((line) => `\n  ${line}`).join('')
          texts.set(name, text)
          if (inject('isRecording') !== true) this.#expectRecorded(section, `${name}:`, text)
        },
      )
    })
  }

  #expectRecorded(section: string, name: string, text: string): void {
    const path = resolve(dirname(expect.getState().testPath ?? ''), this.#file)
    const [, after = ''] = `\n${readFileSync(path, 'utf8')}`.split(`\n# ${section}\n`)
    const cases = `\n${after.split('\n\n# ', 1)[0]}\n`
    if (cases.includes(`\n${name}${text}\n`)) return
    // What stands there instead: the lines below the name that are indented.
    const [, there = 'no such case'] = cases.split(`\n${name}`)
    expect(text, name).toBe(there.split(/\n(?! {2})/, 1)[0])
    expect.fail(`${name} stands elsewhere in ${this.#file}`)
  }

  /** The test that finds cases that are gone, and writes the file anew; it passes where only some cases were run. */
  compare(): void {
    test(`each case comes to what ${this.#file} has`, async () => {
      const sections = [...this.#sections].map(
        ([section, texts]) =>
          `# ${section}\n${[...texts].map(([name, text]) => `${name}:${text}\n`).join('')}`,
      )
      const run = [...this.#sections.values()].reduce((sum, texts) => sum + texts.size, 0)
      if (run === this.#cases) await expect(sections.join('\n')).toMatchFileSnapshot(this.#file)
    })
  }
}
