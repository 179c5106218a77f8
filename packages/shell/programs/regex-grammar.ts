import { cannotFollow } from '@grade4/unknown'

/** What is known of an expression. */
export interface RegexTraits {
  /** The same as an extended expression. */
  readonly extended: string
  /** It matches no empty text. */
  readonly needsCharacter: boolean
  /** What matches first is what matches most, as POSIX has it: it has no choice, or none between a text and its beginning. */
  readonly prefersLongest: boolean
}

const BRACKETS = String.raw`\[\^?(?:\[:[a-z]+:\]|[^\][\\])+\]`
const COUNT = String.raw`[*+?]|\{\d+(?:,\d*)?\}`
const TOKENS = {
  /** GNU's `\+` and `\?` stand for what `+` and `?` are elsewhere. */
  basic: String.raw`(?<atom>[^\\*.[\]^$]|\.|\\[.*[\]^$/\\-]|\\[wsS]|${BRACKETS})(?<count>\*|\\[+?]|\\\{\d+(?:,\d*)?\\\})?|(?<group>\\[()|])(?!\*|\\[+?{])|(?<edge>\\b|\\<(?=\w)|(?<=\w)\\>)`,
  extended: String.raw`(?<atom>[^\\*+?(){}|.[\]^$]|\.|\\[.*+?(){}|[\]^$/\\-]|\\[wsS]|${BRACKETS})(?<count>${COUNT})?(?!${COUNT})|(?<group>\((?![*+?{])|\)(?<repeated>${COUNT})?|\|)|(?<edge>\\b|\\<(?=\w)|(?<=\w)\\>)`,
} as const

/** As in `^-+|-+$`: wherever both match, they match the same. */
const SPAN = new RegExp(String.raw`^(?:\w|-|\\?[ ./_]|${BRACKETS})\+$`)

/**
 * Recognises the regular expressions that are followed: characters, `.`, `[…]`, `\w`, `\s`, groups, `*`, `+`, `?`,
 * counts, and `|`; `^` at the beginning and `$` at the end. Throws `UnknownError` for others.
 */
export function recogniseRegex(pattern: string, syntax: keyof typeof TOKENS): RegexTraits {
  const refuse = (): never => {
    throw cannotFollow(`the grader does not follow the regular expression ${pattern}`)
  }
  const [, begin = '', body = '', end = ''] = /^(\^?)(.*?)((?<!\\)\$|)$/s.exec(pattern) ?? []
  const token = new RegExp(TOKENS[syntax], 'y')
  let extended = ''
  let needsCharacter = false
  let depth = 0
  let isRepeated = false
  for (let at = 0; at < body.length; at = token.lastIndex) {
    token.lastIndex = at
    const {
      atom = '',
      count = '',
      group = '',
      repeated = '',
      edge = '',
    } = token.exec(body)?.groups ?? refuse()
    needsCharacter ||= atom !== '' && depth === 0 && !/^(?:\*|\\?\?|\{0)/.test(count)
    isRepeated ||= repeated !== ''
    depth += Number(group.includes('(')) - Number(group.includes(')'))
    if (depth < 0) refuse()
    const isPlain = syntax === 'basic' && /^[+?(){}|]$/.test(atom)
    extended +=
      (isPlain ? `\\${atom}` : atom) +
      (count + group).replaceAll('\\', '') +
      edge.replace(/.$/, 'b')
  }
  if (depth !== 0) refuse()
  const alternatives = extended.replace(/^\((.*)\)$/, '$1').split('|')
  const arePlain = alternatives.every((one) => /^[\w /:-]+$/.test(one))
  const areSame = alternatives.every((one) => one === alternatives[0] && SPAN.test(one))
  const isChoice = alternatives.length > 1 && !areSame
  const overlap = alternatives.some((one, at) =>
    alternatives.some((other, index) => index !== at && other.startsWith(one)),
  )
  return {
    extended: begin + extended + end,
    needsCharacter: isChoice ? arePlain : needsCharacter,
    prefersLongest: (!isChoice || (arePlain && !overlap)) && !isRepeated,
  }
}
