import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { QUESTIONS } from './questions.js'

const HERE = new URL('.', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, HERE), 'utf8')

test('every file that declares a question is loaded', () => {
  const files = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.includes('/') && file.endsWith('.ts') && /= question\(/.test(read(file)),
  )
  const missing = files
    .map((file) => `import './${file.replace(/\.ts$/, '.js')}'`)
    .filter((line) => !read('questions.ts').includes(line))
  expect(missing, 'lines to add to evidence/questions.ts').toEqual([])
})

test('each question has a name of its own', () => {
  expect(new Set(QUESTIONS.map(({ name }) => name)).size).toBe(QUESTIONS.length)
})
