/** Parts of a name that only GitHub knows: an expression, or what the simulation shows of an unknown value. */
const OPEN_PART = /\$\{\{.*?\}\}|\((?:unknown|number|sha)\)/gs

/** Whether a part of a name is not known. */
export function isOpen(name: string): boolean {
  return name.search(OPEN_PART) >= 0
}

/** Whether GitHub may show a name in this form: what is not known of it stands for any text. */
export function mayShow(name: string, shown: string): boolean {
  const parts = name.trim().split(OPEN_PART)
  const [first = '', ...others] = parts
  const last = others.pop()
  const text = shown.trim()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const part of others) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}
