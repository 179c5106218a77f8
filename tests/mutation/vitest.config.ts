import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LastingWorker } from './lasting-worker.js'

/** Test files of the part that is mutated, relative to the project. */
const tests = (process.env.MUTATION_TESTS ?? '').split(' ')

const worker = new LastingWorker(resolve('tests/mutation/lasting-worker.mjs'))

export default defineConfig({
  logLevel: 'error',
  plugins: [
    {
      name: 'lasting-worker',
      configureVitest: ({ project }) => {
        if (process.env.STRYKER_MUTATOR_WORKER === undefined) return
        project.config.isolate = false
        project.config.pool = worker.name
        project.config.poolRunner = worker
      },
    },
  ],
  // Through node_modules a package would be that of the project itself, in which nothing is mutated.
  resolve: {
    alias: [{ find: /^@grade4\/(\w+)$/, replacement: resolve('packages/$1/index.ts') }],
  },
  test: {
    root: process.cwd(),
    server: { deps: { inline: [/@actions\//] } },
    include: tests,
    // The score is that of the quick suite.
    exclude: ['**/node_modules', '**/*.long.test.ts'],
    setupFiles: ['tests/mutation/setup.ts'],
    testTimeout: 40_000,
  },
})
