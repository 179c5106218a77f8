import { readTextFile } from './read-text-file.js'

/** GitHub refuses longer ones; a little more is read, so that the check can say so. */
const LARGEST_BYTES = 4_194_304

/** The text of a main.yml on this machine. Throws `UsageError` when it can't be read. */
export function readWorkflowFile(path: string): Promise<string> {
  return readTextFile(path, { what: 'a workflow', largestBytes: LARGEST_BYTES })
}
