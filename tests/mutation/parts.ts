/** What is mutated together, and the tests that have to notice. Globs, relative to the project. */
export interface Part {
  /** What it is counted to: see `docs/dev/mutation.md`. */
  readonly of: 'checks' | 'evidence' | 'policy evaluation' | 'choices' | 'pipeline' | 'diagnosis'
  readonly mutate: readonly string[]
  readonly tests: readonly string[]
}

const CHECKS = 'tests/mutation/check.spec.ts'

/** Whole main.yml files, run on the twin and judged; without those that only take long. */
const FILES = ['packages/pipeline/!(hostile|*.property).test.ts', 'checks/workflow/*.test.ts']

/** The shell's own tests alone: they are quick, and say what bash does. What only takes long is left out. */
const SHELL = ['packages/shell/**/!(hostile|supported).test.ts']

/** In order of what a wrong verdict would hang on most. */
export const PARTS: Readonly<Record<string, Part>> = {
  // rubric.ts is a table, and index.ts a list of imports.
  checks: {
    of: 'checks',
    mutate: [
      'checks/**/*.ts',
      '!checks/rubric.ts',
      '!checks/index.ts',
      '!checks/workflow/*.ts',
      'runner/subjects.ts',
    ],
    tests: ['checks/**/*.test.ts', 'runner/subjects.test.ts', CHECKS],
  },
  'trust-policy': {
    of: 'policy evaluation',
    mutate: ['packages/trust/**/*.ts', 'packages/pipeline/subject-claim.ts'],
    tests: ['packages/trust/*.test.ts', 'packages/pipeline/subject-claim.test.ts'],
  },
  // What tells found, absent and unknown apart; the questions themselves hang on it.
  errors: {
    of: 'evidence',
    mutate: [
      'packages/unknown/*.ts',
      'evidence/aws/look.ts',
      'evidence/aws/assume-role.ts',
      'evidence/aws/pages.ts',
      'evidence/github/look.ts',
      'evidence/github/pace.ts',
      'evidence/github/rate-limit.ts',
      'evidence/budget.ts',
      'evidence/gather.ts',
      'evidence/replay.ts',
    ],
    tests: ['packages/unknown/*.test.ts', 'evidence/**/*.test.ts', 'tests/mutation/live.spec.ts'],
  },
  choice: {
    of: 'choices',
    mutate: ['facts/*.ts'],
    tests: ['facts/*.test.ts', 'tests/mutation/replay-reality.spec.ts'],
  },
  judge: {
    of: 'pipeline',
    mutate: ['checks/workflow/*.ts'],
    tests: [...FILES, 'packages/pipeline/actions/actions.test.ts', CHECKS],
  },
  actions: {
    of: 'pipeline',
    mutate: ['packages/pipeline/actions/*.ts'],
    tests: ['packages/pipeline/actions/*.test.ts', ...FILES],
  },
  twin: {
    of: 'pipeline',
    mutate: ['packages/pipeline/twin/*.ts'],
    tests: ['packages/pipeline/twin/*.test.ts', 'packages/pipeline/aws/*.test.ts'],
  },
  run: {
    of: 'pipeline',
    mutate: [
      'packages/pipeline/*.ts',
      'packages/pipeline/jobs/*.ts',
      'packages/pipeline/commands/*.ts',
      'packages/pipeline/steps/*.ts',
      'packages/pipeline/expressions/*.ts',
    ],
    tests: [
      ...FILES,
      'packages/pipeline/actions/actions.test.ts',
      'packages/pipeline/jobs/*.test.ts',
      'packages/pipeline/commands/*.test.ts',
      'packages/pipeline/steps/*.test.ts',
      'packages/pipeline/expressions/*.test.ts',
    ],
  },
  'shell-aws': {
    of: 'pipeline',
    mutate: ['packages/pipeline/aws/**/*.ts'],
    tests: ['packages/pipeline/aws/*.test.ts', ...FILES],
  },
  workflow: {
    of: 'pipeline',
    mutate: ['packages/pipeline/workflow/*.ts'],
    tests: [
      'packages/pipeline/workflow/*.test.ts',
      'packages/pipeline/workflows-corpus.test.ts',
      'checks/workflow/trigger.check.test.ts',
    ],
  },
  'shell-programs': {
    of: 'pipeline',
    mutate: ['packages/shell/programs/*.ts'],
    tests: SHELL,
  },
  'shell-interpreter': {
    of: 'pipeline',
    mutate: ['packages/shell/*.ts', 'packages/shell/interpreter/**/*.ts'],
    tests: SHELL,
  },
  diagnosis: {
    of: 'diagnosis',
    mutate: ['diagnosis/**/*.ts'],
    tests: ['diagnosis/**/*.test.ts', 'tests/mutation/plan.spec.ts'],
  },
}
