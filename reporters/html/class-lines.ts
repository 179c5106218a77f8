/** A student as the page's table shows them. All text is harmless, and put into the page as text. */
export interface StudentLine {
  readonly student: string
  /** By the roster; empty where it tells none. */
  readonly name: string
  /** Likewise. */
  readonly section: string
  /** The roster's other cells, name and section among them. */
  readonly others: readonly string[]
  /** Address of the student's page, relative to the class's. */
  readonly page: string
  readonly repository: string
  readonly score: number
  /** The most the score can still become. */
  readonly highest: number
  readonly complete: boolean
  /** One letter for each check: `p`assed, `f`ailed, `b`locked, `e`rror, `-` not asked. */
  readonly statuses: string
  /** `null`: not known, or no deadline. */
  readonly lateBySeconds: number | null
  /** In words; empty where it is not known. */
  readonly late: string
  /** `2024-03-09 20:00 UTC`; empty where it is not known. */
  readonly submitted: string
  /** Who else is credited with the same account and repository. */
  readonly partners: string
}

/** A check as the page's table shows it. */
export interface CheckColumn {
  readonly id: string
  readonly title: string
  /** Whether a group of the rubric begins with it. */
  readonly first: boolean
}

/** What the script of the class's page works on. */
export interface ClassData {
  readonly checks: readonly CheckColumn[]
  readonly maxScore: number
  /** What the letters of `statuses` mean. */
  readonly words: Readonly<Record<string, string>>
  /** In the roster's order. */
  readonly lines: readonly StudentLine[]
}
