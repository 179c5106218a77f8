import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { errorCode } from '../evidence/local-text.js'
import type { SubjectOptions } from './options.js'

/** Variables that lead the SDK to credentials by themselves. Source: AWS SDKs and Tools Reference Guide, "Settings". */
const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]

/** What the firmware of an EC2 instance says of its maker: there the instance itself may have a role. */
const VENDOR_FILE = '/sys/devices/virtual/dmi/id/sys_vendor'

/**
 * Whether an account is to be looked at: somebody signs in to one, or seems to be signed in. Asks no service, so that
 * nothing is waited for where there is no network. With `--account` alone a caller says which account is meant, and
 * that it is not looked at.
 */
export async function isAccountAtHand(
  { profile, roleArn, account }: Pick<SubjectOptions, 'profile' | 'roleArn' | 'account'>,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  if (profile !== undefined || roleArn !== undefined) return true
  if (account !== undefined) return false
  if (VARIABLES.some((name) => Boolean(env[name]))) return true
  const folder = join(env.HOME ?? homedir(), '.aws')
  const files = [
    env.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'),
    env.AWS_CONFIG_FILE ?? join(folder, 'config'),
  ]
  const texts = await Promise.all(files.map(textOf))
  if (texts.some((text) => /^\s*\[\s*(?:profile\s+)?default\s*\]/m.test(text))) return true
  if (env.AWS_EC2_METADATA_DISABLED === 'true') return false
  return /amazon/i.test(await textOf(VENDOR_FILE))
}

/** The text of a file; empty where it can't be read. */
async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) !== null) return ''
    throw error
  }
}
