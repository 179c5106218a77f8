import type { Observed } from '@grade4/unknown'
import type { ReadFile } from './repository-files.js'
import type { ClaimRepository, SubjectCustomization } from './subject-claim.js'
import type { AccountView } from './twin/account-view.js'
import type { Workflow } from './workflow/model.js'

/** The graded repository as far as it is known; a `GithubRepository` is one. */
export interface PipelineRepository extends ClaimRepository {
  /** Absent or `null`: not known. */
  readonly private?: boolean | null
  /** Absent: not known, and taken to be main. */
  readonly defaultBranch?: string
}

/** Secrets and variables of the repository, as far as they are known. */
export interface RepositorySettings {
  /** Names as GitHub keeps them, upper-case. */
  readonly secretNames: Observed<readonly string[]>
  readonly variables: Observed<readonly { readonly name: string; readonly value: string }[]>
  /** Owned by a person: there is no organisation whose secrets and variables it has as well. */
  readonly personal: boolean
}

/** What a run on the twin starts from. */
export interface PipelineInput {
  readonly workflow: Workflow
  readonly view: AccountView
  readonly github: {
    /** `null`: nobody named one. */
    readonly repository: PipelineRepository | null
    readonly customization: Observed<SubjectCustomization>
    /** Absent: not known. */
    readonly settings?: RepositorySettings
    /** The repository's files on main. Absent: they can't be read. */
    readonly file?: ReadFile
  }
  /** A run of this very file is known to have given its image a time of its own as its only tag beside `latest`. */
  readonly tagsByTime?: boolean
  /** When the first of the two pushes begins, in virtual time. */
  readonly startedAt: Date
}
