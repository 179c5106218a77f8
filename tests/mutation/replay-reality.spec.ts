import { replay } from './replay.js'

// Where a recorded run is held against main.yml: of the facts, what the tests beside them leave to whole scenarios.
replay(({ name, reality }) => name.startsWith('reality/') || reality !== undefined)
