import { keepSecretsOf, redact } from '../evidence/redact.js'

/** The process as a command sees it; tests hand in another one. */
export interface Surroundings {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: NodeJS.ProcessEnv
  cwd(): string
}

/** A stream that a person or a program reads. */
export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

/** The same surroundings, whose streams let no secret out: none of theirs, and nothing that looks like one. */
export function redacting(around: Surroundings): Surroundings {
  keepSecretsOf(around.env)
  return {
    stdout: redactingOutput(around.stdout),
    stderr: redactingOutput(around.stderr),
    env: around.env,
    cwd: () => around.cwd(),
  }
}

/** Each text is written whole, so no secret is cut in two between them. */
function redactingOutput(stream: Output): Output {
  return Object.create(stream, {
    write: { value: (text: string) => stream.write(redact(text)) },
  })
}
