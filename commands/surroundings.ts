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
