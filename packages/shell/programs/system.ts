import { hasHole, isUnknown } from '@grade4/unknown'
import { cannotFollow } from '../cannot-follow.js'
import type { Command, Status } from '../command.js'
import { followedArguments } from './arguments.js'
import { utility } from './utilities.js'

/** `uname`: of a runner's kernel no more is followed than its name and machine. */
export const uname: Command = async ({ host, out, args }) => {
  const known = followedArguments('uname', args)
  const [[letter] = ['s'], ...others] = known.options
  const machine = host.architecture === 'arm64' ? 'aarch64' : 'x86_64'
  const names: Readonly<Record<string, string>> = {
    s: 'Linux',
    o: 'GNU/Linux',
    m: machine,
    p: machine,
    i: machine,
  }
  const because = 'the script prints the kernel of its machine'
  const name = others.length === 0 ? names[letter] : undefined
  await out(`${name ?? host.holes.hole({ because, remedy: 'Grade this step by hand.' })}\n`)
  return 0
}

export const whoami: Command = async ({ out, environment, host }) => {
  const because = 'the script asks for its user'
  const hole = () => host.holes.hole({ because, remedy: 'Grade this step by hand.' }, 'word')
  await out(`${environment.USER ?? hole()}\n`)
  return 0
}

/** `mktemp`: a new empty file or folder, whose name nobody knows. */
export const mktemp: Command = async ({ host, out, args }) => {
  const known = followedArguments('mktemp', args)
  const because = 'the name that mktemp makes is not known before a run'
  const name = host.holes.hole({ because, remedy: 'Grade this step by hand.' }, 'name')
  const path = `/tmp/tmp.${name}`
  if (known.has('d')) await host.files.mkdir(path, { recursive: true })
  else await host.files.writeFile(path, '')
  await out(`${path}\n`)
  return 0
}

/** `realpath`: of files that are there. */
export const realpath: Command = async ({ host: { files }, path, out, args }) => {
  const known = followedArguments('realpath', args)
  for (const operand of known.operands) {
    const there = await files.exists(path(operand))
    if (!there) throw cannotFollow(`the script asks for the path of ${operand}, which is not there`)
    await out(`${known.has('s') ? path(operand) : await files.realpath(path(operand))}\n`)
  }
  return 0
}

/** `stat`: of a file its size, name and kind; whose it is, and when it was written, is not followed. */
export const stat: Command = (invocation) => {
  const format = followedArguments('stat', invocation.args).value('c') ?? ''
  if (!/^(?:[^%]|%[snF%])+$/.test(format)) throw cannotFollow(`the script uses stat -c ${format}`)
  return utility('stat')(invocation)
}

export const which: Command = async ({ find, out, args }) => {
  let status: Status = 0
  for (const name of followedArguments('which', args).operands) {
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
  const [given] = followedArguments('envsubst', args).operands
  const text = input.rest()
  if (given !== undefined && hasHole(given)) {
    await out(host.holes.holeLike(given))
    return 0
  }
  const chosen = given === undefined ? null : new Set(given.match(/\w+/g))
  const known = text.replace(
    /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g,
    (whole, braced?: string, bare?: string) => {
      const name = braced ?? bare ?? ''
      return chosen === null || chosen.has(name) ? (environment[name] ?? '') : whole
    },
  )
  await out(known)
  return 0
}
