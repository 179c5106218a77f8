import { replay } from './replay.js'

replay(() => true)
