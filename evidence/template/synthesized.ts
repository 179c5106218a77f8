import type { ResolvedStack } from '@grade4/cloudformation'
import { absent, found, map, type Observed, unknown } from '@grade4/unknown'

import * as cloudformation from '../aws/cloudformation.js'
import * as ecs from '../aws/ecs.js'
import * as iam from '../aws/iam.js'
import {
  clustersOf,
  definitionOf,
  definitionResource,
  serviceNamed,
  servicesIn,
} from './ecs-answers.js'
import {
  attachedOf,
  inlineOf,
  providerFor,
  providerResource,
  roleNamed,
  roleResource,
  rolesOf,
} from './iam-answers.js'
import type { LocalTemplate } from './local-template.js'
import type { Placed, Resources } from './placed.js'
import { type Home, resolveTemplate } from './placed.js'
import { type PlaceOf, type TemplatePlace, templatePlace } from './template-place.js'

const RESOURCES: ReadonlyMap<string, (resources: Resources, name: string) => Placed | undefined> =
  new Map([
    ['role', roleResource],
    ['provider', providerResource],
    ['task-definition', definitionResource],
  ] satisfies [PlaceOf, (resources: Resources, name: string) => Placed | undefined][])

/** What an account would answer once synthesized stacks are deployed to it. */
export class Synthesized {
  readonly #stacks: readonly ResolvedStack[]
  readonly #resources: Resources
  /** Of the stacks in the region that is looked at: what ECS and CloudFormation have. */
  readonly #regional: Resources
  readonly #region: string
  readonly #problem: string | undefined
  /** By the stack's name; nested stacks are not here. */
  readonly #files: ReadonlyMap<string, LocalTemplate['files'][number]>

  /** `template`: as `readAssembly` read it. */
  constructor(template: LocalTemplate, home: Home) {
    const { stacks, resources } = resolveTemplate(template, home)
    this.#stacks = stacks
    this.#resources = resources
    this.#region = home.region
    const inRegion = resources.all.filter(({ stack }) => stack.region === home.region)
    this.#regional = { ...resources, all: inRegion }
    this.#problem = template.problem
    this.#files = new Map(
      template.stacks.flatMap(({ name, file }) => {
        const written = template.files.find((one) => one.file === file)
        return written === undefined ? [] : [[name, written]]
      }),
    )
  }

  /** The answer to a question; `undefined`: a template says nothing of it. */
  answer(question: string, args: readonly string[]): Observed<unknown> | undefined {
    const answer = this.#answer(question, args)
    return answer === undefined || this.#problem === undefined
      ? answer
      : unknown(this.#problem, 'Run cdk synth again, and hand in what it writes (cdk.out).')
  }

  #answer(
    question: string,
    [first = '', second = '']: readonly string[],
  ): Observed<unknown> | undefined {
    const [resources, regional] = [this.#resources, this.#regional]
    switch (question) {
      case cloudformation.stack.name:
        return this.#stack(first)
      case cloudformation.stackResources.name:
        return this.#resourcesOf(first)
      case iam.oidcProvider.name:
        return providerFor(resources, first)
      case iam.roles.name:
        return rolesOf(resources)
      case iam.role.name:
        return roleNamed(resources, first)
      case iam.attachedPolicies.name:
        return attachedOf(resources, first)
      case iam.inlinePolicies.name:
        return inlineOf(resources, first)
      case ecs.clusters.name:
        return clustersOf(regional)
      case ecs.serviceArns.name:
        return map(servicesIn(regional, first), (all) => all.map(({ arn }) => arn))
      case ecs.servicesByArn.name: {
        const arns = second.split(',')
        return map(servicesIn(regional, first), (all) =>
          all.filter(({ arn }) => arns.includes(arn)),
        )
      }
      case ecs.service.name:
        return serviceNamed(regional, first, second)
      case templatePlace.name:
        return this.#place(first, second)
      case ecs.taskDefinition.name:
        return definitionOf(regional, first)
      default:
        return undefined
    }
  }

  /** Of a stack that goes to another region it is known that it will not be here; of others, nothing. */
  #stack(name: string): Observed<cloudformation.Stack> | undefined {
    const stack = this.#stacks.find(({ id }) => id === name)
    return stack === undefined || stack.region === this.#region
      ? undefined
      : absent(`the template is for ${stack.region}`)
  }

  #place(of: string, name: string): Observed<TemplatePlace> {
    const resource = RESOURCES.get(of)?.(this.#resources, name)
    if (resource === undefined) return absent('not in the template')
    const { logicalId, constructPath, stack } = resource
    const file = this.#files.get(stack.name)
    // As JSON and as YAML.
    const keys = [`"${logicalId}":`, `${logicalId}:`]
    const line = file?.text
      .split('\n')
      .findIndex((text) => keys.some((key) => text.trimStart().startsWith(key)))
    return found({
      logicalId,
      constructPath,
      file: file?.file ?? null,
      line: line === undefined || line < 0 ? null : line + 1,
    })
  }

  /** The resources of a stack, by its name, or of a nested one, by its ARN. */
  #resourcesOf(name: string): Observed<cloudformation.StackResource[]> {
    const stack = this.#stacks.find(({ id, region }) => id === name && region === this.#region)
    if (stack === undefined) return absent('not in the template')
    return found(
      stack.resources.map(({ logicalId, physicalId, type }) => ({
        logicalId,
        physicalId,
        type,
        status: 'CREATE_COMPLETE',
      })),
    )
  }
}
