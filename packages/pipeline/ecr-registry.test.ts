import { expect, test } from 'vitest'
import { parseEcrHost } from './image-reference.js'

const HERE = { account: '111122223333', region: 'us-west-2' }

test.each([
  ['111122223333.dkr.ecr.us-west-2.amazonaws.com', HERE],
  ['111122223333.dkr.ecr.us-west-2.amazonaws.com:443', HERE],
  ['111122223333.DKR.ECR.US-WEST-2.amazonaws.com', HERE],
  ['111122223333.dkr.ecr-fips.us-west-2.amazonaws.com', HERE],
  ['111122223333.dkr-ecr.us-west-2.on.aws', HERE],
  ['111122223333.dkr-ecr-fips.us-west-2.on.aws', HERE],
  [
    '111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn',
    { account: '111122223333', region: 'cn-north-1' },
  ],
  ['111122223333.dkr.ecr.us-west-2.amazonaws.com:80', null],
  ['1111.dkr.ecr.us-west-2.amazonaws.com', null],
  ['x111122223333.dkr.ecr.us-west-2.amazonaws.com', null],
  ['111122223333.dkr.ecr.us-west-2.amazonaws.com.evil.example', null],
  ['public.ecr.aws', null],
  ['docker.io', null],
  ['', null],
])('%s', (host, registry) => {
  expect(parseEcrHost(host)).toEqual(registry)
})
