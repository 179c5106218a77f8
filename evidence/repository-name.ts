import { fromUrl } from 'hosted-git-info'
import type { RepositoryName } from './subject.js'

const OWNER = /^[A-Za-z\d](?:[A-Za-z\d-]{0,37}[A-Za-z\d])?$/
const NAME = /^(?!\.{1,2}$)[\w.-]{1,100}$/

/** GitHub's door for ssh behind firewalls. Source: GitHub Docs, "Using SSH over the HTTPS port". */
const SSH_OVER_HTTPS = /^ssh:\/\/(?:git@)?ssh\.github\.com(?::443)?\//i

/** `git@github.com:/OWNER/NAME` is the same as without the slash. */
const SLASH_AFTER_COLON = /^([\w-]+@github\.com:)\/+/i

/** `OWNER/NAME`, or a repository's address on GitHub in any spelling that git takes; `null` for anything else. */
export function repositoryNameOf(word: string): RepositoryName | null {
  const address = word
    .trim()
    .replace(SSH_OVER_HTTPS, 'ssh://git@github.com/')
    .replace(SLASH_AFTER_COLON, '$1')
    .replace(/^(www\.)?github\.com\//i, 'https://github.com/')
  const hosted = fromUrl(address)
  if (hosted?.type !== 'github') return null
  const { user: owner, project: name } = hosted
  return OWNER.test(owner) && NAME.test(name) ? { owner, name } : null
}
