import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

// Writes npm-shrinkwrap.json for `npm pack`, which removes it again: what a student installs is what is tried here.
// It is package-lock.json without what only developers need.

const Entry = z.looseObject({ dev: z.boolean().optional() })
const Lock = z.looseObject({
  packages: z.looseObject({ '': z.looseObject({}) }).catchall(Entry),
})

const lock = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))
const { devDependencies, workspaces, ...root } = lock.packages['']
const installed = Object.entries(lock.packages).filter(
  ([path, entry]) => path.startsWith('node_modules/') && entry.dev !== true && entry.link !== true,
)
const packages = { '': root, ...Object.fromEntries(installed) }
writeFileSync('npm-shrinkwrap.json', `${JSON.stringify({ ...lock, packages }, null, 2)}\n`)
