import { absent, type Observed } from '@grade4/unknown'
import { z } from 'zod'
import { question } from '../question.js'

/** Where in a template a resource is made. */
export const TemplatePlace = z.object({
  logicalId: z.string(),
  /** Path of its construct, as CDK notes it; `null`: not noted. */
  constructPath: z.string().nullable(),
  /** Name of the template's file, and the line, from 1, that its logical id is on; `null`: not known. */
  file: z.string().nullable(),
  line: z.number().nullable(),
})
export type TemplatePlace = z.infer<typeof TemplatePlace>

/** What a resource is asked for by: a role's name, a task definition's ARN, an issuer without `https://`. */
export type PlaceOf = 'role' | 'task-definition' | 'provider'

/** Where a resource stands in the template that is graded; `absent` where it comes from no template. */
export const templatePlace = question({
  name: 'template.place',
  schema: TemplatePlace,
  ask: async (_clients, _of: string, _name: string): Promise<Observed<TemplatePlace>> =>
    absent('no template'),
})
