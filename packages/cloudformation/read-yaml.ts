import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml'
import { BadTemplate } from './bad-template.js'

/**
 * A YAML template as JSON would have it: `!Sub text` is `{ "Fn::Sub": text }`, and so on for every short form.
 * Throws `BadTemplate`; CloudFormation takes neither aliases nor merge keys.
 * Source: CloudFormation User Guide, "CloudFormation template format", YAML, and "Intrinsic function reference".
 */
export function readYaml(text: string): unknown {
  try {
    const document = parseDocument(text, { schema: 'core', logLevel: 'silent', uniqueKeys: true })
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
  return Object.fromEntries(
    node.items.map(({ key, value }) => [String(isScalar(key) ? key.value : key), plain(value)]),
  )
}
