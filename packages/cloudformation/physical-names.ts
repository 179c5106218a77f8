/** How much of a stack's name stands in a generated name that has to be cut. */
const STACK_PART = 24

/** What of a logical id surely stands in one, whatever was cut. */
const SURE_PART = 20

/**
 * The beginning that a name has for certain which CloudFormation generates: stack, logical id, and after it a random
 * part. Names of at most 64 characters are cut.
 * Source: CloudFormation User Guide, "Name type": STACK-LOGICALID-RANDOM; how it cuts is what deployed roles show.
 */
export function generatedPrefix(stack: string, logicalId: string, longest: number): string {
  const whole = `${stack}-${logicalId}-`
  if (whole.length + RANDOM_LENGTH <= longest) return whole
  if (stack.length > STACK_PART) return stack.slice(0, STACK_PART)
  return `${stack}-${logicalId.slice(0, SURE_PART)}`
}

const RANDOM_LENGTH = 13
const RANDOM = /-[A-Za-z0-9]{8,14}$/

/** Whether a name may be the one that CloudFormation generates for a resource: only its random part is not checked. */
export function mayBeGenerated(name: string, stack: string, logicalId: string): boolean {
  if (!RANDOM.test(name)) return false
  const head = name.replace(RANDOM, '')
  for (let length = Math.min(STACK_PART, stack.length); length <= stack.length; length += 1) {
    const start = `${stack.slice(0, length)}-`
    if (!head.startsWith(start)) continue
    const rest = head.slice(start.length)
    if (rest === logicalId) return true
    if (rest.length >= SURE_PART && logicalId.startsWith(rest)) return true
  }
  return false
}
