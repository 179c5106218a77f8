export { BadTemplate } from './bad-template.js'
export { isJsonObject, type Json } from './json.js'
export { mayBeGenerated } from './physical-names.js'
export {
  type ResolvedResource,
  type ResolvedStack,
  resolveStacks,
} from './resolve.js'
export { parseTemplate } from './template.js'
