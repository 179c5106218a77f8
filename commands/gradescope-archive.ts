import { strToU8, type Zippable, zipSync } from 'fflate'
import writeFileAtomic from 'write-file-atomic'
import { PRIVATE_FILE } from '../grading/batch/folder.js'

/** A file of an archive that can be run. */
export function program(text: string): Zippable[string] {
  const UNIX = 3
  return [strToU8(text), { os: UNIX, attrs: 0o755 << 16 }]
}

/** Writes an autograder package: the whole archive, or nothing. */
export async function writeArchive(path: string, files: Zippable): Promise<void> {
  await writeFileAtomic(path, Buffer.from(zipSync(files)), { mode: PRIVATE_FILE })
}
