/** An address as texts of ours hold it; what ends a sentence is no part of it. */
const ADDRESS = /https:\/\/[^\s"'<>]*[\w/=]/g

/** A part of an address that is shorter is not taken for one. */
const SHORTEST_PART = 'https://x'.length

/**
 * Text that opens an address in terminals that know hyperlinks. Both are safe text.
 * Source: "Hyperlinks in terminal emulators", the escape sequence OSC 8.
 */
export function hyperlink(text: string, address: string): string {
  return `\u001B]8;;${address}\u0007${text}\u001B]8;;\u0007`
}

/** The lines that a text was wrapped into, with its addresses as links, also where one goes on in the next line. */
export function withLinks(lines: readonly string[], text: string): string[] {
  let linked = [...lines]
  for (const address of new Set(text.match(ADDRESS) ?? [])) {
    let rest = address
    linked = linked.map((line) => {
      const part = rest === '' ? '' : partIn(line, rest, rest === address)
      if (part === '') return line
      const at = line.indexOf(part)
      rest = rest.slice(part.length)
      return line.slice(0, at) + hyperlink(part, address) + line.slice(at + part.length)
    })
  }
  return linked
}

/** The beginning of an address that stands in a line: all of it, or as much as reaches to the line's end. */
function partIn(line: string, address: string, begins: boolean): string {
  if (begins ? line.includes(address) : line.startsWith(address)) return address
  const longest = Math.min(line.length, address.length)
  const least = begins ? SHORTEST_PART : line.length
  for (let length = longest; length >= least; length -= 1) {
    const part = address.slice(0, length)
    if (line.endsWith(part)) return part
  }
  return ''
}
