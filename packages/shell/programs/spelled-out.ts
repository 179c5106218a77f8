import { grepArguments } from './grep.js'
import { jqProgram } from './jq-program.js'

/** What just-bash takes only when it is written in other words. */
export function spelledOut(name: string, args: readonly string[]): readonly string[] {
  const known = args.map((arg) => (/^\/dev\/(stdin|fd\/0)$/.test(arg) ? '-' : arg))
  switch (name) {
    case 'paste':
      return pasteArguments(known)
    case 'jq':
      return known.flatMap((arg) =>
        /^(-\w*j\w*|--join-output)$/.test(arg) ? ['-r', arg] : [jqProgram(arg)],
      )
    case 'awk':
      return separatorPlain(known)
    case 'cut':
      return known.flatMap(cutArguments)
    case 'egrep':
    case 'fgrep':
    case 'grep':
      return grepArguments(name, known)
    case 'sed':
      return known.flatMap((arg) =>
        arg.startsWith('--expression=') ? ['-e', arg.slice('--expression='.length)] : [arg],
      )
    case 'sort':
      return known.flatMap(keyApart)
    default:
      return known
  }
}

/** A separator of one character stands for itself, as the dot in `-F.` does. */
function separatorPlain(args: readonly string[]): string[] {
  return args.map((arg, at) => {
    const [, option = '', separator] = /^(-F)?([.*+?$(){}|])$/.exec(arg) ?? []
    const isSeparator = separator !== undefined && (option !== '' || args[at - 1] === '-F')
    return isSeparator ? `${option}[${separator}]` : arg
  })
}

/** `--fields=2` as `-f2`, and bytes as characters. */
function cutArguments(arg: string): string[] {
  if (/^-s./.test(arg)) return ['-s', ...cutArguments(`-${arg.slice(2)}`)]
  const [, option = '', value = ''] =
    /^(-b|--(?:bytes|characters|delimiter|fields)=?|--only-delimited$)(.*)$/s.exec(arg) ?? []
  if (option === '') return [arg]
  const letter = option.replace(/^-+/, '').charAt(0)
  const short = `-${letter === 'b' ? 'c' : letter === 'o' ? 's' : letter}`
  return option === '-b' || option.endsWith('=') ? [`${short}${value}`] : [short]
}

/** `-nk2` as `-n -k2`. */
function keyApart(arg: string): string[] {
  const [, flags, key] = /^-([bdfghinMrRsuVz]+)([kt].*)$/s.exec(arg) ?? []
  return flags === undefined || key === undefined ? [arg] : [`-${flags}`, `-${key}`]
}

/** `-sd,` as `-s -d ,`; without a file, `-`. */
function pasteArguments(args: readonly string[]): string[] {
  const apart = args.flatMap((arg) => {
    const [, delimiter] = /^-[sz]d(.*)$/s.exec(arg) ?? []
    if (delimiter === undefined) return [arg]
    return [arg.slice(0, 2), '-d', ...(delimiter === '' ? [] : [delimiter])]
  })
  const files = apart.filter(
    (arg, at) => apart[at - 1] !== '-d' && (arg === '-' || !arg.startsWith('-')),
  )
  return files.length > 0 ? apart : [...apart, '-']
}
