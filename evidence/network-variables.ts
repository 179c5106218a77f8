/** Variables that name a proxy, each also in lower case. */
export const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'] as const

/** Variables that name files of certificates to trust beside the usual ones. */
export const CERTIFICATE_FILES = ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'] as const

/** The variables that say how the network is reached, as the aws command and gh understand them. */
export const NETWORK_VARIABLES = [...PROXIES, 'NO_PROXY', ...CERTIFICATE_FILES] as const

/** The value of a variable, in whichever case its name is written; `null`: not set, or empty. */
export function networkVariable(
  env: Readonly<Record<string, string | undefined>>,
  name: (typeof NETWORK_VARIABLES)[number],
): string | null {
  return env[name.toLowerCase()] || env[name] || null
}
