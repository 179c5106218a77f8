/** Functions whose argument just-bash reads otherwise than the real jq. */
const CALL = /"(?:[^"\\]|\\.)*"|(?<![.$\w])(del|group_by|max_by|min_by|sort_by|unique_by)\s*\(/g

/** A jq program in words that just-bash's jq takes as the real one does. */
export function jqProgram(program: string): string {
  const named = outsideTexts(program, /\{\s*\$(\w+)(?=\s*[,}])|,\s*\$(\w+)(?=\s*\})/g, withKey)
  return callsRewritten(
    outsideTexts(named, /(?<![.$\w])unique(?!\w|\s*[:(])/g, () => '(sort | unique)'),
  )
}

/** `{$a}` as `{a: $a}`. */
function withKey(whole: string, first?: string, later?: string): string {
  const name = first ?? later ?? ''
  return `${whole.charAt(0)} ${name}: $${name}`
}

function outsideTexts(
  program: string,
  pattern: RegExp,
  replace: (whole: string, ...groups: string[]) => string,
): string {
  const texts = /("(?:[^"\\]|\\.)*")/
  return program
    .split(texts)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(pattern, replace)))
    .join('')
}

function callsRewritten(program: string): string {
  let made = ''
  let from = 0
  for (const { index, 0: head, 1: name } of program.matchAll(CALL)) {
    if (name === undefined || index < from) continue
    const end = closing(program, index + head.length)
    if (end === null) return program
    const argument = callsRewritten(program.slice(index + head.length, end))
    made += `${program.slice(from, index)}${rewritten(name, argument)}`
    from = end + 1
  }
  return made + program.slice(from)
}

/** just-bash looks at the first of several keys only, and leaves groups in the order they come. */
function rewritten(name: string, argument: string): string {
  if (name === 'del') return deletion(argument)
  const key = argument.includes(',') ? `[${argument}]` : argument
  const call = `${name}(${key})`
  return name === 'group_by' || name === 'unique_by' ? `(sort_by(${key}) | ${call})` : call
}

/** `.a, .b` one after the other, and `.a[] | select(f)` as keeping those that f does not select. */
function deletion(paths: string): string {
  if (/^[\w.,\s]+$/.test(paths)) {
    const each = paths.split(',').map((path) => `del(${path.trim()})`)
    return `(${each.join(' | ')})`
  }
  const [whole, path = ''] = /^\s*(\.[\w.]*?)\.?\[\]\s*\|\s*select\s*\(/.exec(paths) ?? []
  const end = whole === undefined ? null : closing(paths, whole.length)
  if (whole === undefined || end === null || paths.slice(end + 1).trim() !== '') {
    return `del(${paths})`
  }
  const kept = `map(select((${paths.slice(whole.length, end)}) | not))`
  return path === '.' || path === '' ? kept : `(${path} |= ${kept})`
}

/** Where the parenthesis ends that was opened before `from`; `null` when it does not. */
function closing(program: string, from: number): number | null {
  let depth = 1
  for (const { index, 0: found } of program.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[()]/g)) {
    if (found === '(') depth += 1
    if (found === ')') depth -= 1
    if (depth === 0) return from + index
  }
  return null
}
