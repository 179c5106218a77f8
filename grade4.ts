import { EXIT } from './commands/exit-code.js'
import { machineFault } from './commands/machine-fault.js'
import { endThread, startThread } from './runner/index.js'

/** Words of command lines that grade nobody. One that is missing here costs a little work, nothing else. */
const GRADES_NOBODY =
  /^(checks|completion|doctor|merge|policy|help|version|-h|--help|-V|--version|--list)$/

const argv = process.argv.slice(2)
if (!argv.some((word) => GRADES_NOBODY.test(word)) && hasWorkingFolder()) startThread()

// Whoever reads the report may stop reading before its end, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return
  process.stderr.write(`grade4: ${machineFault(error) ?? `${error.message}.`}\n`)
  process.exit(EXIT.usage)
})

/** A thread can't be started in a folder that was deleted; the command says so when it asks for the folder. */
function hasWorkingFolder(): boolean {
  try {
    return process.cwd() !== ''
  } catch {
    return false
  }
}

const { main } = await import('./commands/main.js')
process.exitCode = await main(argv, process)
await endThread()
