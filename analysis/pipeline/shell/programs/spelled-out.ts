/** What just-bash takes only when it is written in other words. */
export function spelledOut(name: string, args: readonly string[]): readonly string[] {
  const known = args.map((arg) => (/^\/dev\/(stdin|fd\/0)$/.test(arg) ? '-' : arg))
  if (name === 'paste') return pasteArguments(known)
  if (name !== 'jq') return known
  return known.flatMap((arg) => (/^-\w*j\w*$/.test(arg) ? ['-r', arg] : [deletionsApart(arg)]))
}

/** `del(.a, .b)` as `(del(.a) | del(.b))`. */
function deletionsApart(program: string): string {
  return program.replace(/\bdel\s*\(([\w.,\s]+)\)/g, (_whole, paths: string) => {
    const each = paths.split(',').map((path) => `del(${path.trim()})`)
    return `(${each.join(' | ')})`
  })
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
