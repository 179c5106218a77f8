import { expect, test } from 'vitest'
import type { CheckId } from '../../checks/rubric.js'
import { NAMES } from '../../fixtures/compute-stack.js'
import {
  type Edit,
  edited,
  REDEPLOY,
  STEPS,
  UNTAG,
} from '../../fixtures/scenarios/workflow-edits.js'
import { linesOf } from '../line-edits.js'
import { conditionRepairs } from './conditions.js'
import { MainYml } from './file.js'
import { hindranceRepairs } from './hindrances.js'
import { inputRepairs } from './inputs.js'
import { orderRepairs } from './order.js'
import { referenceRepairs } from './references.js'
import type { Ground, Repair } from './repair.js'
import { scriptRepairs } from './scripts.js'
import { triggerRepairs } from './trigger.js'

const REFERENCE = new Set(edited([]).split('\n'))

const PROPOSERS = [
  referenceRepairs,
  scriptRepairs,
  inputRepairs,
  conditionRepairs,
  hindranceRepairs,
  orderRepairs,
]

/** What is proposed so that a check passes, where the reference main.yml has texts replaced. */
function proposed(id: CheckId, edits: readonly Edit[], names: Partial<Ground> = {}): string[] {
  const text = edited(edits)
  const ground: Ground = {
    file: new MainYml(text),
    id,
    lines: text.split('\n').flatMap((line, at) => (REFERENCE.has(line) ? [] : [at + 1])),
    region: 'us-west-2',
    role: 'deployer',
    cluster: NAMES.cluster,
    service: NAMES.service,
    secrets: ['AWS_ACCOUNT_ID'],
    ...names,
  }
  const repairs = id === 'workflow.trigger' ? [...triggerRepairs(ground)] : others(ground)
  return repairs
    .filter((repair) => repair.edits.length > 0)
    .map((repair) => `  ${repair.title}${changes(text, repair)}\n`)
}

function others(ground: Ground): Repair[] {
  return PROPOSERS.flatMap((propose) => [...propose(ground)])
}

/** The lines that change, as `NUMBER -BEFORE +AFTER`. */
function changes(text: string, { edits }: Repair): string {
  const cut = (lines: string) =>
    lines
      .split('\n')
      .map((line) => line.replace(/^(.{100}).*$/, '$1…'))
      .join('⏎')
  return linesOf(text, edits)
    .map(({ line, endLine, before, after }) => {
      const gone = endLine < line ? '' : ` -${cut(before)}`
      return `\n    ${line}${gone}${after === null ? '' : ` +${cut(after)}`}`
    })
    .join('')
}

const BUILD = { platforms: '        platforms: linux/arm64\n        push: false' }
const JOB = '    runs-on: ubuntu-latest\n'

const SLIPS: readonly (readonly [name: string, id: CheckId, edits: readonly Edit[]])[] = [
  ['nothing', 'workflow.credentials', []],
  ['nothing', 'workflow.build', []],
  ['nothing', 'workflow.tags', []],
  ['nothing', 'workflow.untag', []],
  ['nothing', 'workflow.push', []],
  ['nothing', 'workflow.redeploy', []],
  ['nothing', 'workflow.trigger', []],
  [
    'another branch, some paths and tags',
    'workflow.trigger',
    [['branches: [ main ]', 'branches: [ master ]\n    paths: [ src ]\n    tags-ignore: [ v1 ]']],
  ],
  [
    'started by hand',
    'workflow.trigger',
    [['  push:\n    branches: [ main ]', '  workflow_dispatch:']],
  ],
  ['the timestamp has no id', 'workflow.tags', [['      id: timestamp\n', '']]],
  ['the timestamp has another id', 'workflow.tags', [['id: timestamp', 'id: timestmp']]],
  [
    'another output',
    'workflow.tags',
    [['set-output name=timestamp', 'set-output name=time_stamp']],
  ],
  [
    'a misspelt variable and secret',
    'workflow.tags',
    [
      ['env.ECR_REGISTRY', 'env.ECR_REGISTRI'],
      ['secrets.AWS_ACCOUNT_ID', 'secrets.AWS_ACOUNT_ID'],
    ],
  ],
  ['one tag', 'workflow.tags', [[STEPS.build, STEPS.build.replace(/^.*:latest\n/m, '')]]],
  ['no inputs at all', 'workflow.build', [[STEPS.build, STEPS.build.replace(/ +with:.*/s, '')]]],
  [
    'other inputs',
    'workflow.build',
    [[BUILD.platforms, '        platforms: linux/amd64\n        push: true\n        target: app']],
  ],
  [
    'the same mistake in both steps',
    'workflow.build',
    [
      ['platforms: linux/arm64', 'platforms: linux/amd64'],
      ['context: .', 'context: ./app'],
    ],
  ],
  [
    'the push differs from the build',
    'workflow.push',
    [
      [
        STEPS.push,
        STEPS.push
          .replace('context: .', 'file: Dockerfile')
          .replace('linux/arm64', 'linux/amd64')
          .replace('push: true', 'push: false'),
      ],
    ],
  ],
  [
    'another region, an input too many, an environment',
    'workflow.credentials',
    [
      ['aws-region: us-west-2', 'aws-region: us-east-1\n        audience: x'],
      [JOB, `${JOB}    environment: prod\n    permissions: read-all\n`],
    ],
  ],
  [
    'another role',
    'workflow.credentials',
    [['role/yoctogram-compute-stack-yoctogramghactions', 'role/path/other']],
  ],
  ['no region', 'workflow.untag', [[UNTAG, UNTAG.replace(' --region us-west-2', '')]]],
  [
    'another repository and tag',
    'workflow.untag',
    [[UNTAG, UNTAG.replace('cs40', '"cs41"').replace('=latest', '=newest')]],
  ],
  ['the placeholder', 'workflow.untag', [[UNTAG, 'COMMAND_HERE']]],
  [
    'lines that do not go on',
    'workflow.untag',
    [[UNTAG, `|\n        ${UNTAG.replaceAll(' --', '\n          --')}`]],
  ],
  [
    'a blank behind the backslash',
    'workflow.untag',
    [[UNTAG, `|\n        ${UNTAG.replaceAll(' --', ' \\ \n          --')}`]],
  ],
  ['the step is missing', 'workflow.untag', [[STEPS.untag, '']]],
  [
    'untagged after the push',
    'workflow.untag',
    [
      [STEPS.untag, ''],
      [STEPS.push, `${STEPS.push}\n${STEPS.untag}`],
    ],
  ],
  [
    'not forced',
    'workflow.redeploy',
    [[REDEPLOY, REDEPLOY.replace(' --force-new-deployment', '')]],
  ],
  ['forced not to', 'workflow.redeploy', [[REDEPLOY, REDEPLOY.replace('--force', '--no-force')]]],
  [
    'a placeholder and no service',
    'workflow.redeploy',
    [
      [
        REDEPLOY,
        'aws ecs update-service --cluster <cluster> --force-new-deployment --region us-west-2',
      ],
    ],
  ],
  [
    'conditions',
    'workflow.redeploy',
    [
      ['    - name: 9', "    - if: github.ref == 'main'\n      name: 9"],
      [JOB, `${JOB}    if: \${{ false }}\n`],
    ],
  ],
  [
    'what may stop a step',
    'workflow.redeploy',
    [
      [
        `      run: ${REDEPLOY}`,
        `      shell: sh\n      working-directory: x\n      env: { A: b }\n      run: ${REDEPLOY} --no-cli-pager`,
      ],
    ],
  ],
  [
    'what may stop the job',
    'workflow.redeploy',
    [
      [
        JOB,
        '    runs-on: windows-latest\n    timeout-minutes: 1\n    container: node\n    needs: []\n',
      ],
      ['jobs:', 'defaults:\n  run:\n    shell: sh\njobs:'],
    ],
  ],
  ['a step too many', 'workflow.push', [[STEPS.push, `    - run: docker logout\n${STEPS.push}`]]],
  [
    'docker by hand',
    'workflow.push',
    [[STEPS.push, '    - name: 8 push\n      run: docker push x\n']],
  ],
  [
    'an action of its own',
    'workflow.build',
    [[STEPS.build, '    - uses: ./.github/actions/build\n']],
  ],
  ['no login', 'workflow.push', [[STEPS.login, '']]],
  [
    'the login after the push',
    'workflow.push',
    [
      [STEPS.login, ''],
      [STEPS.push, `${STEPS.push}\n${STEPS.login}`],
    ],
  ],
  [
    'a step in braces',
    'workflow.build',
    [
      [
        STEPS.build,
        '    - { name: 6 build, uses: docker/build-push-action@v2, with: { push: true } }\n',
      ],
    ],
  ],
]

test('each slip has its proposals', async () => {
  // What was proposed for one before is not shown again.
  const seen = new Set<string>()
  const proposals = SLIPS.map(([name, id, edits]) => {
    const fresh = proposed(id, edits).filter((one) => !seen.has(one))
    for (const one of fresh) seen.add(one)
    return `${id}: ${name}\n${fresh.join('')}`
  })
  await expect(proposals.join('\n')).toMatchFileSnapshot('./repairs.txt')
})

test('what is not there is not named', () => {
  const proposals = (...args: Parameters<typeof proposed>) => proposed(...args).join('')
  const names = { role: null, cluster: null, service: null, secrets: [] }
  expect(proposals('workflow.redeploy', [[STEPS.redeploy, '']], names)).not.toContain(
    'update-service',
  )
  expect(proposals('workflow.credentials', [[STEPS.credentials, '']], names)).not.toContain('role/')
  expect(
    proposals('workflow.tags', [['secrets.AWS_ACCOUNT_ID', 'secrets.X']], names),
  ).not.toContain('there is no secret')
})
