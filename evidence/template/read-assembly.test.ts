import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readAssembly, UnreadableTemplate } from './read-assembly.js'

const made: string[] = []
afterAll(async () => {
  await Promise.all(made.map((folder) => rm(folder, { recursive: true })))
})

const STACK = 'yoctogram-compute-stack'
const TEMPLATE = JSON.stringify({ Resources: { C: { Type: 'AWS::ECS::Cluster' } } })
const manifest = (artifacts: object) => JSON.stringify({ version: '36.0.0', artifacts })
const stack = (file: string, more: object = {}) => ({
  type: 'aws:cloudformation:stack',
  environment: 'aws://111122223333/us-west-2',
  properties: { templateFile: file, ...more },
})

/** A folder with these files; a value that begins with `->` is a link. */
async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'grade4-template-'))
  made.push(folder)
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    if (text.startsWith('->')) await symlink(text.slice(2), path)
    else await writeFile(path, text)
  }
  return folder
}

describe('what cdk synth wrote is read', () => {
  test('a cdk.out with two stacks, each with its place', async () => {
    const folder = await folderOf({
      'cdk.out/manifest.json': manifest({
        Tree: { type: 'cdk:tree' },
        network: {
          ...stack('network.template.json'),
          environment: 'aws://unknown-account/unknown-region',
        },
        Compute: stack('compute.template.json', { stackName: STACK }),
      }),
      'cdk.out/network.template.json': TEMPLATE,
      'cdk.out/compute.template.json': TEMPLATE,
    })
    const { stacks, files } = await readAssembly(['cdk.out'], folder, STACK)
    expect(stacks).toEqual([
      { name: 'network', file: 'network.template.json', account: null, region: null },
      { name: STACK, file: 'compute.template.json', account: '111122223333', region: 'us-west-2' },
    ])
    expect(files).toHaveLength(2)
  })

  test('a stage in a folder of its own', async () => {
    const folder = await folderOf({
      'manifest.json': manifest({
        Prod: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
      }),
      'assembly-Prod/manifest.json': manifest({
        P: stack('P.template.json', { stackName: STACK }),
      }),
      'assembly-Prod/P.template.json': TEMPLATE,
    })
    const { stacks, files } = await readAssembly(['.'], folder, STACK)
    expect(stacks[0]).toMatchObject({ name: STACK, file: 'assembly-Prod/P.template.json' })
    expect(files[0]?.file).toBe('assembly-Prod/P.template.json')
  })

  test.each([
    ['JSON', 'any.json', TEMPLATE],
    ['YAML', 'any.yaml', 'Resources:\n  C:\n    Type: AWS::ECS::Cluster\n'],
    ['without a suffix', 'template', TEMPLATE],
  ])('a single template (%s) is taken for the compute stack', async (_name, file, text) => {
    const folder = await folderOf({ [file]: text })
    const { stacks } = await readAssembly([file], folder, STACK)
    expect(stacks).toEqual([{ name: STACK, file, account: null, region: null }])
  })

  test('templates without a manifest are stacks by their names; nested ones are none', async () => {
    const folder = await folderOf({
      [`${STACK}.template.json`]: TEMPLATE,
      'inner.nested.template.json': TEMPLATE,
    })
    const { stacks, files } = await readAssembly(['.'], folder, STACK)
    expect(stacks.map(({ name }) => name)).toEqual([STACK])
    expect(files).toHaveLength(2)
  })
})

describe('what is none is refused in one line that says why', () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
  const one = (text: string) => ({ 'x.template.json': text })
  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['an empty folder', { 'cdk.out': '{"version":"36"}' }, /holds no template: did cdk synth end/],
    ['no JSON', one('{"Resources": '), /x\.template\.json is no template: it is not JSON/],
    ['neither JSON nor YAML', one('Resources: ['), /neither JSON nor YAML/],
    ['another thing in JSON', one('{"a": 1}'), /Resources is missing/],
    ['a list', one('[]'), /it is no object/],
    ['nothing', one(''), /it is no object/],
    ['a resource without a type', one('{"Resources": {"A": {}}}'), /Resources\.A\.Type is missing/],
    ['too deep', one(deep), /nested more than 200 levels deep/],
    ['too deep in YAML', one(`${'- '.repeat(30_000)}1`), /neither JSON nor YAML/],
    ['a YAML alias', one('Resources:\n  A: &a\n    Type: T\n  B: *a\n'), /YAML alias/],
    ['__proto__', one('{"Resources": {"__proto__": {"Type": "T"}}}'), /__proto__/],
    ['characters of the grader', one('{"Resources": {"A": {"Type": "\uE0F0" }}}'), /private-use/],
    ['too large', one(' '.repeat(9_000_000)), /larger than/],
    ['too large for YAML', one('# x\n'.repeat(200_000)), /too long for YAML/],
    ['deep brackets in YAML', one(`Resources: ${'['.repeat(300_000)}`), /nested too deeply/],
    ['a key twice in YAML', one('Resources: {}\nResources: {}\n'), /Resources twice/],
    [
      'more templates than anybody has',
      Object.fromEntries(
        Array.from({ length: 51 }, (_, index) => [`${index}.template.json`, TEMPLATE]),
      ),
      /more than 50 templates/,
    ],
    ['a link out of the folder', one('->/etc/passwd'), /leads out of its folder/],
    ['a link to nothing', one('->/nowhere/at/all'), /ENOENT/],
    ['a link in a circle', one('->x.template.json'), /ELOOP/],
    [
      'a manifest that is none',
      { 'manifest.json': '[]', ...one(TEMPLATE) },
      /manifest\.json is not what cdk synth writes/,
    ],
    [
      'a manifest that leads out',
      { 'manifest.json': '->/etc/hostname', ...one(TEMPLATE) },
      /leads out of its folder/,
    ],
    [
      'a manifest without stacks',
      { 'manifest.json': manifest({}) },
      /holds no stack: did cdk synth/,
    ],
    [
      'a template that is gone',
      { 'manifest.json': manifest({ A: stack('gone.template.json') }) },
      /no template for the stack A/,
    ],
    [
      'a path out of the folder',
      { 'manifest.json': manifest({ A: stack('../../etc/passwd') }) },
      /no template for the stack A/,
    ],
    [
      'a stage out of the folder',
      {
        'manifest.json': manifest({
          S: { type: 'cdk:cloud-assembly', properties: { directoryName: '../..' } },
        }),
      },
      /leads out of its folder/,
    ],
    [
      'a stage of stages of stages, without end',
      {
        'manifest.json': manifest({
          S: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } },
        }),
      },
      /leads out of its folder/,
    ],
  ])('%s', async (_name, files, wanted) => {
    const folder = await folderOf(files)
    const reading = readAssembly([folder], folder, STACK)
    await expect(reading).rejects.toThrow(UnreadableTemplate)
    await expect(reading).rejects.toThrow(wanted)
    const message = await reading.catch((error: Error) => error.message)
    expect(message).not.toContain('\n')
  })

  test('a path that is not there', async () => {
    await expect(readAssembly(['nowhere'], '/', STACK)).rejects.toThrow(
      /nowhere can't be read \(ENOENT\)/,
    )
  })
})
