import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { z } from 'zod'

const Collector = z.custom<() => void>((value) => typeof value === 'function')

let collector: (() => void) | null = null

/**
 * Frees what the calling thread no longer needs, at once. V8 by itself lets garbage that has grown old lie for
 * as long as the machine has memory: over a class it came to more than all that is in use.
 * Source: Node.js documentation, `v8.setFlagsFromString`; V8 has no other way in from a running program.
 */
export function collectGarbage(): void {
  if (collector === null) {
    setFlagsFromString('--expose-gc')
    collector = Collector.parse(runInNewContext('gc'))
  }
  collector()
}
