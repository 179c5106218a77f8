/** What the machine refuses, by the operating system's error code, and what to do about it. */
const FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Free some space, then run the same command again',
  EDQUOT: 'your disk quota is used up. Free some space, then run the same command again',
  EROFS: 'the disk can only be read. Write to another folder',
  EACCES: 'permission denied. Write to a folder of your own',
  EPERM: 'not permitted. Write to a folder of your own',
  EMFILE: 'too many open files. Raise the limit with: ulimit -n 4096',
}

/** A fault of the machine that grade4 runs on, in one line; `null` for any other error. */
export function machineFault(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  if (error.code === 'ENOENT' && 'syscall' in error && error.syscall === 'uv_cwd') {
    return 'The folder that you are in was deleted. Change to another one (cd), then run grade4 again.'
  }
  const fault = FAULTS[String(error.code)]
  if (fault === undefined) return null
  const where = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : ''
  return `${where}${fault} (${String(error.code)}).`
}
