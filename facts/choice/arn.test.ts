import { expect, test } from 'vitest'
import { readRoleArn, readServiceArn } from './arn.js'

const ECS = 'arn:aws:ecs:us-west-2:111122223333'

test.each([
  [`${ECS}:service/c/s`, { cluster: 'c', service: 's' }],
  [`${ECS}:service/s`, { cluster: null, service: 's' }],
  ['arn:aws-cn:ecs:cn-north-1:111122223333:service/c/s', { cluster: 'c', service: 's' }],
  [`${ECS}:cluster/c`, null],
  [`${ECS}:service/a/b/c`, null],
  [`${ECS}:service/`, null],
  ['s', null],
  [`x${ECS}:service/c/s`, null],
])('the service %s', (arn, parts) => {
  expect(readServiceArn(arn)).toEqual(parts)
})

test.each([
  ['arn:aws:iam::111122223333:role/r', { account: '111122223333', name: 'r' }],
  ['arn:aws:iam::111122223333:role/a/b/r', { account: '111122223333', name: 'r' }],
  ['arn:aws-us-gov:iam::111122223333:role/r', { account: '111122223333', name: 'r' }],
  ['arn:aws:iam::111122223333:user/r', null],
  ['arn:aws:iam::1111:role/r', null],
  ['arn:aws:iam::111122223333:role/', null],
  ['r', null],
])('the role %s', (arn, parts) => {
  expect(readRoleArn(arn)).toEqual(parts)
})
