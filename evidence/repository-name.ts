import type { RepositoryName } from './subject.js'

const REPOSITORY = /^([\w-]{1,39})\/([\w.-]{1,100})$/

/** `OWNER/NAME`, or the address of a repository on GitHub; `null` for anything else. */
export function repositoryNameOf(word: string): RepositoryName | null {
  const short = word.replace(/^https:\/\/github\.com\//, '').replace(/(\.git)?\/?$/, '')
  const [, owner, name] = REPOSITORY.exec(short) ?? []
  if (owner === undefined || name === undefined || name === '.' || name === '..') return null
  return { owner, name }
}
