import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { WORKFLOWS_FILE } from './evidence-folder.js'
import { replay } from './replay.js'

const names = z.array(z.string()).parse(JSON.parse(readFileSync(WORKFLOWS_FILE, 'utf8')))

// For what runs main.yml. Half of the scenarios are the assignment's main.yml in another account, of which the same
// is said: a mutant that survives one would only survive them all.
replay(({ name }) => names.includes(name))
