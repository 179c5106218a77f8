/** Why the command line ends before or after it sent a call. */
export type Fault =
  /** Options or words that it does not have, or that are missing. */
  | { readonly kind: 'usage'; readonly problem: string }
  /** The text of an option that cannot be read. */
  | { readonly kind: 'unreadable'; readonly option: string; readonly problem: string }
  /** Input that the operation's model does not allow. */
  | { readonly kind: 'invalid'; readonly problem: string }
  | { readonly kind: 'no-region' }
  | { readonly kind: 'no-credentials' }
  /** The service said no: its own error name, in its own words. */
  | {
      readonly kind: 'refused'
      readonly operation: string
      readonly code: string
      readonly message: string
    }
  | { readonly kind: 'no-profile'; readonly name: string }
  | { readonly kind: 'query'; readonly problem: string }
  | { readonly kind: 'waiter'; readonly name: string; readonly problem: string }

/** Source: AWS CLI user guide, "Return codes". */
const EXIT_CODES: Readonly<Record<Fault['kind'], number>> = {
  usage: 252,
  unreadable: 252,
  invalid: 252,
  'no-region': 253,
  'no-credentials': 253,
  refused: 254,
  'no-profile': 255,
  query: 255,
  waiter: 255,
}

/** The command line ends with a message on standard error. */
export class AwsError extends Error {
  readonly fault: Fault
  constructor(fault: Fault) {
    super(fault.kind)
    this.fault = fault
  }

  get exitCode(): number {
    return EXIT_CODES[this.fault.kind]
  }
}

/** What the command line writes to standard error for a fault. */
export function textOf(fault: Fault): string {
  const usage = fault.kind === 'usage' ? `\n${USAGE}\n` : ''
  return `${usage}\naws: [ERROR]: ${messageOf(fault)}\n`
}

const USAGE = `usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help`

function messageOf(fault: Fault): string {
  switch (fault.kind) {
    case 'usage':
    case 'query':
      return fault.problem
    case 'unreadable':
      return `Error parsing parameter '--${fault.option}': ${fault.problem}`
    case 'invalid':
      return `Parameter validation failed:\n${fault.problem}`
    case 'no-region':
      return 'You must specify a region. You can also configure your region by running "aws configure".'
    case 'no-credentials':
      return 'Unable to locate credentials. You can configure credentials by running "aws login".'
    case 'refused':
      return `An error occurred (${fault.code}) when calling the ${fault.operation} operation: ${fault.message}`
    case 'no-profile':
      return `The config profile (${fault.name}) could not be found`
    case 'waiter':
      return `Waiter ${fault.name} failed: ${fault.problem}`
  }
}

/** The command line was used wrongly. */
export function usage(problem: string): AwsError {
  return new AwsError({ kind: 'usage', problem })
}
