import { z } from 'zod'
import { Report } from '../grading/report.js'

// Prints the schema of a report as json-schema-to-typescript reads it: `npm run pages` makes report.d.ts of it.
const schema = { ...z.toJSONSchema(Report, { target: 'draft-7' }), title: 'Report' }
process.stdout.write(JSON.stringify(schema))
