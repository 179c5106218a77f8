import { Command, CommanderError, Option } from 'commander'
import { ASSIGNMENT, COURSE } from '../evidence/assignment.js'
import { UsageError } from '../evidence/usage-error.js'
import { safeText } from '../reporters/safe-text.js'
import { type ChecksOptions, listChecks } from './checks.js'
import { didYouMean } from './closest.js'
import { completionScript, parseShell } from './completion.js'
import { EXIT } from './exit-code.js'
import { grade } from './grade.js'
import {
  BATCH_HELP,
  COMPLETION_HELP,
  DEMO_CLASS_HELP,
  DOCTOR_HELP,
  GRADESCOPE_HELP,
  HELP,
  POLICY_HELP,
  REGRADE_HELP,
  WATCH_HELP,
} from './help.js'
import { machineFault } from './machine-fault.js'
import type { MergeOptions } from './merge.js'
import {
  type BatchOptions,
  batchOptions,
  canvasOptions,
  DEMO,
  DOCTOR,
  type DoctorOptions,
  GRADE,
  type GradeOptions,
  optionsNamed,
  parseClassSize,
  parseOnly,
  REGRADE,
  type RegradeOptions,
  WATCH,
  type WatchOptions,
} from './options.js'
import { type PolicyOptions, policy } from './policy.js'
import { redacting, type Surroundings } from './surroundings.js'
import { VERSION } from './version.js'

/** The command line: `argv` without node and the script, in; the exit code, out. */
export async function main(argv: readonly string[], outside: Surroundings): Promise<number> {
  const around = redacting(outside)
  let exitCode: number = EXIT.perfect
  const program = new Command('grade4')
    .description(
      `Grades ${COURSE}'s ${ASSIGNMENT} from your live AWS account and GitHub repository.`,
    )
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void around.stdout.write(text),
      writeErr: () => {},
    })
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .helpCommand('help [command]', 'how to use a command')
    .addHelpText('after', HELP)
  for (const option of optionsNamed(GRADE)) program.addOption(option)
  program.allowExcessArguments().action(async (options: GradeOptions, { args }: Command) => {
    const [word] = args
    if (word !== undefined) throw unknownCommand(word, program.commands)
    exitCode = await grade(options, around)
  })

  const command = (name: string, options: readonly Option[]): Command =>
    options.reduce((own, option) => own.addOption(option), program.command(name))

  const demo = command('demo', [
    new Option('--list', 'the scenarios there are'),
    ...optionsNamed(DEMO),
  ])
    .argument('[scenario]', 'the account to grade')
    .description('grade an account of the embedded cloud; no account or token needed')
  demo.action(async (scenario: string | undefined, options: GradeOptions & { list?: true }) => {
    // Only the demo brings the embedded cloud along.
    const { demo: run } = await import('./demo.js')
    exitCode = await run(scenario, options, around)
  })

  demo
    .command('class')
    .argument('[students]', 'how many', (word: string) => parseClassSize(word), 60)
    .requiredOption('--out <dir>', 'folder for the roster, grades, reports and evidence')
    .description('grade a class of the embedded cloud, as grade4 batch does')
    .addHelpText('after', DEMO_CLASS_HELP)
    .action(async (students: number, { out }: { out: string }) => {
      const { demoClass } = await import('./demo-class.js')
      exitCode = await demoClass(students, out, around)
    })

  command('watch', optionsNamed(WATCH))
    .description('grade main.yml and cdk.out again whenever they are saved')
    .addHelpText('after', WATCH_HELP)
    .action(async (options: WatchOptions) => {
      const { watch } = await import('./watch.js')
      exitCode = await watch(options, around)
    })

  command('batch', batchOptions())
    .argument('<roster.csv>', 'the class: a header and a line a student')
    .description('grade a class')
    .addHelpText('after', BATCH_HELP)
    .action(async (roster: string, options: BatchOptions) => {
      const { batch } = await import('./batch.js')
      exitCode = await batch(roster, options, around)
    })

  const out = new Option('--out <dir>', 'folder for the whole class; what it holds is replaced')
  command('merge', [out.makeOptionMandatory(), ...canvasOptions()])
    .argument('<dir...>', 'folders that grade4 batch --shard left')
    .description('put the shards of a class together')
    .action(async (paths: readonly string[], options: MergeOptions) => {
      const { merge } = await import('./merge.js')
      exitCode = await merge(paths, options, around)
    })

  program
    .command('gradescope')
    .argument('[dir]', 'folder that grade4 batch left')
    .requiredOption('--out <zip>', 'the package, to upload on Gradescope')
    .option('--hand-ins', 'a package that grades what students upload, in place of DIR')
    .description('an autograder package for Gradescope')
    .addHelpText('after', GRADESCOPE_HELP)
    .action(async (dir: string | undefined, options: { out: string; handIns?: true }) => {
      if ((dir === undefined) !== (options.handIns === true)) {
        throw new UsageError('Name the folder of a batch, or give --hand-ins.')
      }
      const { gradescope, handInsPackage } = await import('./gradescope.js')
      exitCode = await (dir === undefined
        ? handInsPackage(options, around)
        : gradescope(dir, options, around))
    })

  command('regrade', optionsNamed(REGRADE))
    .argument('<evidence...>', 'files that --save wrote, or folders of them')
    .description('grade saved evidence again; nothing is sent anywhere')
    .addHelpText('after', REGRADE_HELP)
    .action(async (paths: readonly string[], options: RegradeOptions) => {
      const { regrade } = await import('./regrade.js')
      exitCode = await regrade(paths, options, around)
    })

  const findings = new Option('--json', 'what was found out as JSON')
  command('doctor', [...optionsNamed(DOCTOR), findings])
    .description('which credentials and permissions are there, and how to get what is missing')
    .addHelpText('after', DOCTOR_HELP)
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('./doctor.js')
      exitCode = await doctor(options, around)
    })

  program
    .command('policy')
    .description('the least that grade4 needs to be allowed: IAM policy, role, GitHub token')
    .addOption(
      new Option(
        '--cloudformation',
        'a template of a read-only role for the course staff in your account',
      ).conflicts(['github', 'githubOidc']),
    )
    .addOption(
      new Option(
        '--github-oidc',
        'a template of a read-only role for a workflow on GitHub that grades',
      ).conflicts('github'),
    )
    .option('--github', "the GitHub token's permissions")
    .addHelpText('after', POLICY_HELP)
    .action((options: PolicyOptions) => policy(options, around))

  command('checks', optionsNamed(['rubric']))
    .argument('[id]', 'a check, or the beginning of several', (word: string) => parseOnly(word))
    .description('the rubric; one check explained')
    .option('--json', 'everything about the checks, as JSON')
    .option('--no-color', 'no colours (NO_COLOR does the same)')
    .action((ids: ReturnType<typeof parseOnly> | undefined, options: ChecksOptions) =>
      listChecks(ids, options, around),
    )

  program
    .command('completion')
    .argument('<shell>', 'bash, zsh or fish', parseShell)
    .description('a script that completes the words of grade4 in a shell')
    .addHelpText('after', COMPLETION_HELP)
    .action(
      (shell: ReturnType<typeof parseShell>) =>
        void around.stdout.write(completionScript(program, shell)),
    )

  program
    .command('version')
    .description('the version of grade4')
    .action(() => void around.stdout.write(`${VERSION}\n`))

  try {
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    return tell(error, argv.includes('--debug'), around)
  }
}

/** A word where a command is expected and none is called so. */
function unknownCommand(word: string, commands: readonly Command[]): UsageError {
  const names = [...commands.map((command) => command.name()), 'help']
  return new UsageError(`There is no command "${safeText(word)}".${didYouMean(word, names)}`)
}

/** Names of all files of a folder may be in a message, in characters. */
const LONGEST_MESSAGE = 10_000

/** One line on standard error, and the exit code that goes with it. */
function tell(error: unknown, debug: boolean, { stderr }: Surroundings): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.perfect
  const fault = machineFault(error)
  if (fault !== null) {
    stderr.write(`grade4: ${safeText(fault)}\n`)
    if (debug && error instanceof Error) stderr.write(`${error.stack}\n`)
    return EXIT.usage
  }
  const isUsage = error instanceof CommanderError || error instanceof UsageError
  const message = error instanceof Error ? error.message : String(error)
  const line = message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ')
  const oneLine = safeText(line, { limit: LONGEST_MESSAGE })
  const next = isUsage ? ' Try: grade4 --help' : ' This is a bug of grade4; --debug shows where.'
  stderr.write(`grade4: ${oneLine}${/[.?]$/.test(oneLine) ? '' : '.'}${next}\n`)
  if (debug && error instanceof Error) stderr.write(`${error.stack}\n`)
  return isUsage ? EXIT.usage : EXIT.incomplete
}
