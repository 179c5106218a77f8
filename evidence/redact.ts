/** Shorter values are no secrets, and would turn up inside other words. */
const SHORTEST_SECRET = 8

/** The latest so many: of the students of a class who are looked at together, each with a session of its own. */
const MOST_SECRETS = 64

/** More only text takes that was made for it. */
const MOST_ROUNDS = 10

/** The secrets that this thread has been given, latest last. */
const known = new Set<string>()

/** Variables whose values sign somebody in. */
const SECRET_VARIABLES = [
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'],
  ...['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
  ...['GITHUB_TOKEN', 'GH_TOKEN', 'GH_ENTERPRISE_TOKEN', 'GITHUB_APP_PRIVATE_KEY'],
]

/** Remembers a value that must leave this process in no text; `undefined` and what is too short are passed over. */
export function keepSecret(value: string | null | undefined): void {
  if (!value || value.trim().length < SHORTEST_SECRET) return
  for (const spelling of new Set([value.trim(), encodeURIComponent(value.trim())])) {
    known.delete(spelling)
    known.add(spelling)
  }
  for (const oldest of known) {
    if (known.size <= MOST_SECRETS) break
    known.delete(oldest)
  }
}

/** Remembers the secrets of an environment. */
export function keepSecretsOf(environment: Readonly<Record<string, string | undefined>>): void {
  for (const name of SECRET_VARIABLES) keepSecret(environment[name])
}

/** What a secret looks like: whoever hard-codes one in main.yml must not see it spread. */
interface Shape {
  readonly pattern: RegExp
  /** Which part of a match is the secret; without one, all of it. */
  readonly group?: 'secret'
  /** Sorts out what only looks like one. */
  readonly isSecret?: (text: string) => boolean
}

/** Characters of an AWS secret access key. */
const SECRET_KEY_LENGTH = 40

const SHAPES: readonly Shape[] = [
  // A private key, also where its line breaks are written out, or its end is missing.
  {
    pattern:
      /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----END )[\s\S])*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  },
  // Source: IAM User Guide, "IAM identifiers", unique ID prefixes.
  { pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  // Source: GitHub documentation, "About authentication to GitHub", GitHub's token formats.
  { pattern: /(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,})/g },
  // A JSON Web Token: GitHub's OIDC tokens, an App's signed request.
  { pattern: /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g },
  // A presigned URL and a signed request. Source: IAM User Guide, "Elements of an AWS API request signature".
  {
    pattern: /X-Amz-(?:Signature|Credential|Security-Token)=(?<secret>[^&\s"'<>]+)/gi,
    group: 'secret',
  },
  { pattern: /(?<![\w-])(?:Signature|Credential)=(?<secret>[^,&\s"']{16,})/g, group: 'secret' },
  {
    pattern:
      /\b(?:authorization|x-amz-security-token)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?(?:(?:bearer|token|basic)\s+)?(?<secret>[^\s"'\\,]{8,})/gi,
    group: 'secret',
  },
  // Whatever it looks like, somebody has called it one; an expression of Actions and a variable are names.
  {
    pattern:
      /(?:secret[-_]?access[-_]?key|session[-_]?token|github[-_]?token|gh[-_]token)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?(?<secret>[^\s"'\\${}(),]{8,})/gi,
    group: 'secret',
  },
  // An AWS secret access key, a session token, a line of a private key: one pattern, since it is the slow one.
  {
    pattern: /(?<![\w/+.:@-])[A-Za-z0-9/+]{40,}={0,2}(?![\w/+=@-]|\.\w)/g,
    isSecret: (text) =>
      (text.length === SECRET_KEY_LENGTH || text.length >= 60) &&
      isRandom(text) &&
      !LOGICAL_ID.test(text),
  },
]

/** Words and a hash, as the CDK names resources. One random key in ten million looks like it. */
const LOGICAL_ID = /^[A-Za-z]+[0-9A-F]{8}$/

/** Base64 of something random: all kinds of characters, and not a path, where slashes are many. */
function isRandom(text: string): boolean {
  const slashes = text.split('/').length - 1
  return (
    [/[A-Z].*[A-Z]/, /[a-z].*[a-z]/, /\d/].every((kind) => kind.test(text)) &&
    slashes <= text.length / 10
  )
}

/**
 * Text without the secrets in it: those that this thread was given, and whatever has the shape of one.
 * The only place that knows how; every text that leaves the process goes through it, or `redactAll`.
 *
 * A secret becomes a mask of its own length, line breaks kept, so that lines and columns stay true and YAML
 * stays YAML. Applying it again changes nothing.
 */
export function redact(text: string): string {
  let before = text
  // What stood beside a secret may look like one when that is gone.
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const after = redactOnce(before)
    if (after === before) break
    before = after
  }
  return before
}

function redactOnce(text: string): string {
  let safe = text
  for (const secret of known) if (safe.includes(secret)) safe = safe.replaceAll(secret, maskOf)
  for (const { pattern, group, isSecret } of SHAPES) {
    safe = safe.replace(pattern, (...match) => {
      const whole: string = match[0]
      if (group === undefined) return isSecret?.(whole) === false ? whole : maskOf(whole)
      const secret: string = match.at(-1)[group]
      // The secret ends the match, in each of these shapes.
      return whole.slice(0, whole.length - secret.length) + maskOf(secret)
    })
  }
  return safe
}

/** `REDACTED` and as many letters as are missing; shorter pieces of a line, letters alone. */
function maskOf(secret: string): string {
  return secret.replaceAll(/[^\s]+/g, (piece) =>
    piece.length < MASK.length ? 'x'.repeat(piece.length) : MASK.padEnd(piece.length, 'x'),
  )
}

const MASK = 'REDACTED'

/** The same data with each of its texts redacted, names of fields included; itself when there is nothing to redact. */
export function redactAll<T>(data: T): T {
  const texts: string[] = []
  gatherTexts(data, texts)
  const joined = texts.join('\n\n')
  // Redacting changes the texts of a value, never its form.
  return redact(joined) === joined ? data : (redacted(data) as T)
}

function gatherTexts(data: unknown, into: string[]): void {
  if (typeof data === 'string') into.push(data)
  else if (typeof data === 'object' && data !== null) {
    for (const [name, value] of Object.entries(data)) {
      if (!Array.isArray(data)) into.push(name)
      gatherTexts(value, into)
    }
  }
}

function redacted(data: unknown): unknown {
  if (typeof data === 'string') return redact(data)
  if (Array.isArray(data)) return data.map(redacted)
  if (typeof data !== 'object' || data === null || data instanceof Date) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [redact(name), redacted(value)]),
  )
}
