import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml'
import { BadTemplate } from './bad-template.js'

/**
 * A YAML template as JSON would have it: `!Sub text` is `{ "Fn::Sub": text }`, and so on for every short form.
 * Throws `BadTemplate`; CloudFormation takes neither aliases nor merge keys.
 * Source: CloudFormation User Guide, "CloudFormation template format", YAML, and "Intrinsic function reference".
 */
export function readYaml(text: string): unknown {
  if (text.length > MOST_CHARACTERS)
    throw new BadTemplate('it is too long for YAML; give it as JSON')
  if (isTooDeep(text)) throw new BadTemplate('it is nested too deeply')
  try {
    // The library's own look for double keys compares each with each.
    const document = parseDocument(text, { schema: 'core', logLevel: 'silent', uniqueKeys: false })
    const [error] = document.errors
    if (error !== undefined) {
      const [line] = error.message.split('\n')
      throw new BadTemplate(`it is neither JSON nor YAML (${line?.replace(/:$/, '')})`)
    }
    return plain(document.contents)
  } catch (error) {
    // The library composes by recursion.
    if (error instanceof RangeError) throw new BadTemplate('it is nested too deeply')
    throw error
  }
}

/** What the library reads in two seconds; CDK prints a tenth of it, and writes JSON. */
const MOST_CHARACTERS = 524_288

const MOST_BRACKETS = 200

/** Whether brackets are nested deeper than anybody writes: the library takes long to find that out. */
function isTooDeep(text: string): boolean {
  let open = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (bracket === '[' || bracket === '{' ? 1 : -1))
    if (open > MOST_BRACKETS) return true
  }
  return false
}

function plain(node: Node | null): unknown {
  if (node === null) return null
  if (isAlias(node))
    throw new BadTemplate('it has a YAML alias, which CloudFormation does not take')
  const [, short] = /^!(\w+)$/.exec(node.tag ?? '') ?? []
  const value = contentOf(node)
  if (short === undefined) return value
  if (short === 'GetAtt' && typeof value === 'string') {
    const dot = value.indexOf('.')
    return { 'Fn::GetAtt': [value.slice(0, dot), value.slice(dot + 1)] }
  }
  return { [short === 'Ref' || short === 'Condition' ? short : `Fn::${short}`]: value }
}

function contentOf(node: Node): unknown {
  if (isScalar(node)) return node.value
  if (isSeq<Node>(node)) return node.items.map(plain)
  if (!isMap<Node, Node | null>(node)) return null
  const members = new Map<string, unknown>()
  for (const { key, value } of node.items) {
    const name = String(isScalar(key) ? key.value : key)
    if (members.has(name)) throw new BadTemplate(`it has ${name.slice(0, 100)} twice in one place`)
    members.set(name, plain(value))
  }
  return Object.fromEntries(members)
}
