import {
  type Holes,
  hasHole,
  holesIn,
  type Reason,
  surelyDiffer,
  surelyLacks,
} from '@grade4/unknown'
import { attributeOf, type Identity, referenceTo } from './attributes.js'
import { isJsonObject, type Json } from './json.js'
import type { ResolvedResource, ResolvedStack, StackToResolve } from './resolve.js'
import type { Resource, Template } from './template.js'

/** What the stacks of one deploy share. */
export interface World {
  readonly holes: Holes
  /** Templates of nested stacks, by file. */
  readonly files: ReadonlyMap<string, Template>
  /** The value that some stack exports under a name; `undefined`: none of them does. */
  imported(name: string): Json | undefined
  /** What a stack of that name, in that account and region, has as output; `undefined`: it is not among them. */
  outputOf(stack: string, place: Place, output: string): Json | undefined
  /** How many more characters may be made of others. */
  readonly work: { left: number }
}

/** Where a stack is deployed. */
export type Place = Pick<StackToResolve, 'account' | 'region'>

/** A value; `undefined`: `AWS::NoValue`, as if it had not been written. */
type Value = Json | undefined

/** Whether a condition holds; `null`: not known. */
type Truth = boolean | null

/** References lead through no more of each other than this; more is a cycle, or nobody's template. */
const MOST_DEPTH = 100

/** Longer texts are nobody's, in characters. */
const LONGEST_TEXT = 65_536

/** How deep stacks are nested. */
const MOST_NESTED = 5

const DEPLOY_REMEDY = 'Deploy first, then run grade4 on your account.'

/** Something that only a deploy tells. */
function byDeploy(what: string): Reason {
  return {
    because: `${what} is known only once it is deployed`,
    remedy: DEPLOY_REMEDY,
    lacks: 'deployment',
  }
}

/** Something in a template that can't be followed. */
function notFollowed(what: string): Reason {
  return {
    because: `the template ${what}, which grade4 does not follow`,
    remedy: 'Deploy, and grade the account itself.',
  }
}

/** One stack, whose values are resolved when they are asked for, each once. */
export class StackScope {
  readonly #stack: StackToResolve
  readonly #world: World
  readonly #given: ReadonlyMap<string, Json>
  readonly #level: number
  readonly #values = new Map<string, Value>()
  readonly #open = new Set<string>()
  readonly #nested = new Map<string, StackScope | null>()
  #exports: ReadonlyMap<string, () => Value> | null = null
  #depth = 0

  /** `given`: the parameters that a parent stack gives; `level`: how deep it is nested. */
  constructor(
    stack: StackToResolve,
    world: World,
    given: ReadonlyMap<string, Json> = new Map(),
    level = 0,
  ) {
    this.#stack = stack
    this.#world = world
    this.#given = given
    this.#level = level
  }

  get #template(): Template {
    return this.#stack.template
  }

  resolved(id?: string): ResolvedStack {
    const { name, account, region } = this.#stack
    const resources: ResolvedResource[] = []
    const nested: ResolvedStack[] = []
    for (const [logicalId, resource] of this.#template.resources) {
      const exists = this.#exists(resource)
      if (exists === false) continue
      const { type, constructPath } = resource
      const physicalId = this.#reference(logicalId, resource)
      resources.push({
        logicalId,
        type,
        constructPath,
        physicalId,
        properties: this.#properties(logicalId, resource),
        certain: exists === true,
      })
      const inner = this.#nestedStack(logicalId)?.resolved(physicalId)
      if (inner !== undefined) nested.push(inner)
    }
    return { name, id: id ?? name, account, region, resources, nested }
  }

  /** The value that the stack exports under a name; `undefined`: none. */
  exported(name: string): Json | undefined {
    this.#exports ??= this.#namedExports()
    return this.#exports.get(name)?.() ?? undefined
  }

  /** Whether it is the stack of that name and place. */
  isAt(name: string, { account, region }: Place): boolean {
    const own = this.#stack
    return own.name === name && own.account === account && own.region === region
  }

  #namedExports(): ReadonlyMap<string, () => Value> {
    // In place before names are resolved: one that hangs on an import must not ask for it again.
    this.#exports = new Map()
    const named = new Map<string, () => Value>()
    for (const [key, { exportName, value, condition }] of this.#template.outputs) {
      if (exportName === null || (condition !== null && this.#condition(condition) === false))
        continue
      const name = this.#text(this.#evaluate(exportName))
      named.set(name, () => this.#once(`output ${key}`, () => this.#evaluate(value)))
    }
    return named
  }

  #exists({ condition }: Resource): Truth {
    return condition === null ? true : this.#condition(condition)
  }

  #properties(logicalId: string, { properties }: Resource): Json {
    return this.#once(`properties ${logicalId}`, () => this.#evaluate(properties)) ?? {}
  }

  /** A value that is resolved once; one that leads to itself is none that CloudFormation would take. */
  #once(key: string, resolve: () => Value): Value {
    if (this.#values.has(key)) return this.#values.get(key)
    if (this.#open.has(key)) return this.#hole(notFollowed('has a circular reference'))
    this.#open.add(key)
    const value = resolve()
    this.#open.delete(key)
    this.#values.set(key, value)
    return value
  }

  #hole(reason: Reason): string {
    return this.#world.holes.holeFor(`${reason.because} in ${this.#stack.name}`, [], 'text', reason)
  }

  /** The hole for what is made of texts with holes. */
  #madeOf(calculation: string, ...texts: readonly Json[]): string {
    if (!this.#mayMake(JSON.stringify(texts).length)) return this.#tooMuch()
    return this.#world.holes.holeFor(
      calculation,
      texts.map((text) => (typeof text === 'string' ? text : JSON.stringify(text))),
    )
  }

  #evaluate(value: Json): Value {
    if (this.#depth > MOST_DEPTH) return this.#hole(notFollowed('nests too deeply'))
    this.#depth += 1
    try {
      return this.#evaluateNow(value)
    } finally {
      this.#depth -= 1
    }
  }

  #evaluateNow(value: Json): Value {
    if (typeof value === 'string') return this.#literal(value)
    if (Array.isArray(value)) return value.flatMap((one) => this.#evaluate(one) ?? [])
    if (!isJsonObject(value)) return value
    const [[name, argument] = ['', null], ...more] = Object.entries(value)
    if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::')))
      return this.#call(name, argument)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => {
        const resolved = this.#evaluate(one)
        return resolved === undefined ? [] : [[key, resolved]]
      }),
    )
  }

  /** Source: CloudFormation User Guide, "Dynamic references". */
  #literal(text: string): string {
    return text.includes('{{resolve:')
      ? this.#hole(byDeploy(`the value of ${text.slice(0, 100)}`))
      : text
  }

  #call(name: string, argument: Json): Value {
    switch (name) {
      case 'Ref':
        return typeof argument === 'string' ? this.#ref(argument) : this.#wrong(name)
      case 'Fn::GetAtt':
        return this.#getAtt(argument)
      case 'Fn::Sub':
        return this.#sub(argument)
      case 'Fn::Join':
        return this.#join(argument)
      case 'Fn::Select':
        return this.#select(argument)
      case 'Fn::Split':
        return this.#split(argument)
      case 'Fn::If':
        return this.#if(argument)
      case 'Fn::FindInMap':
        return this.#findInMap(argument)
      case 'Fn::ImportValue':
        return this.#importValue(argument)
      case 'Fn::GetStackOutput':
        return this.#stackOutput(argument)
      case 'Fn::Base64': {
        const text = this.#text(this.#evaluate(argument))
        if (!this.#mayMake(2 * text.length)) return this.#tooMuch()
        return hasHole(text) ? this.#madeOf(name, text) : Buffer.from(text).toString('base64')
      }
      case 'Fn::GetAZs':
        return this.#hole(byDeploy('the list of availability zones'))
      case 'Fn::Cidr':
        return this.#hole(byDeploy('a list of address blocks'))
      default:
        return this.#hole(notFollowed(`uses ${name.slice(0, 60)}`))
    }
  }

  #wrong(name: string): string {
    return this.#hole(notFollowed(`gives ${name} something that it does not take`))
  }

  /** A value where a text stands. */
  #text(value: Value): string {
    if (value === undefined) return ''
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    return this.#hole(notFollowed('has an object where a text should be'))
  }

  #joined(texts: readonly string[], delimiter: string): string {
    const length = texts.reduce((sum, text) => sum + text.length + delimiter.length, 0)
    if (length > LONGEST_TEXT || !this.#mayMake(length)) return this.#tooMuch()
    return this.#literal(texts.join(delimiter))
  }

  /** Whether so many characters may be made of others. */
  #mayMake(characters: number): boolean {
    this.#world.work.left -= characters
    return this.#world.work.left >= 0
  }

  #tooMuch(): string {
    return this.#hole(notFollowed('makes texts of too many others'))
  }

  #ref(name: string): Value {
    const resource = this.#template.resources.get(name)
    if (resource !== undefined) return this.#reference(name, resource)
    if (this.#template.parameters.has(name)) return this.#parameter(name)
    return this.#pseudo(name)
  }

  #pseudo(name: string): Value {
    const { account, region, name: stack } = this.#stack
    switch (name) {
      case 'AWS::AccountId':
        return account
      case 'AWS::Region':
        return region
      case 'AWS::Partition':
        return partitionOf(region)
      case 'AWS::URLSuffix':
        return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
      case 'AWS::StackName':
        return this.#level === 0 ? stack : this.#hole(byDeploy('the name of a nested stack'))
      case 'AWS::NoValue':
        return undefined
      case 'AWS::StackId':
      case 'AWS::NotificationARNs':
        return this.#hole(byDeploy(name))
      default:
        return this.#hole(notFollowed(`refers to ${name.slice(0, 100)}, which it does not have`))
    }
  }

  #parameter(name: string): Json {
    const { type, default: standard } = this.#template.parameters.get(name) ?? {
      type: '',
      default: null,
    }
    const given = this.#given.get(name)
    // The value is the name of another parameter, of Systems Manager.
    if (type.startsWith('AWS::SSM::')) return this.#hole(byDeploy(`the SSM parameter ${name}`))
    const value = given ?? standard
    if (value === null) return this.#hole(byDeploy(`the parameter ${name}`))
    if (!this.#mayMake(typeof value === 'string' ? value.length : 1)) return this.#tooMuch()
    const isList = type === 'CommaDelimitedList' || type.startsWith('List<')
    if (!isList || typeof value !== 'string') return value
    return hasHole(value) ? value : value.split(',').map((one) => one.trim())
  }

  #reference(logicalId: string, { type }: Resource): string {
    const reference = this.#once(`ref ${logicalId}`, () =>
      referenceTo(type, this.#identity(logicalId)),
    )
    return this.#text(reference)
  }

  #identity(logicalId: string): Identity {
    const { name: stack, account, region, deployed } = this.#stack
    const resource = this.#template.resources.get(logicalId)
    const partition = partitionOf(region)
    return {
      logicalId,
      stack,
      account,
      region,
      partition,
      deployed: deployed?.get(logicalId),
      property: (name) => {
        const properties = resource?.properties
        if (!isJsonObject(properties) || !Object.hasOwn(properties, name)) return undefined
        const value = this.#once(`property ${logicalId}.${name}`, () =>
          this.#evaluate(properties[name] ?? null),
        )
        return value === undefined ? undefined : this.#text(value)
      },
      later: (what, form) => {
        const reason = byDeploy(`the ${what} of ${logicalId}`)
        const key = `${what} of ${logicalId} in ${stack}`
        return this.#world.holes.holeFor(key, [], form, reason)
      },
    }
  }

  #getAtt(argument: Json): Value {
    const given = typeof argument === 'string' ? splitAtDot(argument) : argument
    const [logicalId, attribute] = Array.isArray(given) ? given : []
    if (typeof logicalId !== 'string') return this.#wrong('Fn::GetAtt')
    return this.#attribute(logicalId, this.#text(this.#evaluate(attribute ?? null)))
  }

  #attribute(logicalId: string, attribute: string): Value {
    const resource = this.#template.resources.get(logicalId)
    if (resource === undefined) {
      return this.#hole(notFollowed(`refers to ${logicalId.slice(0, 100)}, which it does not have`))
    }
    if (resource.type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) {
      const nested = this.#nestedStack(logicalId)
      const output = nested === null ? undefined : nested.output(attribute.slice('Outputs.'.length))
      if (output !== undefined) return output
    }
    return this.#once(`attribute ${logicalId}.${attribute}`, () =>
      attributeOf(resource.type, attribute, this.#identity(logicalId)),
    )
  }

  /** The value of an output, by its logical id; `undefined`: there is none. */
  output(name: string): Json | undefined {
    const output = this.#template.outputs.get(name)
    if (output === undefined) return undefined
    return this.#once(`output ${name}`, () => this.#evaluate(output.value))
  }

  #nestedStack(logicalId: string): StackScope | null {
    const known = this.#nested.get(logicalId)
    if (known !== undefined) return known
    this.#nested.set(logicalId, null)
    const resource = this.#template.resources.get(logicalId)
    if (resource?.type !== 'AWS::CloudFormation::Stack' || this.#level >= MOST_NESTED) return null
    const template = this.#world.files.get(resource.assetPath ?? '')
    if (template === undefined) return null
    const properties = this.#properties(logicalId, resource)
    const parameters = isJsonObject(properties) ? properties.Parameters : undefined
    const given = new Map(Object.entries(isJsonObject(parameters) ? parameters : {}))
    const name = `${this.#stack.name}-${logicalId}`
    const { account, region } = this.#stack
    const stack = { name, account, region, template }
    const scope = new StackScope(stack, this.#world, given, this.#level + 1)
    this.#nested.set(logicalId, scope)
    return scope
  }

  /** Source: CloudFormation User Guide, `Fn::Sub`. */
  #sub(argument: Json): Value {
    const [template, map] = Array.isArray(argument) ? argument : [argument]
    if (typeof template !== 'string') return this.#wrong('Fn::Sub')
    const own = isJsonObject(map) ? map : {}
    const parts = template.split(/(\$\{[^}]*\})/)
    return this.#joined(
      parts.map((part) => this.#substituted(part, own)),
      '',
    )
  }

  #substituted(part: string, own: { [key: string]: Json }): string {
    const [, name] = /^\$\{([^}]*)\}$/.exec(part) ?? []
    if (name === undefined) return part
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    const key = name.trim()
    if (Object.hasOwn(own, key)) return this.#text(this.#evaluate(own[key] ?? null))
    const [logicalId, attribute] = splitAtDot(key)
    if (attribute !== undefined) return this.#text(this.#attribute(logicalId, attribute))
    return this.#text(this.#ref(key))
  }

  #join(argument: Json): Value {
    const [delimiter, list] = Array.isArray(argument) ? argument : []
    if (typeof delimiter !== 'string' || list === undefined) return this.#wrong('Fn::Join')
    const items = this.#evaluate(list)
    if (!Array.isArray(items)) return this.#madeOf(`join ${delimiter}`, items ?? '')
    return this.#joined(
      items.map((item) => this.#text(item)),
      delimiter,
    )
  }

  #select(argument: Json): Value {
    const [at, from] = Array.isArray(argument) ? argument : []
    if (at === undefined || from === undefined) return this.#wrong('Fn::Select')
    const index = this.#text(this.#evaluate(at))
    const list = this.#evaluate(from)
    if (!Array.isArray(list) || hasHole(index)) return this.#madeOf(`select ${index}`, list ?? '')
    return list[Number(index)] ?? this.#wrong('Fn::Select')
  }

  #split(argument: Json): Value {
    const [delimiter, from] = Array.isArray(argument) ? argument : []
    if (typeof delimiter !== 'string' || delimiter === '' || from === undefined)
      return this.#wrong('Fn::Split')
    const text = this.#text(this.#evaluate(from))
    if (!this.#mayMake(text.length)) return this.#tooMuch()
    const lacksIt = holesIn(text).every((hole) => surelyLacks(hole, delimiter))
    return lacksIt ? text.split(delimiter) : this.#madeOf(`split ${delimiter}`, text)
  }

  #if(argument: Json): Value {
    const [name, yes, no] = Array.isArray(argument) ? argument : []
    if (typeof name !== 'string' || yes === undefined || no === undefined)
      return this.#wrong('Fn::If')
    const holds = this.#condition(name)
    if (holds !== null) return this.#evaluate(holds ? yes : no)
    const [one, other] = [this.#evaluate(yes), this.#evaluate(no)]
    const [left, right] = [JSON.stringify(one) ?? '', JSON.stringify(other) ?? '']
    if (!this.#mayMake(left.length + right.length)) return this.#tooMuch()
    return left === right
      ? one
      : this.#hole(byDeploy(`whether the condition ${name.slice(0, 100)} holds`))
  }

  #findInMap(argument: Json): Value {
    if (!Array.isArray(argument) || argument.length < 3) return this.#wrong('Fn::FindInMap')
    const keys = argument.slice(0, 3).map((key) => this.#text(this.#evaluate(key)))
    if (keys.some(hasHole)) return this.#madeOf('find in map', ...keys)
    let found: Json | undefined = this.#template.mappings
    for (const key of keys) {
      found = isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined
    }
    const standard = isJsonObject(argument[3]) ? argument[3].DefaultValue : undefined
    if (found !== undefined) return found
    return standard === undefined ? this.#wrong('Fn::FindInMap') : this.#evaluate(standard)
  }

  #importValue(argument: Json): Value {
    const name = this.#text(this.#evaluate(argument))
    return this.#world.imported(name) ?? this.#elsewhere(`what another stack exports as ${name}`)
  }

  /**
   * Today's CDK writes it for references across stacks. `RoleArn` is for a stack of another account.
   * Source: CloudFormation Template Reference, `Fn::GetStackOutput`.
   */
  #stackOutput(argument: Json): Value {
    if (!isJsonObject(argument)) return this.#wrong('Fn::GetStackOutput')
    const { account, region } = this.#stack
    const given = (key: string) => this.#text(this.#evaluate(argument[key] ?? ''))
    const role = given('RoleArn')
    const [, inRole = role] = /^arn:[\w-]+:iam::(\d{12}):/.exec(role) ?? []
    const place = { account: inRole || account, region: given('Region') || region }
    const [stack, output] = [given('StackName'), given('OutputName')]
    return (
      this.#world.outputOf(stack, place, output) ??
      this.#elsewhere(`the output ${output} of the stack ${stack}`)
    )
  }

  #elsewhere(what: string): string {
    return this.#world.holes.holeFor(what, [], undefined, {
      because: `${what} is not in these templates`,
      remedy: 'Give the whole cdk.out, or deploy and grade the account itself.',
      lacks: 'deployment',
    })
  }

  #condition(name: string): Truth {
    const written = this.#template.conditions.get(name)
    if (written === undefined) return null
    const truth = this.#once(`condition ${name}`, () => this.#holds(written))
    return typeof truth === 'boolean' ? truth : null
  }

  #holds(condition: Json): Truth {
    if (!isJsonObject(condition) || this.#depth > MOST_DEPTH) return null
    const [[name, argument] = ['', null]] = Object.entries(condition)
    if (name === 'Condition') return typeof argument === 'string' ? this.#condition(argument) : null
    if (!Array.isArray(argument)) return null
    if (name === 'Fn::Equals') {
      const [left, right] = argument.map((one) => this.#evaluate(one))
      const [one, other] = [this.#text(left), this.#text(right)]
      if (one === other) return true
      return hasHole(one + other) && !surelyDiffer(one, other) ? null : false
    }
    this.#depth += 1
    const each = argument.map((one) => this.#holds(one))
    this.#depth -= 1
    if (name === 'Fn::Not') return each[0] == null ? null : !each[0]
    if (name === 'Fn::And') return each.includes(false) ? false : each.includes(null) ? null : true
    if (name === 'Fn::Or') return each.includes(true) ? true : each.includes(null) ? null : false
    return null
  }
}

/** Logical id and attribute of `A.B`, at the first dot; attributes of nested stacks have more. */
function splitAtDot(text: string): [string, string | undefined] {
  const dot = text.indexOf('.')
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)]
}

/** Source: AWS General Reference, "AWS ARNs", partitions. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}
