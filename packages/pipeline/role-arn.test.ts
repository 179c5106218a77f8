import { expect, test } from 'vitest'
import { readRoleArn } from './role-arn.js'

test.each([
  ['arn:aws:iam::111122223333:role/r', { account: '111122223333', name: 'r' }],
  ['arn:aws:iam::111122223333:role/a/b/r', { account: '111122223333', name: 'r' }],
  ['arn:aws-us-gov:iam::111122223333:role/r', { account: '111122223333', name: 'r' }],
  ['arn:aws:iam::111122223333:user/r', null],
  ['arn:aws:iam::1111:role/r', null],
  ['arn:aws:iam::111122223333:role/', null],
  ['arn:aws:iam::111122223333:role/r/', null],
  ['my-arn:aws:iam::111122223333:role/r', null],
  ['r', null],
])('the role %s', (arn, parts) => {
  expect(readRoleArn(arn)).toEqual(parts)
})
