import writeFileAtomic from 'write-file-atomic'
import { readText, UnreadableFile } from './local-text.js'
import {
  readEvidence,
  type SavedEvidence,
  UnreadableEvidence,
  writeEvidence,
} from './saved-evidence.js'

/** Its owner's alone: it shows a student's whole account. */
const MODE = 0o600

/** Far more than the evidence of any honest subject, in bytes. */
const LARGEST_BYTES = 64 * 1024 * 1024

/**
 * Writes evidence to a file that only its owner may read. Whoever looks sees the old file or the new one,
 * never a part, also when the process is killed meanwhile. The folder has to be there.
 * Throws what the file system throws.
 */
export async function saveEvidence(path: string, evidence: SavedEvidence): Promise<void> {
  await writeFileAtomic(path, writeEvidence(evidence), { mode: MODE })
}

/** Reads evidence from a file. Throws `UnreadableEvidence`, whose message names the file. */
export async function loadEvidence(path: string): Promise<SavedEvidence> {
  try {
    return readEvidence(await readText(path, LARGEST_BYTES))
  } catch (cause) {
    const isFile = !(cause instanceof UnreadableFile)
    if (isFile && !(cause instanceof UnreadableEvidence)) throw cause
    const why = isFile ? cause.message : `it ${cause.message}`
    throw new UnreadableEvidence(`${path} is no evidence to grade: ${why}.`, { cause })
  }
}
