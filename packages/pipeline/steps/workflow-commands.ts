/** What a script says to the runner by lines such as `::set-output name=x::y`. */
export interface WorkflowCommands {
  readonly outputs: ReadonlyMap<string, string>
  readonly masks: readonly string[]
  /** Why the runner fails the step for a command; `null` when it does not. */
  readonly failure: string | null
}

const COMMAND = /^\s*::([\w-]+)(?:\s+([^\n]*?))?::(.*)$/

/** Commands that GitHub turned off, since they let output take over a job. */
const DISABLED = new Set(['set-env', 'add-path'])

/**
 * Reads the commands in a script's output.
 * Source: actions/runner, `ActionCommand.TryParseV2` and `ActionCommandManager`.
 */
export function readWorkflowCommands(output: string): WorkflowCommands {
  const outputs = new Map<string, string>()
  const masks: string[] = []
  let failure: string | null = null
  let resumesAt: string | null = null
  for (const line of output.split('\n')) {
    const [, name, properties = '', data = ''] = COMMAND.exec(line.replace(/\r$/, '')) ?? []
    if (name === undefined) continue
    if (resumesAt !== null) {
      if (name === resumesAt) resumesAt = null
      continue
    }
    const value = decoded(data)
    if (name === 'stop-commands') resumesAt = value
    else if (name === 'add-mask') masks.push(value)
    else if (name === 'set-output') {
      const output = propertyOf(properties, 'name')
      if (output === null) failure ??= "Required field 'name' is missing in ##[set-output] command."
      else outputs.set(output, value)
    } else if (DISABLED.has(name)) {
      failure ??= `The \`${name}\` command is disabled.`
    }
  }
  return { outputs, masks: masks.filter((mask) => mask !== ''), failure }
}

function propertyOf(properties: string, name: string): string | null {
  for (const property of properties.split(',')) {
    const [key, ...value] = property.split('=')
    if (key?.trim() !== name || value.length === 0) continue
    const text = decoded(value.join('=').replaceAll('%3A', ':').replaceAll('%2C', ','))
    return text === '' ? null : text
  }
  return null
}

function decoded(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}
