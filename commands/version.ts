import manifest from '../package.json' with { type: 'json' }

/** The version of grade4, `MAJOR.MINOR.PATCH`. */
export const VERSION: string = manifest.version
