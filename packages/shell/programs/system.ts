import { hasHole, isUnknown } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command, Status } from '../command.js'

export const uname: Command = async ({ host, out, args }) => {
  const machine = host.architecture === 'arm64' ? 'aarch64' : 'x86_64'
  const flags = args.join('')
  if (flags === '' || flags === '-s') await out('Linux\n')
  else if (/^-[mpi]$/.test(flags)) await out(`${machine}\n`)
  else if (/^(-o|--operating-system)$/.test(flags)) await out('GNU/Linux\n')
  else
    await out(
      `${host.holes.hole({ because: 'the script prints the kernel of its machine', remedy: 'Grade this step by hand.' })}\n`,
    )
  return 0
}

export const whoami: Command = async ({ out }) => {
  await out('runner\n')
  return 0
}

/** A new empty file or folder under a name that nobody can foresee. */
export const mktemp: Command = async ({ host, out, args }) => {
  const { files: fs } = host
  let number = 0
  const pathOf = () => `/tmp/tmp.${String(number).padStart(10, '0')}`
  while (await fs.exists(pathOf())) number++
  const path = pathOf()
  if (args.some((arg) => /^(-[a-z]*d|--directory)/.test(arg)))
    await fs.mkdir(path, { recursive: true })
  else await fs.writeFile(path, '')
  await out(`${path}\n`)
  return 0
}

export const realpath: Command = async ({ path, out, args }) => {
  for (const arg of args.filter((one) => !one.startsWith('-'))) await out(`${path(arg)}\n`)
  return 0
}

export const which: Command = async ({ find, out, args }) => {
  let status: Status = 0
  for (const name of args.filter((one) => !one.startsWith('-'))) {
    const there = await find(name)
    if (isUnknown(there)) status = there
    else if (there === null) status = 1
    else await out(`${there}\n`)
  }
  return status
}

/** `yes`: as much as anybody reads; then its reader has ended it. */
export const yes: Command = async ({ out, args }) => {
  const line = `${args.length === 0 ? 'y' : args.join(' ')}\n`
  await out(line.repeat(Math.ceil(60_000 / line.length)))
  return 141
}

/** `envsubst`: `$NAME` and `${NAME}` of its input, from the environment. */
export const envsubst: Command = async ({ host, input, out, args, environment }) => {
  if (args.length > 1 || args[0]?.startsWith('-')) {
    throw cannotFollow('the script uses envsubst in a way that the grader lacks')
  }
  const chosen = args[0] === undefined ? null : new Set(args[0].match(/\w+/g))
  const text = input.rest()
  if (hasHole(args.join(''))) {
    await out(host.holes.holeLike(...args))
    return 0
  }
  await out(
    text.replace(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g, (whole, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? ''
      return chosen === null || chosen.has(name) ? (environment[name] ?? '') : whole
    }),
  )
  return 0
}
