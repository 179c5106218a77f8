import { readText, UnreadableFile } from '../evidence/local-text.js'
import { UsageError } from '../evidence/usage-error.js'

/**
 * The text of a file on this machine. Throws `UsageError` when it can't be read, or has more than
 * `largestBytes`; `what`: what it should have been, `a workflow`.
 */
export async function readTextFile(
  path: string,
  { what, largestBytes }: { readonly what: string; readonly largestBytes: number },
): Promise<string> {
  try {
    return await readText(path, largestBytes)
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    const why = error.why === 'too large' ? `${error.message}; that is not ${what}` : error.message
    throw new UsageError(`${path} ${why}.`)
  }
}

/** GitHub refuses longer ones; a little more is read, so that the check can say so. */
const LARGEST_WORKFLOW_BYTES = 4_194_304

/** The text of a main.yml on this machine. Throws `UsageError` when it can't be read. */
export async function readWorkflowFile(path: string): Promise<string> {
  return await readTextFile(path, { what: 'a workflow', largestBytes: LARGEST_WORKFLOW_BYTES })
}
