import { cpus, loadavg, totalmem } from 'node:os'
import { benchBatch } from './batch.js'
import { benchBeforeDeploy } from './before-deploy.js'
import { benchClassPage } from './class-page.js'
import { markdownTable } from './figures.js'
import { benchGithubPace } from './github-pace.js'
import { benchOneStudent } from './one-student.js'
import { benchPipeline } from './pipeline.js'
import { benchPlan } from './plan.js'
import { benchStartUp } from './start-up.js'

// Every budget of the design but the package's, which bench/package.ts prints; needs a build (npm run bench
// makes one). Ends with a table for README.md.
const memory = Math.round(totalmem() / 1024 ** 3)
const [load = 0] = loadavg()
process.stdout.write(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} cores, ${memory} GiB, load ${load.toFixed(1)}\n`,
)
await benchPipeline()
await benchOneStudent(0)
await benchOneStudent(80)
await benchPlan()
await benchStartUp()
await benchBeforeDeploy()
await benchBatch([50, 200, 500, 2000])
await benchGithubPace(300)
await benchClassPage()
process.stdout.write(`\n${markdownTable()}`)
