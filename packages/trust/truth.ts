/** Whether something holds; `unknown` where it is not known what AWS would say. */
export type Truth = 'yes' | 'no' | 'unknown'

/** Whether all hold. One `no` settles it. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('no')) return 'no'
  return truths.includes('unknown') ? 'unknown' : 'yes'
}

/** Whether one holds. One `yes` settles it. */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes('yes')) return 'yes'
  return truths.includes('unknown') ? 'unknown' : 'no'
}

/** The contrary; of `unknown`, `unknown`. */
export function notSo(truth: Truth): Truth {
  return truth === 'unknown' ? truth : truth === 'yes' ? 'no' : 'yes'
}
