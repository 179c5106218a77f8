import { z } from 'zod'
import {
  type Answer,
  answered,
  type Json,
  moment,
  partOfAnswer,
  type Run,
  refused,
} from './call.js'
import type { EcrState, TwinRepository } from './ecr-state.js'

const Describe = z.object({ repositoryNames: z.array(z.string()).optional() })

/** ECR DescribeRepositories. Without names the answer would be a list that nobody looked up. */
export const describeRepositories: Run = async ({ ecr: state }, params, caller) => {
  const { repositoryNames } = Describe.parse(params)
  if (repositoryNames === undefined) {
    return answered(partOfAnswer('DescribeRepositories', {}, ['repositories']))
  }
  const repositories: Json[] = []
  for (const name of repositoryNames) {
    const repository = await existing(state, caller.region, name)
    if (repository.state !== 'answered') return repository
    repositories.push(repositoryJson(state, caller.region, repository.value))
  }
  return answered({ repositories })
}

const Create = z.object({
  repositoryName: z.string(),
  imageTagMutability: z.string().optional(),
})

/** Source: ECR API Reference, CreateRepository, `repositoryName`. */
const NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/

/** ECR CreateRepository. */
export const createRepository: Run = async ({ ecr: state }, params, caller) => {
  const { repositoryName: name, imageTagMutability } = Create.parse(params)
  if (!NAME.test(name)) {
    return refused(
      'InvalidParameterException',
      `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${NAME.source.slice(1, -1).replaceAll('\\/', '/')}''`,
    )
  }
  const repository = await state.repository(caller.region, name)
  if (repository.state === 'unknown') return repository
  if (repository.state === 'found') {
    return refused(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${state.account}'`,
    )
  }
  const created = state.create(caller.region, name, imageTagMutability ?? 'MUTABLE')
  caller.emit({
    kind: 'repository-created',
    account: state.account,
    region: caller.region,
    repository: name,
  })
  return answered({ repository: repositoryJson(state, caller.region, created) })
}

const Delete = z.object({ repositoryName: z.string(), force: z.boolean().optional() })

/** ECR DeleteRepository. */
export const deleteRepository: Run = async ({ ecr: state }, params, caller) => {
  const { repositoryName: name, force } = Delete.parse(params)
  const repository = await existing(state, caller.region, name)
  if (repository.state !== 'answered') return repository
  if (force !== true) {
    const images = await state.images(caller.region, name)
    if (images.state === 'unknown') return images
    if (images.state === 'found' && images.value.length > 0) {
      return refused(
        'RepositoryNotEmptyException',
        `The repository with name '${name}' in registry with id '${state.account}' cannot be deleted because it still contains images`,
      )
    }
  }
  const json = repositoryJson(state, caller.region, repository.value)
  state.remove(caller.region, name)
  caller.emit({
    kind: 'repository-deleted',
    account: state.account,
    region: caller.region,
    repository: name,
  })
  return answered({ repository: json })
}

/** The repository, or ECR's refusal that there is none. */
export async function existing(
  state: EcrState,
  region: string,
  name: string,
): Promise<Answer<TwinRepository>> {
  const repository = await state.repository(region, name)
  if (repository.state === 'found') return answered(repository.value)
  if (repository.state === 'unknown') return repository
  return refused(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${state.account}'`,
  )
}

function repositoryJson(state: EcrState, region: string, repository: TwinRepository): Json {
  const { name, uri, tagMutability, createdAt } = repository
  const known = {
    repositoryArn: `arn:aws:ecr:${region}:${state.account}:repository/${name}`,
    registryId: state.account,
    repositoryName: name,
    repositoryUri: uri,
    createdAt: createdAt === null ? undefined : moment(createdAt),
    imageTagMutability: tagMutability,
  }
  return partOfAnswer('repository', known, [
    'imageScanningConfiguration',
    'encryptionConfiguration',
  ])
}
