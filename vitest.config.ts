import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Folders that hold what was installed, built or mutated. */
const NO_SOURCES = ['**/node_modules', 'dist', 'reports/mutation']

// Tests of grade4 itself. What grades a student, `*.check.ts`, is run by runner/ alone, which reads no configuration.
// `vitest run` is `npm test`; `vitest run --mode everything` is `npm run test:all` (docs/dev/testing.md).
export default defineConfig(({ mode }) => {
  const everything = mode === 'everything'
  const exclude = everything ? NO_SOURCES : [...NO_SOURCES, '**/*.long.test.ts']
  // Said to each project itself: what a project extends is read anew, in another mode.
  const env = { GRADE4_TESTS: everything ? 'everything' : 'quick' }
  return {
    // GitHub's packages name source maps that they don't ship; a warning for each would bury the results.
    logLevel: 'error',
    test: {
      projects: [
        {
          extends: true,
          // Beside the code; they need no build. They never wait: each further worker would only load all of it again.
          test: {
            name: 'unit',
            include: ['!(tests)/**/*.test.ts'],
            exclude,
            env,
            maxWorkers: availableParallelism(),
            sequence: { groupOrder: 0 },
          },
        },
        {
          extends: true,
          // Most of them run the command that `npm run build` made. More workers than cores where those are few: many
          // wait, for processes and for what a client does after a fault.
          test: {
            name: 'end-to-end',
            include: ['tests/**/*.test.ts'],
            exclude,
            env,
            maxWorkers: Math.max(4, availableParallelism() - 1),
            sequence: { groupOrder: 1 },
          },
        },
      ],
      // GitHub's packages import JSON without an import attribute: Node refuses that, Vite does not.
      server: { deps: { inline: [/@actions\//] } },
      testTimeout: 60_000,
      hookTimeout: 60_000,
      // Files share what they load, and leave the process as they found it.
      isolate: false,
      setupFiles: ['tests/seed.ts', 'tests/left-as-found.ts'],
      // Recorded cases are compared one by one, but for a run that writes them down.
      provide: { isRecording: process.argv.some((word) => /^(-u|--update)$/.test(word)) },
      // The SDK's notice about Node 20, once for each test file, buries the results.
      env: {
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    },
  }
})
