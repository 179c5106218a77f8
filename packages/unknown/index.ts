export {
  type Form,
  formsIn,
  Holes,
  hasHole,
  holesIn,
  isOwnPath,
  mayBeEmpty,
  mayBeSplit,
  surelyDiffer,
  surelyLacks,
} from './holes.js'
export {
  type Absent,
  type Answered,
  absent,
  byHand,
  found,
  isUnknown,
  map,
  type Observed,
  type Reason,
  reasonOf,
  type Unknown,
  unknown,
  unknownByCaller,
  unknownFor,
} from './observed.js'
export { cannotFollow, UnknownError } from './unknown-error.js'
