import { z } from 'zod'
import { jsonMap } from './json-map.js'
import { type Operator, parseOperator } from './operators.js'
import { readValue, type ValuePattern } from './value-pattern.js'

/** One line of a Condition: an operator, a key, and values of which one has to match. */
export interface ConditionTest {
  /** The operator as written. */
  readonly operatorName: string
  /** `null`: no operator that this grader knows. */
  readonly operator: Operator | null
  /** The key as written; keys compare without case. */
  readonly key: string
  /** The values as written, numbers and booleans as text. */
  readonly values: readonly string[]
  readonly patterns: readonly ValuePattern[]
}

const Value = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const ConditionElement = jsonMap(
  jsonMap(z.union([Value.transform((one) => [one]), z.array(Value)])),
)

/**
 * Reads the element Condition; a string says what is wrong with it.
 * `variables`: whether `${…}` is a policy variable, which it is from version 2012-10-17 on.
 */
export function readCondition(condition: unknown, variables: boolean): ConditionTest[] | string {
  if (condition === undefined) return []
  const element = ConditionElement.safeParse(condition)
  if (!element.success) return 'its Condition is not a map of operators to keys and values.'
  return Object.entries(element.data).flatMap(([operatorName, keys]) => {
    const operator = parseOperator(operatorName)
    return Object.entries(keys).map(([key, values]) => ({
      operatorName,
      operator,
      key,
      values,
      patterns: values.map((value) => readValue(value, variables)),
    }))
  })
}
