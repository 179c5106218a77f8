export { Holes, hasHole, surelyDiffer } from './holes.js'
export {
  type Absent,
  type Answered,
  absent,
  found,
  isUnknown,
  map,
  type Observed,
  type Reason,
  type Unknown,
  unknown,
} from './observed.js'
export { UnknownError } from './unknown-error.js'
