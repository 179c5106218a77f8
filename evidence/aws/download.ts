import { createHash } from 'node:crypto'
import { bytesOf, network } from '../network.js'

/** A download that is not what it should be: too large, another hash, or an HTTP error. */
class BadDownload extends Error {
  override readonly name: string
  readonly $metadata: { readonly httpStatusCode: number }

  constructor(name: string, status: number) {
    super(name)
    this.name = name
    this.$metadata = { httpStatusCode: status }
  }
}

/** A presigned URL that has run out or was tampered with answers 403; one more look may help. */
const TRIES = 3

/**
 * The text behind a presigned URL.
 * `digest`: `sha256:` and 64 hex digits, which the bytes must have. Throws when they have not, when there
 * are more than `largestBytes` of them, and when the storage does not answer with 200.
 */
export async function download(
  url: string,
  want: { digest: string; largestBytes: number; signal: AbortSignal },
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await downloadOnce(url, want)
    } catch (error) {
      const final = error instanceof BadDownload && error.$metadata.httpStatusCode < 500
      if (final || attempt === TRIES || want.signal.aborted) throw error
    }
  }
}

async function downloadOnce(
  url: string,
  { digest, largestBytes, signal }: { digest: string; largestBytes: number; signal: AbortSignal },
): Promise<string> {
  const { fetch } = await network()
  const response = await fetch(url, { signal })
  if (!response.ok) {
    throw new BadDownload('BlobNotDownloaded', response.status)
  }
  const bytes = await bytesOf(response, largestBytes)
  if (bytes === null) throw new BadDownload('BlobTooLarge', response.status)
  if (`sha256:${createHash('sha256').update(bytes).digest('hex')}` !== digest) {
    throw new BadDownload('BlobHashMismatch', response.status)
  }
  return bytes.toString('utf8')
}
