import { setFlagsFromString } from 'node:v8'

/** The first whose main thread takes so much more. */
const FIRST_MAJOR = 24

/**
 * Leaves what is young in this process the room that it has, for every thread. From Node 24 on V8 gives it up
 * to 100 MB while a class is graded, and is not faster for that: 425 MB for 500 students, 339 with this.
 * Earlier ones give less, and only at once or not at all: a small class would save what a large one does not.
 * Source: Node.js documentation, `v8.setFlagsFromString`; a limit can only be given to other threads.
 */
export function keepYoungHeapSmall(): void {
  if (Number.parseInt(process.versions.node, 10) < FIRST_MAJOR) return
  setFlagsFromString('--semi-space-growth-factor=1')
}
