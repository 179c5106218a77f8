import {
  CERTIFICATE_FILES,
  NETWORK_VARIABLES,
  networkVariable,
} from '../evidence/network-variables.js'
import { UsageError } from '../evidence/usage-error.js'
import { readTextFile } from './read-text-file.js'

/** All certificates of the world are less than a megabyte. */
const LARGEST_BYTES = 16 * 1024 * 1024

/** Throws `UsageError` when a variable names a file of certificates that is none, before anything is asked. */
export async function refuseBadCertificates(env: NodeJS.ProcessEnv): Promise<void> {
  for (const name of CERTIFICATE_FILES) {
    const path = networkVariable(env, name)
    if (path === null) continue
    const what = 'a file of certificates'
    const text = await readTextFile(path, { what, largestBytes: LARGEST_BYTES }).catch((error) => {
      throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}`) : error
    })
    if (!text.includes('-----BEGIN CERTIFICATE-----')) {
      throw new UsageError(`${name}: ${path} holds no certificate (PEM).`)
    }
  }
}

/** What the environment says of the way to the network, name and value, without passwords. */
export function networkSettings(
  env: NodeJS.ProcessEnv,
): (readonly [name: string, value: string])[] {
  return NETWORK_VARIABLES.flatMap((name) => {
    const value = networkVariable(env, name)
    return value === null ? [] : [[name, withoutPassword(value)] as const]
  })
}

/** The address of a proxy without the user it is entered with; anything else as it is. */
function withoutPassword(value: string): string {
  return value.replace(/^(\w+:\/\/)?[^/]*@/, '$1')
}
