import { z } from 'zod'
import { type Caller, type Json, moment, partOfAnswer, Refusal, type Run, seen } from './call.js'
import type { EcrState, TwinRepository } from './ecr-state.js'

const Describe = z.object({ repositoryNames: z.array(z.string()).optional() })

/** ECR DescribeRepositories. Without names the answer would be a list that nobody looked up. */
export const describeRepositories: Run = async ({ ecr: state }, params, caller) => {
  const { repositoryNames } = Describe.parse(params)
  if (repositoryNames === undefined) {
    return partOfAnswer('DescribeRepositories', {}, ['repositories'])
  }
  const repositories: Json[] = []
  for (const name of repositoryNames) {
    const repository = await existing(state, caller.region, name)
    repositories.push(repositoryJson(state, caller.region, repository))
  }
  return { repositories }
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
    throw new Refusal(
      'InvalidParameterException',
      `Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '${NAME.source.slice(1, -1).replaceAll('\\/', '/')}''`,
    )
  }
  if (seen(await state.repository(caller.region, name)) !== null) {
    throw new Refusal(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${state.account}'`,
    )
  }
  const created = state.create(caller.region, name, imageTagMutability ?? 'MUTABLE')
  caller.emit({ kind: 'repository-created', ...placeOf(state, caller, name) })
  return { repository: repositoryJson(state, caller.region, created) }
}

const Delete = z.object({ repositoryName: z.string(), force: z.boolean().optional() })

/** ECR DeleteRepository. */
export const deleteRepository: Run = async ({ ecr: state }, params, caller) => {
  const { repositoryName: name, force } = Delete.parse(params)
  const repository = await existing(state, caller.region, name)
  if (force !== true) {
    const images = seen(await state.images(caller.region, name)) ?? []
    if (images.length > 0) {
      throw new Refusal(
        'RepositoryNotEmptyException',
        `The repository with name '${name}' in registry with id '${state.account}' cannot be deleted because it still contains images`,
      )
    }
  }
  const json = repositoryJson(state, caller.region, repository)
  state.remove(caller.region, name)
  caller.emit({ kind: 'repository-deleted', ...placeOf(state, caller, name) })
  return { repository: json }
}

/** A repository that has to exist. Throws `Refusal`, `UnknownError`. */
export async function existing(
  state: EcrState,
  region: string,
  name: string,
): Promise<TwinRepository> {
  const repository = seen(await state.repository(region, name))
  if (repository !== null) return repository
  throw new Refusal(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${state.account}'`,
  )
}

/** Where an effect on a repository is. */
export function placeOf({ account }: EcrState, { region }: Pick<Caller, 'region'>, name: string) {
  return { account, region, repository: name }
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
