import { readdir, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { BadTemplate, parseTemplate } from '@grade4/cloudformation'
import { z } from 'zod'
import { pathInside, readText, UnreadableFile } from '../local-text.js'
import { UsageError } from '../usage-error.js'
import type { LocalStack, LocalTemplate } from './local-template.js'

/** What was given for a template is none. The message says why, in one line, and names the path. */
export class UnreadableTemplate extends UsageError {
  override readonly name = 'UnreadableTemplate'
}

/** In bytes. Source: CloudFormation User Guide, "Quotas", template body in an S3 object. */
const LARGEST_FILE = 1_048_576
const LARGEST_MANIFEST = 4_194_304
/** More templates than any app of the course has, stages and all. */
const MOST_FILES = 50
/** Stages have a folder of their own, and no stage of theirs. */
const MOST_LEVELS = 3

const MANIFEST = 'manifest.json'
const TEMPLATE = /\.template\.(json|ya?ml)$/

const Manifest = z.object({
  artifacts: z
    .record(
      z.string(),
      z.object({
        type: z.string(),
        environment: z.string().optional(),
        properties: z
          .looseObject({
            templateFile: z.string().optional(),
            stackName: z.string().optional(),
            directoryName: z.string().optional(),
          })
          .default({}),
      }),
    )
    .default({}),
})

/**
 * Reads what `cdk synth` wrote: a `cdk.out`, or templates by themselves. `stack`: what a single template that comes
 * without a manifest is taken for. Nothing of the student's program is run, and nothing outside the folder is read.
 * Throws `UnreadableTemplate`.
 */
export async function readAssembly(
  paths: readonly string[],
  folder: string,
  stack: string,
): Promise<LocalTemplate> {
  const [path = ''] = paths
  const given = paths.join(', ')
  const room = { files: MOST_FILES }
  const read = await Promise.all(paths.map((one) => readOne(one, resolve(folder, one), room)))
  const template: LocalTemplate = {
    path: given,
    stacks: read.flatMap(({ stacks }) => stacks),
    files: read.flatMap(({ files }) => files),
  }
  const [only, second] = template.stacks
  if (only === undefined) throw new UnreadableTemplate(`${path} holds no template.`)
  // A file's name says nothing about the stack's.
  const isBare = second === undefined && read[0]?.isFile === true
  return isBare ? { ...template, stacks: [{ ...only, name: stack }] } : template
}

type Read = Pick<LocalTemplate, 'stacks' | 'files'> & { readonly isFile: boolean }

/** How many more templates are read. */
interface Room {
  files: number
}

async function readOne(shown: string, path: string, room: Room): Promise<Read> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
  if (isFolder) {
    return { ...(await readFolder(shown, path, { prefix: '', level: 0, room })), isFile: false }
  }
  const file = basename(path)
  const text = await readFile(shown, path, LARGEST_FILE)
  check(shown, text)
  const name = file.replace(TEMPLATE, '').replace(/\.(json|ya?ml)$/, '')
  const stacks = [{ name, file, account: null, region: null }]
  return { stacks, files: [{ file, text }], isFile: true }
}

/** Where a folder is among those that are read. */
interface Place {
  /** Of the names of its files, ending in a slash; empty at the top. */
  readonly prefix: string
  readonly level: number
  readonly room: Room
}

/** A folder that `cdk synth` wrote. */
async function readFolder(
  shown: string,
  folder: string,
  { prefix, level, room }: Place,
): Promise<Pick<LocalTemplate, 'stacks' | 'files'>> {
  const names = (await readdir(folder)).toSorted()
  const templates = names.filter((name) => TEMPLATE.test(name))
  room.files -= templates.length
  if (room.files < 0) {
    throw new UnreadableTemplate(`${shown} has more than ${MOST_FILES} templates.`)
  }
  const files = await Promise.all(
    templates.map(async (name) => {
      const text = await readInside(folder, name, `${shown}/${name}`, LARGEST_FILE)
      check(`${shown}/${name}`, text)
      return { file: `${prefix}${name}`, text }
    }),
  )
  if (!names.includes(MANIFEST)) {
    if (files.length === 0) {
      throw new UnreadableTemplate(
        `${shown} holds no template: did cdk synth end with an error? Run it again, or name the folder that it wrote (cdk.out).`,
      )
    }
    const stacks = templates
      .filter((name) => !name.includes('.nested.'))
      .map((name) => ({
        name: name.replace(TEMPLATE, ''),
        file: `${prefix}${name}`,
        account: null,
        region: null,
      }))
    return { stacks, files }
  }
  const { artifacts } = await readManifest(shown, folder)
  const stacks: LocalStack[] = []
  for (const [id, { type, environment, properties }] of Object.entries(artifacts)) {
    if (type === 'aws:cloudformation:stack') {
      const file = `${prefix}${properties.templateFile ?? `${id}.template.json`}`
      if (!files.some((each) => each.file === file)) {
        throw new UnreadableTemplate(
          `${shown} has no template for the stack ${short(properties.stackName ?? id)}: run cdk synth again.`,
        )
      }
      stacks.push({ name: properties.stackName ?? id, file, ...homeOf(environment) })
    }
    const { directoryName } = properties
    if (type === 'cdk:cloud-assembly' && directoryName !== undefined && level < MOST_LEVELS) {
      const inside = await inFolder(folder, directoryName, `${shown}/${short(directoryName)}`)
      const stage = await readFolder(`${shown}/${directoryName}`, inside, {
        prefix: `${prefix}${directoryName}/`,
        level: level + 1,
        room,
      })
      stacks.push(...stage.stacks)
      files.push(...stage.files)
    }
  }
  if (stacks.length === 0) {
    throw new UnreadableTemplate(`${shown} holds no stack: did cdk synth end with an error?`)
  }
  return { stacks, files }
}

async function readManifest(shown: string, folder: string): Promise<z.infer<typeof Manifest>> {
  const path = `${shown}/${MANIFEST}`
  const text = await readInside(folder, MANIFEST, path, LARGEST_MANIFEST)
  try {
    return Manifest.parse(JSON.parse(text))
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) throw cause
    throw new UnreadableTemplate(`${path} is not what cdk synth writes: run it again.`, { cause })
  }
}

/** `aws://111122223333/us-west-2`; `unknown-account` and `unknown-region` where the app names none. */
function homeOf(environment = ''): Pick<LocalStack, 'account' | 'region'> {
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment) ?? []
  return {
    account: /^\d{12}$/.test(account) ? account : null,
    region: /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? region : null,
  }
}

function check(shown: string, text: string): void {
  try {
    parseTemplate(text)
  } catch (error) {
    if (!(error instanceof BadTemplate)) throw error
    throw new UnreadableTemplate(`${shown} is no template: ${error.message}.`)
  }
}

async function readInside(
  folder: string,
  name: string,
  shown: string,
  largest: number,
): Promise<string> {
  return await readFile(shown, await inFolder(folder, name, shown), largest)
}

async function inFolder(folder: string, name: string, shown: string): Promise<string> {
  return await pathInside(folder, name).catch(refused(shown))
}

async function readFile(shown: string, path: string, largest: number): Promise<string> {
  return await readText(path, largest).catch(refused(shown))
}

/** Throws why something is not read, by the name that it goes by. */
function refused(shown: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof UnreadableFile)) throw error
    throw new UnreadableTemplate(`${shown} ${error.message}${BECAUSE[error.why]}.`)
  }
}

/** What is to be added to why something is not read. */
const BECAUSE = {
  outside: ', and is not read',
  'not a file': '',
  'too large': ', and CloudFormation takes 1 MB',
  unreadable: '',
}

function short(text: string): string {
  return text.slice(0, 100)
}
