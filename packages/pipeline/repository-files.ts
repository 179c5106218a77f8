import { posix } from 'node:path'
import { absent, byHand, found, map, type Observed, unknownFor } from '@grade4/unknown'
import { type LoadedAction, loadAction } from './workflow/action-file.js'
import { type LoadedWorkflow, loadWorkflow } from './workflow/load.js'

/** The text of a file of the graded repository, by its path from the top of it; `absent`: no such file. */
export type ReadFile = (path: string) => Promise<Observed<string>>

/** So many files are read for one workflow, those that are not there included. */
const MOST_FILES = 50

/** Names of an action's file, in the order in which the runner looks for them. */
const NAMES = ['action.yml', 'action.yaml', 'Dockerfile']

/** The files of the graded repository that main.yml names. Each is read once. */
export class RepositoryFiles {
  readonly #read: ReadFile | null
  readonly #actions = new Map<string, Promise<Observed<LoadedAction>>>()
  readonly #workflows = new Map<string, Promise<Observed<LoadedWorkflow>>>()
  #count = 0

  /** `null`: the repository's files can't be read. */
  constructor(read: ReadFile | null) {
    this.#read = read
  }

  /** The action in a folder, a path from the top of the repository. */
  action(folder: string): Promise<Observed<LoadedAction>> {
    const known = this.#actions.get(folder) ?? this.#actionIn(folder)
    this.#actions.set(folder, known)
    return known
  }

  /** A workflow by its path. */
  workflow(path: string): Promise<Observed<LoadedWorkflow>> {
    const read = async () => map(await this.#text(path), (text) => loadWorkflow(text, path))
    const known = this.#workflows.get(path) ?? read()
    this.#workflows.set(path, known)
    return known
  }

  async #actionIn(folder: string): Promise<Observed<LoadedAction>> {
    for (const name of NAMES) {
      const path = posix.join(folder, name)
      const text = await this.#text(path)
      if (text.state === 'unknown') return text
      if (text.state === 'absent') continue
      return found(name === 'Dockerfile' ? { state: 'other' } : loadAction(text.value, path))
    }
    return absent('none of these files')
  }

  async #text(path: string): Promise<Observed<string>> {
    if (this.#read === null) return unknownFor(byHand("the repository's files are not at hand"))
    this.#count += 1
    if (this.#count > MOST_FILES) {
      return unknownFor(byHand(`main.yml leads to more than ${MOST_FILES} files`))
    }
    return await this.#read(path)
  }
}
