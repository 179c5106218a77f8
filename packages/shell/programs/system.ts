import { byHand, hasHole, isUnknown } from '@grade4/unknown'
import type { Command, Status } from '../command.js'
import { Arguments } from './arguments.js'

/** `uname`: of a runner's kernel no more is followed than its name and machine. */
export const uname: Command = async ({ host, out, args }) => {
  const known = new Arguments({ name: 'uname', args })
  const machine = host.architecture === 'arm64' ? 'aarch64' : 'x86_64'
  const details = host.holes.hole(byHand('the script prints the kernel of its machine'))
  const options = known.options.map(([name]) => name).join('')
  await out(`${options === 'm' ? machine : /^s?$/.test(options) ? 'Linux' : details}\n`)
  return 0
}

export const whoami: Command = async ({ out, environment, host }) => {
  const hole = () => host.holes.hole(byHand('the script asks for its user'), 'word')
  await out(`${environment.USER ?? hole()}\n`)
  return 0
}

/** `mktemp`: a new empty file or folder, whose name is not known. */
export const mktemp: Command = async ({ host, out, args }) => {
  const known = new Arguments({ name: 'mktemp', args })
  const name = host.holes.hole(
    byHand('the name that mktemp makes is not known before a run'),
    'name',
  )
  const path = `/tmp/tmp.${name}`
  if (known.has('d')) await host.files.mkdir(path, { recursive: true })
  else await host.files.writeFile(path, '')
  await out(`${path}\n`)
  return 0
}

export const which: Command = async ({ find, out, args }) => {
  let status: Status = 0
  for (const name of new Arguments({ name: 'which', args }).operands) {
    const there = await find(name)
    if (isUnknown(there)) status = there
    else if (there === null) status = 1
    else await out(`${there}\n`)
  }
  return status
}

/** `envsubst`: `$NAME` and `${NAME}` of its input, from the environment. */
export const envsubst: Command = async ({ host, input, out, args, environment }) => {
  const [given] = new Arguments({ name: 'envsubst', args }).operands
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
