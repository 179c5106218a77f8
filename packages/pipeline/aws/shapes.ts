/** What an option takes. */
export type Shape =
  | { readonly type: 'integer' | 'boolean' }
  /** `least`: its shortest length. */
  | { readonly type: 'string'; readonly least?: number }
  | { readonly type: 'list'; readonly of: Shape; readonly least?: number }
  | { readonly type: 'structure'; readonly members: Readonly<Record<string, Shape>> }
  /** JSON or shorthand whose content changes nothing here. */
  | { readonly type: 'opaque' }
  /** The grader does not follow it: using it makes the command unknown. */
  | { readonly type: 'untold' }

export const STRING: Shape = { type: 'string' }
export const REPOSITORY_NAME: Shape = { type: 'string', least: 2 }
export const INTEGER: Shape = { type: 'integer' }
export const BOOLEAN: Shape = { type: 'boolean' }
export const UNTOLD: Shape = { type: 'untold' }
export const OPAQUE: Shape = { type: 'opaque' }
export const STRINGS: Shape = { type: 'list', of: STRING }

/** `imageTag=…`, `imageDigest=…` */
export const IMAGE_IDS: Shape = {
  type: 'list',
  of: {
    type: 'structure',
    members: { imageDigest: STRING, imageTag: { type: 'string', least: 1 } },
  },
  least: 1,
}

export const IMAGE_FILTER: Shape = {
  type: 'structure',
  members: { tagStatus: STRING, imageStatus: STRING },
}
