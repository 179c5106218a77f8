/** The command line ends with a message on standard error. */
export class AwsError extends Error {
  /** 252: wrong use; 253: no credentials or region; 254: the service refused; 255: anything else. Source: AWS CLI user guide, "Return codes". */
  readonly exitCode: 252 | 253 | 254 | 255
  constructor(exitCode: 252 | 253 | 254 | 255, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

/** Values that fail the checks before a call is sent. */
export function invalidParameters(problem: string): AwsError {
  return new AwsError(252, `\naws: [ERROR]: Parameter validation failed:\n${problem}\n`)
}

/** A value that cannot be read. */
export function unreadableParameter(option: string, problem: string): AwsError {
  return new AwsError(252, `\naws: [ERROR]: Error parsing parameter '--${option}': ${problem}\n`)
}

/** A service's refusal, as the command line tells it. */
export function serviceRefusal(operation: string, code: string, message: string): AwsError {
  return new AwsError(
    254,
    `\naws: [ERROR]: An error occurred (${code}) when calling the ${operation} operation: ${message}\n`,
  )
}
