import { z } from 'zod'
import { Report } from '../grading/report.js'

type Schema = z.core.JSONSchema.BaseSchema

/** What `npm run build` writes to dist/report.d.ts: the type of a report, with the schema's descriptions. */
export function reportType(): string {
  return `export type Report = ${typeOf(z.toJSONSchema(Report))}\n`
}

/** A schema, of the kinds that a report's is made of, as TypeScript writes its type. */
function typeOf({ type, properties, required, ...schema }: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(partOf).join(' | ')
  if (schema.prefixItems !== undefined) return `[${schema.prefixItems.map(partOf).join(', ')}]`
  if (Array.isArray(type)) return type.map(simpleType).join(' | ')
  if (type === 'array') return `(${partOf(schema.items ?? {})})[]`
  if (properties === undefined) return type === undefined ? 'unknown' : simpleType(type)
  const lines = Object.entries(properties).map(([name, part]) => {
    const comment = typeof part === 'object' && part.description
    const optional = required?.includes(name) ? '' : '?'
    return `${comment ? `/** ${comment} */\n` : ''}${name}${optional}: ${partOf(part)}\n`
  })
  return `{\n${lines.join('').replaceAll(/^/gm, '  ').trimEnd()}\n}`
}

/** Throws where a part is no schema by itself: a report has none of those. */
function partOf(part: boolean | Schema | readonly (boolean | Schema)[]): string {
  if (typeof part === 'object' && !('length' in part)) return typeOf(part)
  throw new Error('A part of the schema of a report is no schema by itself.')
}

function simpleType(type: string): string {
  return type === 'integer' ? 'number' : type
}

if (process.argv[1] === import.meta.filename) process.stdout.write(reportType())
