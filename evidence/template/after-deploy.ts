import { isDeepStrictEqual } from 'node:util'
import { type Absent, type Answered, found, type Observed } from '@grade4/unknown'
import { type StackResource, stackResources } from '../aws/cloudformation.js'
import * as ecs from '../aws/ecs.js'
import * as iam from '../aws/iam.js'
import { identity } from '../aws/sts.js'
import type { Evidence, Question } from '../question.js'
import type { LocalTemplate } from './local-template.js'
import { lastPart } from './placed.js'
import { Synthesized } from './synthesized.js'
import { templatePlace } from './template-place.js'

/** The questions whose answers a deploy changes where the template has one. */
const CHANGED: ReadonlySet<string> = new Set(
  [
    stackResources,
    iam.oidcProvider,
    iam.role,
    iam.attachedPolicies,
    iam.inlinePolicies,
    ecs.taskDefinition,
    templatePlace,
  ].map(({ name }) => name),
)

/**
 * What an account will answer once a template is deployed to it: what the template makes, in place of what its stacks
 * have made so far; for the rest, what the account answers now.
 */
export async function afterDeploy(evidence: Evidence, template: LocalTemplate): Promise<Evidence> {
  const { subject, gatheredAt } = evidence
  const who = await evidence.ask(identity)
  const account = who.state === 'found' ? who.value.account : (subject.account ?? '')
  const now = await deployedResources(evidence, template)
  const deployed = new Map(
    [...now].map(([stack, resources]) => [
      stack,
      new Map(resources.flatMap(({ logicalId, physicalId }) => pairOf(logicalId, physicalId))),
    ]),
  )
  const synthesized = new Synthesized(template, { account, region: subject.region, deployed })
  // What the stacks have made so far is there only if they still make it.
  const old = new Set(
    [...now.values()].flat().flatMap(({ physicalId }) => (physicalId === null ? [] : [physicalId])),
  )
  const ownNames = new Set([...old].map(lastPart))

  const answer = async (question: string, args: readonly string[]) => {
    if (question === iam.roles.name) return await roles()
    if (question === ecs.service.name) return await service(args)
    const answered = CHANGED.has(question) ? synthesized.answer(question, args) : undefined
    if (answered === undefined || answered.state === 'found') return answered
    // What is deployed stays: revisions are added.
    if (question === ecs.taskDefinition.name) return undefined
    const name = args.at(-1) ?? ''
    const isOwn =
      ownNames.has(lastPart(name)) || [...old].some((id) => id.endsWith(`:oidc-provider/${name}`))
    return isOwn ? answered : undefined
  }
  /** A service that goes on as it is where its task definition stays the same; else it has the new one. */
  const service = async ([cluster = '', name = '']: readonly string[]) => {
    const [made, there] = [
      synthesized.answer(ecs.service.name, [cluster, name]),
      await evidence.ask(ecs.service, cluster, name),
    ]
    if (made?.state !== 'found' || there.state !== 'found') return made ?? there
    const next = ecs.EcsService.parse(made.value)
    const [before, after] = [primaryOf(there.value), primaryOf(next)]
    const [old, definition] = [
      await evidence.ask(ecs.taskDefinition, before),
      synthesized.answer(ecs.taskDefinition.name, [after]),
    ]
    if (definition?.state !== 'found') return made
    const { containers } = ecs.TaskDefinition.parse(definition.value)
    const { loadBalancedContainers } = next
    const isSame =
      old.state === 'found' &&
      isDeepStrictEqual(
        [old.value.containers, there.value.loadBalancedContainers],
        [containers, loadBalancedContainers],
      )
    if (isSame) return there
    const deployments = there.value.deployments.map((one) =>
      one.status === 'PRIMARY' ? { ...one, taskDefinitionArn: after } : one,
    )
    return found({ ...there.value, loadBalancedContainers, deployments })
  }
  const roles = async (): Promise<Observed<unknown>> => {
    const [made, there] = [synthesized.answer(iam.roles.name, []), await evidence.ask(iam.roles)]
    if (made?.state !== 'found' || there.state !== 'found') return made ?? there
    const others = there.value.filter(({ name }) => !old.has(name))
    return found([...iam.roles.schema.parse(made.value), ...others])
  }
  return {
    subject,
    gatheredAt,
    ask: async <Arguments extends readonly string[], Answer, Absence extends Absent>(
      question: Question<Arguments, Answer, Absence>,
      ...args: Arguments
    ): Promise<Answered<Answer> | Absence> => {
      const answered = await answer(question.name, args)
      // The answer is to the question of that name.
      return answered === undefined
        ? await evidence.ask(question, ...args)
        : (answered as Answered<Answer> | Absence)
    },
  }
}

function primaryOf({ deployments }: ecs.EcsService): string {
  return deployments.find(({ status }) => status === 'PRIMARY')?.taskDefinitionArn ?? ''
}

function pairOf(logicalId: string, physicalId: string | null): [string, string][] {
  return physicalId === null ? [] : [[logicalId, physicalId]]
}

/** What the stacks of a template have made so far, by stack; nothing for one that is not there, or can't be read. */
async function deployedResources(
  evidence: Evidence,
  { stacks }: LocalTemplate,
): Promise<ReadonlyMap<string, readonly StackResource[]>> {
  const { stack: compute } = evidence.subject
  const own = stacks.filter(({ name }) => name === compute)
  const answers = await Promise.all(
    own.map(async ({ name }) => [name, await evidence.ask(stackResources, name)] as const),
  )
  return new Map(
    answers.flatMap(([name, answer]): [string, readonly StackResource[]][] =>
      answer.state === 'found' ? [[name, answer.value]] : [],
    ),
  )
}
