import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // GitHub's packages name source maps that they don't ship; a warning for each would bury the results.
  logLevel: 'error',
  test: {
    // GitHub's packages import JSON without an import attribute: Node refuses that, Vite does not.
    server: { deps: { inline: [/@actions\//] } },
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules', 'dist', 'reports/mutation'],
    testTimeout: 60_000,
    // Two on two cores, too: some of the tests wait for seconds for what a client does after a fault.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // The SDK's notice about Node 20, once for each test file, buries the results.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
})
