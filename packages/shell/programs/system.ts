import { hasHole } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import { type Status, Unsure } from '../interpreter/status.js'
import { availability } from './availability.js'
import type { Program } from './program.js'

export const uname: Program = async ({ shell, args }) => {
  const machine = shell.host.machine.architecture === 'arm64' ? 'aarch64' : 'x86_64'
  const flags = args.join('')
  if (flags === '' || flags === '-s') await shell.out('Linux\n')
  else if (/^-[mpi]$/.test(flags)) await shell.out(`${machine}\n`)
  else if (/^(-o|--operating-system)$/.test(flags)) await shell.out('GNU/Linux\n')
  else
    await shell.out(
      `${shell.host.holes.hole({ because: 'the script prints the kernel of its machine', remedy: 'Grade this step by hand.' })}\n`,
    )
  return 0
}

export const whoami: Program = async ({ shell }) => {
  await shell.out('runner\n')
  return 0
}

/** A new empty file or folder under a name that nobody can foresee. */
export const mktemp: Program = async ({ shell, args }) => {
  const { fs } = shell.host.machine
  const path = `/tmp/tmp.${String(shell.host.nextFile++).padStart(10, '0')}`
  if (args.some((arg) => /^(-[a-z]*d|--directory)/.test(arg)))
    await fs.mkdir(path, { recursive: true })
  else await fs.writeFile(path, '')
  await shell.out(`${path}\n`)
  return 0
}

export const realpath: Program = async ({ shell, args }) => {
  for (const arg of args.filter((one) => !one.startsWith('-')))
    await shell.out(`${shell.path(arg)}\n`)
  return 0
}

export const which: Program = async ({ shell, args }) => {
  let status: Status = 0
  for (const name of args.filter((one) => !one.startsWith('-'))) {
    const there = await availability(shell, name)
    if (there instanceof Unsure) status = there
    else if (there === null) status = 1
    else await shell.out(`${there}\n`)
  }
  return status
}

/** `yes`: as much as anybody reads; then its reader has ended it. */
export const yes: Program = async ({ shell, args }) => {
  const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`
  await shell.out(line.repeat(Math.ceil(60_000 / line.length)))
  return 141
}

/** `envsubst`: `$NAME` and `${NAME}` of its input, from the environment. */
export const envsubst: Program = async ({ shell, args, environment }) => {
  if (args.length > 1 || args[0]?.startsWith('-')) {
    throw cannotFollow('the script uses envsubst in a way that the grader lacks')
  }
  const chosen = args[0] === undefined ? null : new Set(args[0].match(/\w+/g))
  const input = shell.input().rest()
  if (hasHole(args.join(''))) {
    await shell.out(shell.host.holes.holeLike(...args))
    return 0
  }
  await shell.out(
    input.replace(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g, (whole, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? ''
      return chosen === null || chosen.has(name) ? (environment[name] ?? '') : whole
    }),
  )
  return 0
}
