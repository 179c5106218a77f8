import { describe, expect, test } from 'vitest'

/**
 * What the cases of a test file come to, held against one text file beside it: a case that comes to one line has
 * one, any other has its name and its lines below. `npx vitest run PATH -u` writes the file anew: read the difference.
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
          texts.set(
            name,
            lines.length === 1 ? ` ${lines[0]}` : lines.map((line) => `\n  ${line}`).join(''),
          )
        },
      )
    })
  }

  /** The test that compares; it passes where only some of the cases were run. */
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
