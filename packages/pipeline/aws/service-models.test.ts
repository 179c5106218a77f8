import { expect, test } from 'vitest'
import { OPERATION_NAMES } from '../twin/operations.js'
import { commandName, commandOf, inputOf, isWaiter, ServiceModels } from './service-models.js'
import recorded from './service-models.json'

test('the recorded models are sorted lists of names, by service', () => {
  const models = ServiceModels.parse(recorded)
  expect(Object.keys(models)).toEqual(['cloudformation', 'ecr', 'ecs', 'iam', 'sts'])
  for (const { operations, waiters } of Object.values(models)) {
    expect(operations.length).toBeGreaterThan(5)
    for (const names of [operations, waiters]) {
      expect(names).toEqual([...new Set(names)].sort())
      for (const name of names) expect(name).toMatch(/^([A-Z][A-Za-z\d]+)$/)
    }
  }
})

test.each(OPERATION_NAMES)('%s of the twin has an input', (name) => {
  const [service = '', operation = ''] = name.split(' ')
  const { members, required } = inputOf(service, operation)
  expect(Object.keys(members)).toEqual(expect.arrayContaining([...required]))
  expect(commandOf(service, commandName(operation))?.operation).toBe(operation)
})

// As `aws … help` lists them.
test.each([
  ['BatchDeleteImage', 'batch-delete-image'],
  ['ListOpenIDConnectProviders', 'list-open-id-connect-providers'],
  ['AssumeRoleWithSAML', 'assume-role-with-saml'],
  ['enableECSManagedTags', 'enable-ecs-managed-tags'],
])('%s is %s', (name, command) => {
  expect(commandName(name)).toBe(command)
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
  const found = commandOf(service, command)
  expect(found === null ? 'none' : found.reads ? 'reads' : 'changes').toBe(kind)
})

test('waiters are known by name', () => {
  expect(isWaiter('ecs', 'services-stable')).toBe(true)
  expect(isWaiter('ecs', 'services-stabel')).toBe(false)
})
