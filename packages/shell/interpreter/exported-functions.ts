import { textOfBody } from '../script.js'
import type { Shell } from './shell.js'

// Bash hands functions on in its environment, as `BASH_FUNC_name%%=() { … }`. Source: bash 5.2, variables.c.

const VARIABLE = /^BASH_FUNC_(.+)%%$/s

/** What a program that a shell starts gets as its environment: exported variables and functions. */
export function environmentOf(shell: Shell): Record<string, string> {
  const environment = shell.variables.environment()
  for (const name of shell.exportedFunctions) {
    const body = shell.functions.get(name)
    if (body !== undefined) environment[`BASH_FUNC_${name}%%`] = `() ${textOfBody(body)}`
  }
  return environment
}

/** Defines the functions that a shell finds in its environment. Throws `UnknownError` for a text that is not known. */
export async function importFunctions(
  shell: Shell,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  if (shell.kind !== 'bash') return
  for (const [variable, text] of Object.entries(environment)) {
    const name = VARIABLE.exec(variable)?.[1]
    if (name === undefined) continue
    await shell.host.run.definition(shell, name, text)
    shell.exportedFunctions.add(name)
  }
}

/** Whether a variable of the environment is a function of bash's. */
export function isFunction(variable: string): boolean {
  return VARIABLE.test(variable)
}
