/** How much work a search may do; several searches may share one. */
export class WorkBudget {
  #left: number

  /** `moves`: elementary moves of an automaton; 2 million take some tenths of a second. */
  constructor(moves = 2_000_000) {
    this.#left = moves
  }

  /** Pays for some moves; throws `BudgetSpent` when there is nothing left. */
  spend(moves: number): void {
    this.#left -= moves
    if (this.#left < 0) throw new BudgetSpent()
  }
}

/** A pattern is too large or too tangled to be decided. */
export class BudgetSpent extends Error {
  constructor() {
    super('a pattern of the trust policy is too large to be decided')
    this.name = 'BudgetSpent'
  }
}

/** What some work gives, or what it gives in its place when the budget does not suffice. */
export function withinBudget<T>(work: () => T, otherwise: (spent: BudgetSpent) => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof BudgetSpent) return otherwise(error)
    throw error
  }
}
