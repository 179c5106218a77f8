// What tests/lasting-command.ts talks to: the built command, run as often as it is asked to.
import { main } from '../dist/main.js'

process.on('message', async ({ args, folder }) => {
  // What the run before left there; commander goes on with it.
  process.exitCode = undefined
  const [stdout, stderr] = [[], []]
  const exitCode = await main(args, {
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
    env: process.env,
    cwd: () => folder,
  })
  process.send({ exitCode, stdout: stdout.join(''), stderr: stderr.join('') })
})
