import { stat, writeFile } from 'node:fs/promises'

/**
 * Writes a file whole or not at all. What is no file (a pipe, `/dev/stdout`) is written to as it is:
 * a file put in its place would take it away. `path`: absolute.
 */
export async function writeReport(path: string, text: string): Promise<void> {
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => true,
  )
  if (!isFile) return await writeFile(path, text)
  const { default: writeFileAtomic } = await import('write-file-atomic')
  await writeFileAtomic(path, text)
}
