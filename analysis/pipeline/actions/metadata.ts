import { pushFacts } from '../contexts.js'
import type { Reason } from '../unknowns.js'
import { type Action, type ActionCall, input, succeeded } from './action.js'
import { linesInput } from './input-values.js'

const UNKNOWN: Reason = {
  because: 'docker/metadata-action makes tags in a way that the grader does not follow',
  remedy: 'Write the two tags out in the build and push steps.',
}

/** What the action uses when it is given no tag types. Source: docker/metadata-action, `README.md`. */
const DEFAULT_TYPES = [
  'type=schedule',
  'type=ref,event=branch',
  'type=ref,event=tag',
  'type=ref,event=pr',
]

/** Types that make no tag for a push to a branch. */
const NONE_FOR_BRANCHES = new Set(['schedule', 'semver', 'pep440', 'match'])

/**
 * docker/metadata-action: makes tags from what is known about the push. Only its outputs `tags` and
 * `version` are known, and only for plain types.
 */
export const metadata: Action = async (call) => {
  const images = linesInput(input(call, 'images'))
  const types = linesInput(input(call, 'tags'))
  const names = (types.length === 0 ? DEFAULT_TYPES : types).map((type) => namesOf(call, type))
  const plain = ['flavor', 'sep-tags', 'context'].every((name) => input(call, name) === '')
  if (!plain || names.includes(null) || images.some((image) => image.includes('='))) {
    return succeeded({ others: UNKNOWN })
  }
  const tags = names.flatMap((each) => each ?? [])
  const references = images.flatMap((image) => tags.map((tag) => `${image.toLowerCase()}:${tag}`))
  return succeeded({
    outputs: { tags: references.join('\n'), version: tags[0] ?? '' },
    others: UNKNOWN,
  })
}

/** The tags that one type makes; `null` when that is not known. */
function namesOf(call: ActionCall, line: string): string[] | null {
  const attributes = new Map(
    line.split(',').map((pair): [string, string] => {
      const [key = '', ...value] = pair.split('=')
      return value.length === 0 ? ['value', key.trim()] : [key.trim(), value.join('=').trim()]
    }),
  )
  const type = attributes.get('type') ?? 'raw'
  const enable = attributes.get('enable') ?? 'true'
  const plain = ['type', 'value', 'enable', 'event', 'priority', 'prefix', 'suffix']
  if ([...attributes.keys()].some((key) => !plain.includes(key))) return null
  if (enable === 'false') return []
  if (enable !== 'true' || line.includes('{{')) return null
  const prefix = attributes.get('prefix') ?? ''
  const suffix = attributes.get('suffix') ?? ''
  const around = (name: string, before = prefix) => [`${before}${name}${suffix}`]
  const facts = pushFacts(call.run.push)
  if (NONE_FOR_BRANCHES.has(type)) return []
  if (type === 'raw') return around(attributes.get('value') ?? '')
  if (type === 'sha') return around((facts.sha ?? '').slice(0, 7), prefix === '' ? 'sha-' : prefix)
  if (type === 'ref') return attributes.get('event') === 'branch' ? around('main') : []
  return null
}
