/** Functions that put equal things side by side in order, where just-bash leaves them as they come. */
const GROUPING = /(?<![.$\w"])(group_by|unique_by)\s*\(/g

/** A jq program in words that just-bash's jq takes as the real one does. */
export function jqProgram(program: string): string {
  return sortedBefore(deletionsApart(program))
}

/** `del(.a, .b)` as `(del(.a) | del(.b))`. */
function deletionsApart(program: string): string {
  return program.replace(/\bdel\s*\(([\w.,\s]+)\)/g, (_whole, paths: string) => {
    const each = paths.split(',').map((path) => `del(${path.trim()})`)
    return `(${each.join(' | ')})`
  })
}

/** `unique` as `(sort | unique)`, `group_by(.a)` as `(sort_by(.a) | group_by(.a))`. */
function sortedBefore(program: string): string {
  const plain = program.replace(/"(?:[^"\\]|\\.)*"|(?<![.$\w"])unique(?!\w|\s*[:(])/g, (found) =>
    found === 'unique' ? '(sort | unique)' : found,
  )
  let made = ''
  let from = 0
  for (const { index, 0: head, 1: name = '' } of plain.matchAll(GROUPING)) {
    if (index < from) continue
    const end = closing(plain, index + head.length)
    if (end === null) return plain
    const key = sortedBefore(plain.slice(index + head.length, end))
    made += `${plain.slice(from, index)}(sort_by(${key}) | ${name}(${key}))`
    from = end + 1
  }
  return made + plain.slice(from)
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
