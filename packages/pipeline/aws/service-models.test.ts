import { expect, test } from 'vitest'
import { z } from 'zod'
import { commandKind, commandName, isWaiter } from './service-models.js'
import models from './service-models.json'

const Names = z.array(z.string().regex(/^([A-Z][A-Za-z\d]+)$/)).refine((names) => {
  return names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name)
}, 'sorted, each once')
const Models = z.record(z.string(), z.strictObject({ operations: Names.min(5), waiters: Names }))

test('the recorded models are sorted lists of names, by service', () => {
  expect(Models.safeParse(models).error).toBeUndefined()
  expect(Object.keys(models)).toEqual(['cloudformation', 'ecr', 'ecs', 'iam', 'sts'])
})

// As `aws … help` lists them.
test.each([
  ['BatchDeleteImage', 'batch-delete-image'],
  ['ListOpenIDConnectProviders', 'list-open-id-connect-providers'],
  ['AssumeRoleWithSAML', 'assume-role-with-saml'],
  ['DescribeStackResources', 'describe-stack-resources'],
])('%s is %s', (operation, command) => {
  expect(commandName(operation)).toBe(command)
})

test.each([
  ['ecr describe-image-scan-findings', 'reads'],
  ['ecr batch-check-layer-availability', 'reads'],
  ['ecr get-login-password', 'reads'],
  ['ecr start-image-scan', 'changes'],
  ['ecr get-login', 'none'],
  ['ecs list-service-deployments', 'reads'],
  ['ecs deploy', 'changes'],
  ['ecs deregister-task-definition', 'changes'],
  ['ecs update-services', 'none'],
  ['iam get-role', 'reads'],
  ['sts assume-role', 'changes'],
  ['cloudformation deploy', 'changes'],
  ['s3 ls', 'reads'],
  ['ssm get-parameter', 'reads'],
  ['ssm send-command', 'changes'],
  ['constructor get-role', 'reads'],
])('aws %s: %s', (words, kind) => {
  const [service = '', command = ''] = words.split(' ')
  expect(commandKind(service, command)).toBe(kind)
})

test('waiters are known by name', () => {
  expect(isWaiter('ecs', 'services-stable')).toBe(true)
  expect(isWaiter('ecs', 'services-stabel')).toBe(false)
})
