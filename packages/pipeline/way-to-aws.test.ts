import { expect, test } from 'vitest'
import { judge, REFERENCE } from './test-pipeline.js'

// An effect counts only where it is certain that the runner's own program makes it at the student's account. Each
// row is the reference with one change; the fakes below pass by a simulation that trusts what stands in a script.

type Edit = (text: string) => string

const UNTAG =
  'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest --region us-west-2'
const REDEPLOY =
  'aws ecs update-service --cluster yoctogram-cluster --service yoctogram-service --force-new-deployment --region us-west-2'

const edited =
  (from: string, to: string): Edit =>
  (text) => {
    if (!text.includes(from)) throw new Error(`nothing to replace: ${from}`)
    return text.replace(from, () => to)
  }

const step =
  (number: number, change: (step: string) => string): Edit =>
  (text) => {
    const pattern = new RegExp(`    - name: ${number} [\\s\\S]*?(?=\\n+    - |\\n*$)`)
    return text.replace(pattern, change)
  }

const block = (lines: readonly string[]) =>
  `run: |\n${lines.map((line) => `          ${line}`).join('\n')}`

/** A step's script. */
const script = (number: number, ...lines: string[]): Edit =>
  step(number, (text) => text.replace(/run: .*/, () => block(lines)))

/** A script of its own before a step. */
const before = (number: number, ...lines: string[]): Edit =>
  step(number, (text) => `    - ${block(lines)}\n${text.trimEnd()}`)

/** Keys of a step, of its inputs, of the workflow. */
const keys = (number: number, ...lines: string[]): Edit =>
  step(number, (text) => [text.trimEnd(), ...lines.map((line) => `      ${line}`)].join('\n'))
const inputs = (number: number, ...lines: string[]): Edit =>
  step(number, (text) => [text.trimEnd(), ...lines.map((line) => `        ${line}`)].join('\n'))
const env = (...lines: string[]): Edit =>
  edited('env:\n', `env:\n${lines.map((line) => `  ${line}\n`).join('')}`)

/** The checks that do not pass, with how they come out: `redeploy: unknown`. */
async function shortfall(...edits: readonly Edit[]): Promise<string> {
  const { refusal: _refusal, ...outcomes } = await judge(
    edits.reduce((text, edit) => edit(text), REFERENCE),
  )
  return Object.entries(outcomes)
    .filter(([, { outcome }]) => outcome !== 'passed')
    .map(([check, { outcome }]) => `${check.replace('workflow.', '')} ${outcome}`)
    .join(', ')
}

const fakes: [outcome: string, name: string, ...edits: Edit[]][] = [
  // What bash makes of the word aws
  ['redeploy unknown', 'alias', script(9, 'shopt -s expand_aliases', 'alias aws=echo', REDEPLOY)],
  ['redeploy unknown', 'alias in sh', script(9, 'alias aws=echo', REDEPLOY), keys(9, 'shell: sh')],
  ['redeploy failed', 'function', script(9, 'aws() { echo "$@"; }', REDEPLOY)],
  [
    'redeploy unknown',
    'exported function',
    script(9, 'aws() { :; }', 'export -f aws', `bash -c '${REDEPLOY}'`),
  ],
  [
    'redeploy failed',
    'function with a path',
    script(9, '/usr/local/bin/aws() { :; }', `/usr/local/bin/${REDEPLOY}`),
  ],
  ['redeploy unknown', 'inherited function', keys(9, 'env:', "  'BASH_FUNC_aws%%': '() { :; }'")],
  [
    'tags unknown, untag unknown, push unknown, redeploy unknown',
    'inherited function, by the workflow',
    env("'BASH_FUNC_aws%%': '() { :; }'"),
  ],
  [
    'redeploy unknown',
    'inherited function, by GITHUB_ENV',
    before(9, `echo 'BASH_FUNC_aws%%=() { :; }' >> "$GITHUB_ENV"`),
  ],
  [
    'redeploy unknown',
    'BASH_ENV',
    before(9, 'echo "aws() { :; }" > /tmp/e', 'echo BASH_ENV=/tmp/e >> "$GITHUB_ENV"'),
  ],
  ['redeploy unknown', 'SHELLOPTS', keys(9, 'env:', '  SHELLOPTS: noexec')],
  ['redeploy unknown', 'BASHOPTS', keys(9, 'env:', '  BASHOPTS: expand_aliases')],
  ['redeploy failed', 'bash -n', keys(9, 'shell: bash -n {0}')],
  ['redeploy failed', 'bash -en', keys(9, 'shell: bash -en {0}')],
  ['redeploy failed', 'bash -o noexec', keys(9, 'shell: bash -o noexec {0}')],
  ['redeploy unknown', 'bash -c', keys(9, 'shell: bash -c {0}')],
  ['redeploy unknown', 'bash -s', keys(9, 'shell: bash -s {0}')],
  [
    'redeploy unknown',
    'another bash',
    before(9, 'echo > /tmp/bash'),
    keys(9, 'shell: /tmp/bash {0}'),
  ],
  ['redeploy unknown', 'cat', keys(9, 'shell: cat {0}')],
  ['redeploy unknown', 'echo', keys(9, 'shell: echo {0}')],
  [
    'redeploy unknown',
    'bash on PATH',
    before(
      9,
      'mkdir /tmp/b',
      'echo > /tmp/b/bash',
      'chmod +x /tmp/b/bash',
      'echo /tmp/b >> "$GITHUB_PATH"',
    ),
  ],
  [
    'redeploy unknown',
    'profile of a login shell',
    before(9, 'echo "aws() { :; }" >> ~/.bash_profile'),
    keys(9, 'shell: bash -l {0}'),
  ],
  // Which program it is
  ['redeploy failed', 'PATH of nothing', script(9, 'PATH=/nowhere', `${REDEPLOY} || true`)],
  [
    'redeploy failed',
    'own program first',
    script(
      9,
      'mkdir /tmp/b',
      "printf '#!/bin/sh\\n' > /tmp/b/aws",
      'chmod +x /tmp/b/aws',
      'export PATH=/tmp/b:$PATH',
      REDEPLOY,
    ),
  ],
  [
    'redeploy failed',
    'own program by GITHUB_PATH',
    before(
      9,
      'mkdir /tmp/b',
      "printf '#!/bin/sh\\n' > /tmp/b/aws",
      'chmod +x /tmp/b/aws',
      'echo /tmp/b >> "$GITHUB_PATH"',
    ),
  ],
  [
    'redeploy unknown',
    "the repository's folder by GITHUB_PATH",
    before(9, 'echo "$GITHUB_WORKSPACE/bin" >> "$GITHUB_PATH"'),
  ],
  [
    'redeploy unknown',
    "the repository's folder on PATH",
    script(9, `PATH=./bin:$PATH ${REDEPLOY}`),
  ],
  [
    'redeploy unknown',
    'removed',
    before(9, 'sudo rm $(which aws)'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'removed by name',
    before(9, 'sudo rm -f /usr/local/bin/aws'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'its installation removed',
    before(9, 'sudo rm -rf /usr/local/aws-cli'),
    script(9, `${REDEPLOY} || true`),
  ],
  ['redeploy unknown', 'replaced', before(9, 'echo "exit 0" | sudo tee /usr/local/bin/aws')],
  ['redeploy unknown', 'replaced by a link', before(9, 'sudo ln -sf /bin/true /usr/local/bin/aws')],
  ['redeploy unknown', 'replaced by a move', before(9, 'sudo mv /bin/true /usr/local/bin/aws')],
  [
    'redeploy unknown',
    'not to be executed',
    before(9, 'sudo chmod -x /usr/local/bin/aws'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy failed',
    'in the home folder',
    before(
      9,
      'mkdir -p ~/.local/bin',
      'echo "exit 0" > ~/.local/bin/aws',
      'chmod +x ~/.local/bin/aws',
    ),
  ],
  ['redeploy unknown', 'hash -p', script(9, 'hash -p /bin/true aws', REDEPLOY)],
  ['redeploy unknown', 'LD_PRELOAD', keys(9, 'env:', '  LD_PRELOAD: /tmp/x.so')],
  [
    'untag unknown',
    'in a container',
    script(
      7,
      `docker run --rm -e AWS_ACCESS_KEY_ID -e AWS_SECRET_ACCESS_KEY amazon/${UNTAG.replace('aws', 'aws-cli')}`,
    ),
  ],
  [
    'untag failed',
    'in a container without credentials',
    script(7, `docker run --rm amazon/${UNTAG.replace('aws', 'aws-cli')} || true`),
  ],
  // Where a call goes
  [
    'redeploy unknown',
    'AWS_ENDPOINT_URL',
    keys(9, 'env:', '  AWS_ENDPOINT_URL: http://localhost:4566'),
  ],
  [
    'redeploy unknown',
    'AWS_ENDPOINT_URL_ECS',
    keys(9, 'env:', '  AWS_ENDPOINT_URL_ECS: http://localhost:4566'),
  ],
  [
    'redeploy unknown',
    'AWS_ENDPOINT_URL by export',
    script(9, 'export AWS_ENDPOINT_URL=http://localhost', REDEPLOY),
  ],
  [
    'redeploy unknown',
    'AWS_ENDPOINT_URL by GITHUB_ENV',
    before(9, 'echo AWS_ENDPOINT_URL=http://localhost >> "$GITHUB_ENV"'),
  ],
  [
    'untag unknown',
    'AWS_ENDPOINT_URL_ECR',
    keys(7, 'env:', '  AWS_ENDPOINT_URL_ECR: http://localhost'),
  ],
  ['redeploy unknown', '--endpoint-url', script(9, `${REDEPLOY} --endpoint-url http://localhost`)],
  ['redeploy unknown', '--ca-bundle', script(9, `${REDEPLOY} --ca-bundle /nope || true`)],
  ['redeploy unknown', 'AWS_CA_BUNDLE', keys(9, 'env:', '  AWS_CA_BUNDLE: /nope')],
  ['redeploy unknown', '--no-sign-request', script(9, `${REDEPLOY} --no-sign-request || true`)],
  ['redeploy unknown', '--generate-cli-skeleton', script(9, `${REDEPLOY} --generate-cli-skeleton`)],
  [
    'redeploy unknown',
    '--cli-connect-timeout',
    script(9, `${REDEPLOY} --cli-connect-timeout 0.001 || true`),
  ],
  ['redeploy unknown', 'HTTPS_PROXY', keys(9, 'env:', '  HTTPS_PROXY: http://localhost:1')],
  [
    'redeploy unknown',
    'https_proxy',
    script(9, 'export https_proxy=http://localhost:1', `${REDEPLOY} || true`),
  ],
  ['redeploy unknown', 'ALL_PROXY', keys(9, 'env:', '  ALL_PROXY: http://localhost:1')],
  [
    'redeploy unknown',
    'hosts',
    before(9, 'echo 127.0.0.1 ecs.us-west-2.amazonaws.com | sudo tee -a /etc/hosts'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'hosts, by a shell of root',
    before(9, `sudo sh -c 'echo 127.0.0.1 ecs.us-west-2.amazonaws.com >> /etc/hosts'`),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'hosts, in place',
    before(9, `sudo sed -i '$a 127.0.0.1 ecs.us-west-2.amazonaws.com' /etc/hosts`),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'iptables',
    before(9, 'sudo iptables -A OUTPUT -p tcp --dport 443 -j DROP'),
    script(9, `${REDEPLOY} || true`),
  ],
  // Its configuration
  [
    'redeploy unknown',
    'configure set endpoint_url',
    before(9, 'aws configure set endpoint_url http://localhost'),
  ],
  [
    'redeploy unknown',
    'configure set ecs.endpoint_url',
    before(9, 'aws configure set default.ecs.endpoint_url http://localhost'),
  ],
  [
    'redeploy unknown',
    'configure set ca_bundle',
    before(9, 'aws configure set ca_bundle /nope'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'endpoint in the config file',
    before(
      9,
      'mkdir -p ~/.aws',
      "printf '[default]\\nendpoint_url=http://localhost\\n' > ~/.aws/config",
    ),
  ],
  [
    'redeploy unknown',
    'alias of aws',
    before(9, 'mkdir -p ~/.aws/cli', "printf '[toplevel]\\necs = !echo\\n' > ~/.aws/cli/alias"),
  ],
  [
    'redeploy unknown',
    'AWS_CONFIG_FILE',
    before(
      9,
      "printf '[default]\\nendpoint_url=http://localhost\\n' > /tmp/c",
      'echo AWS_CONFIG_FILE=/tmp/c >> "$GITHUB_ENV"',
    ),
  ],
  [
    'redeploy failed',
    '--profile that is not there',
    script(9, `${REDEPLOY} --profile nope || true`),
  ],
  [
    'redeploy failed',
    'AWS_PROFILE that is not there',
    keys(9, 'env:', '  AWS_PROFILE: nope'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'profile of somebody else',
    before(
      9,
      'mkdir -p ~/.aws',
      "printf '[other]\\naws_access_key_id=AKIAX\\naws_secret_access_key=y\\n' > ~/.aws/credentials",
    ),
    script(9, `${REDEPLOY} --profile other`),
  ],
  // Who calls
  ['redeploy failed', 'sudo', script(9, `sudo ${REDEPLOY} || true`)],
  ['redeploy failed', 'env -i', script(9, `env -i PATH=$PATH ${REDEPLOY} || true`)],
  ['redeploy failed', 'unset', script(9, 'unset AWS_ACCESS_KEY_ID', `${REDEPLOY} || true`)],
  [
    'redeploy failed',
    'empty keys',
    keys(9, 'env:', "  AWS_ACCESS_KEY_ID: ''"),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'strange keys',
    keys(9, 'env:', '  AWS_ACCESS_KEY_ID: AKIAOTHER'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'another session token',
    keys(9, 'env:', '  AWS_SESSION_TOKEN: x'),
    script(9, `${REDEPLOY} || true`),
  ],
  // Whether it gets to its end
  ['redeploy unknown', 'timeout', script(9, `timeout 0.001 ${REDEPLOY} || true`)],
  ['redeploy unknown', 'timeout -s KILL', script(9, `timeout -s KILL 1 ${REDEPLOY} || true`)],
  [
    'redeploy unknown',
    'timeout of a shell',
    script(9, `timeout 0.5 bash -c '${REDEPLOY}' || true`),
  ],
  [
    'redeploy unknown',
    'timeout-minutes',
    keys(9, 'timeout-minutes: 0.001', 'continue-on-error: true'),
  ],
  ['redeploy unknown', 'killed', script(9, `${REDEPLOY} & kill $!`)],
  [
    'redeploy unknown',
    'killed and waited for',
    script(9, `${REDEPLOY} &`, 'kill -9 $!', 'wait || true'),
  ],
  ['redeploy unknown', 'pkill', script(9, `${REDEPLOY} &`, 'pkill aws', 'wait || true')],
  ['redeploy unknown', 'not waited for', script(9, `${REDEPLOY} &`)],
  [
    'redeploy unknown',
    'nobody waits for a job of a subshell',
    script(9, `( ${REDEPLOY} & )`, 'wait'),
  ],
  ['redeploy unknown', 'ulimit', script(9, 'ulimit -v 1', `${REDEPLOY} || true`)],
  ['redeploy unknown', 'prlimit', script(9, `prlimit --cpu=0 ${REDEPLOY} || true`)],
  ['redeploy unknown', 'coproc', script(9, `coproc ${REDEPLOY}`)],
  [
    'redeploy unknown',
    'DEBUG trap',
    script(9, 'shopt -s extdebug', "trap 'false' DEBUG", REDEPLOY),
  ],
  [
    'redeploy unknown',
    'PS4',
    script(9, "PS4='$(kill -9 $$)'", 'set -x', REDEPLOY),
    keys(9, 'continue-on-error: true'),
  ],
  // Actions
  [
    'credentials unknown',
    'endpoint of the action',
    keys(3, 'env:', '  AWS_ENDPOINT_URL_STS: http://localhost'),
  ],
  ['credentials unknown', 'proxy of the action', inputs(3, 'http-proxy: http://localhost:1')],
  [
    'push unknown',
    'login at another endpoint',
    keys(4, 'env:', '  AWS_ENDPOINT_URL: http://localhost'),
  ],
  ['push unknown', 'push to the cache only', inputs(8, 'outputs: type=cacheonly')],
  ['push unknown', 'push to a folder', inputs(8, 'outputs: type=local,dest=out')],
  [
    'push unknown',
    'push by digest',
    inputs(8, 'outputs: type=image,push-by-digest=true,push=true'),
  ],
  ['push unknown', 'push under a name', inputs(8, 'outputs: type=image,name=x/y,push=true')],
  [
    'build unknown, push unknown',
    'check alone',
    inputs(6, 'call: check'),
    inputs(8, 'call: check'),
  ],
  [
    'build failed',
    "somebody else's repository",
    step(6, (text) => text.replace('context: .', 'context: https://github.com/infracourse/x.git')),
    step(8, (text) => text.replace('context: .', 'context: https://github.com/infracourse/x.git')),
  ],
  [
    'build failed',
    "a folder with somebody else's repository",
    step(2, (text) => `${text.trimEnd()}\n      with:\n        repository: infracourse/x`),
  ],
  ...['untrue', 'truely'].map((word): (typeof fakes)[number] => [
    'redeploy unknown',
    `endpoints that are not ignored: ${word}`,
    keys(
      9,
      'env:',
      '  AWS_ENDPOINT_URL: http://localhost',
      `  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: ${word}`,
    ),
  ]),
  ['push unknown', 'DOCKER_CONFIG', keys(8, 'env:', '  DOCKER_CONFIG: /tmp/d')],
  ['push unknown', 'DOCKER_HOST', keys(8, 'env:', '  DOCKER_HOST: tcp://localhost:1')],
  ['push unknown', 'BUILDX_BUILDER', keys(8, 'env:', '  BUILDX_BUILDER: x')],
  [
    'push unknown',
    'config of docker',
    before(8, 'mkdir -p ~/.docker', 'echo {} > ~/.docker/config.json'),
  ],
  [
    'build unknown, push unknown',
    'a builder elsewhere',
    step(
      5,
      (text) =>
        `${text.trimEnd()}\n      with:\n        driver: remote\n        endpoint: tcp://localhost:1`,
    ),
  ],
  // More of each kind
  ['redeploy failed', 'function by eval', script(9, "eval 'aws() { :; }'", REDEPLOY)],
  [
    'redeploy failed',
    'function by source',
    script(9, "echo 'aws() { :; }' > /tmp/lib", '. /tmp/lib', REDEPLOY),
  ],
  [
    'redeploy unknown',
    'function exported by set -a',
    script(9, 'set -a', 'aws() { :; }', `bash -c '${REDEPLOY}'`),
  ],
  [
    'redeploy failed',
    'function called command',
    script(9, 'command() { :; }', `command ${REDEPLOY}`),
  ],
  ['redeploy failed', 'function called env', script(9, 'env() { :; }', `env ${REDEPLOY}`)],
  [
    'redeploy unknown',
    'function by a file of the repository',
    script(9, '. ./ci/lib.sh', REDEPLOY),
  ],
  ['redeploy unknown', 'interactive bash', script(9, `bash -ic '${REDEPLOY}'`)],
  ['redeploy unknown', 'bash -O', script(9, `bash -O expand_aliases -c '${REDEPLOY}'`)],
  ['redeploy unknown', 'bash --posix', script(9, `bash --posix -c '${REDEPLOY}'`)],
  [
    'redeploy unknown',
    'login shell in a script',
    script(9, 'echo "aws() { :; }" >> ~/.bash_profile', `bash -lc '${REDEPLOY}'`),
  ],
  ['redeploy failed', 'bash -n in a script', script(9, `bash -n -c '${REDEPLOY}'`)],
  [
    'redeploy failed',
    'shell of all steps',
    (text) => text.replace('jobs:', 'defaults:\n  run:\n    shell: bash -n {0}\n\njobs:'),
    keys(1, 'shell: bash'),
    keys(7, 'shell: bash'),
  ],
  [
    'redeploy failed',
    'PATH by GITHUB_ENV',
    before(9, 'echo PATH=/nowhere >> "$GITHUB_ENV"'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy failed',
    'PATH by env',
    keys(9, 'env:', '  PATH: /nowhere'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'PATH of a clone',
    script(
      9,
      'git clone https://github.com/x/y /tmp/b || true',
      'export PATH=/tmp/b:$PATH',
      REDEPLOY,
    ),
  ],
  [
    'redeploy unknown',
    'PATH of what was unpacked',
    script(
      9,
      'curl -sL https://example.com/x.zip > /tmp/x.zip || true',
      'unzip -q /tmp/x.zip -d /tmp/b || true',
      'export PATH=/tmp/b:$PATH',
      REDEPLOY,
    ),
  ],
  [
    'redeploy unknown',
    'a program from the net',
    before(9, 'curl -sLo ~/.local/bin/aws https://example.com/aws || true'),
  ],
  ['redeploy unknown', 'the working directory first', script(9, `PATH=:$PATH ${REDEPLOY}`)],
  [
    'redeploy unknown',
    'moved away',
    before(9, 'sudo mv /usr/local/bin/aws /tmp/'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'its folder not to be read',
    before(9, 'sudo chmod 000 /usr/local/bin'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'removed by a shell of root',
    before(9, "sudo sh -c 'rm -f /usr/local/bin/aws'"),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'removed by install',
    before(9, 'sudo install -m 755 /bin/true /usr/local/bin/aws'),
  ],
  [
    'redeploy unknown',
    'another clock',
    before(9, 'sudo date -s 2001-01-01'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'no network',
    before(9, 'sudo ip link set eth0 down'),
    script(9, `${REDEPLOY} || true`),
  ],
  ['redeploy unknown', 'no network for the command', script(9, `unshare -rn ${REDEPLOY} || true`)],
  [
    'redeploy unknown',
    'names by another server',
    before(9, 'echo nameserver 127.0.0.1 | sudo tee /etc/resolv.conf'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy unknown',
    'a shorter connection',
    script(9, `${REDEPLOY} --cli-read-timeout 1 || true`),
  ],
  ['redeploy unknown', 'AWS_USE_FIPS_ENDPOINT', keys(9, 'env:', '  AWS_USE_FIPS_ENDPOINT: true')],
  [
    'redeploy unknown',
    'services in the config file',
    before(
      9,
      'mkdir -p ~/.aws',
      "printf '[default]\\nservices = x\\n[services x]\\necs =\\n  endpoint_url = http://localhost\\n' > ~/.aws/config",
    ),
  ],
  [
    'redeploy unknown',
    'a role in the config file',
    before(
      9,
      'aws configure set profile.x.role_arn arn:aws:iam::111122223333:role/y',
      'aws configure set profile.x.source_profile default',
    ),
    script(9, `${REDEPLOY} --profile x || true`),
  ],
  [
    'redeploy unknown',
    'a process for keys',
    before(9, 'aws configure set credential_process /bin/false'),
  ],
  [
    'redeploy unknown',
    'a config file of the repository',
    keys(9, 'env:', '  AWS_CONFIG_FILE: ${{ github.workspace }}/aws.ini'),
  ],
  [
    'redeploy unknown',
    'a config file that is none',
    before(9, 'mkdir -p ~/.aws', 'echo nonsense > ~/.aws/config'),
    script(9, `${REDEPLOY} || true`),
  ],
  [
    'redeploy failed',
    'a profile without keys',
    script(9, 'aws configure set profile.x.region us-west-2', `${REDEPLOY} --profile x || true`),
  ],
  [
    'redeploy unknown',
    'AWS_PROFILE that is not known',
    keys(9, 'env:', '  AWS_PROFILE: ${{ secrets.PROFILE }}'),
  ],
  [
    'redeploy unknown',
    'variables of an unknown script',
    before(9, 'echo "AWS_ENDPOINT_URL=$(make -s url)" >> "$GITHUB_ENV"'),
  ],
  [
    'redeploy unknown',
    'timeout that has passed',
    script(9, `timeout 5 bash -c 'sleep 6; ${REDEPLOY}' || true`),
  ],
  ['redeploy unknown', 'killed by itself', script(9, `${REDEPLOY} & kill %1 || true`)],
  ['redeploy unknown', 'killed by the group', script(9, `${REDEPLOY} &`, 'kill 0')],
  [
    'redeploy unknown',
    'killed by sudo',
    script(9, `${REDEPLOY} &`, 'sudo pkill -9 -f aws', 'wait || true'),
  ],
  ['redeploy unknown', 'ended by exit', script(9, `( sleep 1; ${REDEPLOY} ) &`, 'exit 0')],
  ['untag unknown', 'untagging that is killed', script(7, `${UNTAG} & kill $!`)],
  [
    'untag unknown',
    'untagging by an alias',
    script(7, 'shopt -s expand_aliases', 'alias aws=true', UNTAG),
  ],
  ['untag unknown', 'untagging with a time limit', script(7, `timeout 0.1 ${UNTAG} || true`)],
  ['untag failed', 'untagging that bash only reads', keys(7, 'shell: bash -n {0}')],
  ['untag failed', 'untagging by a function', script(7, 'aws() { true; }', UNTAG)],
  [
    'push unknown',
    'time limit of the push',
    keys(8, 'timeout-minutes: 0.1', 'continue-on-error: true'),
  ],
  [
    'build unknown',
    'time limit of the build',
    keys(6, 'timeout-minutes: 0.1', 'continue-on-error: true'),
  ],
  [
    'push unknown',
    'proxy of the login',
    step(4, (text) => `${text.trimEnd()}\n      with:\n        http-proxy: http://localhost:1`),
  ],
  ['push unknown, redeploy unknown', 'no docker', before(8, 'sudo systemctl stop docker')],
  ['push unknown', 'HTTPS_PROXY of the push', keys(8, 'env:', '  HTTPS_PROXY: http://localhost:1')],
  ['push unknown', 'NODE_OPTIONS', keys(8, 'env:', '  NODE_OPTIONS: --require /tmp/x.js')],
  ['push unknown', 'push to an archive', inputs(8, 'outputs: type=tar,dest=x.tar')],
  ['push unknown', 'push to docker', inputs(8, 'outputs: type=docker')],
  [
    'untag unknown',
    'logins in another folder',
    script(
      7,
      'aws ecr get-login-password | docker --config /tmp/d login --username AWS --password-stdin "$ECR_REGISTRY"',
      UNTAG,
    ),
  ],
  [
    'build unknown',
    'a context that is not known',
    step(6, (text) => text.replace('context: .', 'context: ${{ secrets.CONTEXT }}')),
    step(8, (text) => text.replace('context: .', 'context: ${{ secrets.CONTEXT }}')),
  ],
  [
    'build failed',
    'a context by SSH',
    step(6, (text) => text.replace('context: .', 'context: git@github.com:infracourse/x.git')),
    step(8, (text) => text.replace('context: .', 'context: git@github.com:infracourse/x.git')),
  ],
  [
    'build failed',
    'a context that is an archive',
    step(6, (text) => text.replace('context: .', 'context: https://example.com/x.tar.gz')),
    step(8, (text) => text.replace('context: .', 'context: https://example.com/x.tar.gz')),
  ],
  [
    'credentials failed, build blocked, tags blocked, untag blocked, push blocked, redeploy blocked',
    'a session name that STS refuses',
    inputs(3, 'role-session-name: a/b'),
  ],
  [
    'tags blocked, untag blocked, push failed, redeploy blocked',
    'a password for another region',
    script(
      7,
      'aws ecr get-login-password --region us-east-1 | docker login --username AWS --password-stdin "$ECR_REGISTRY"',
      UNTAG,
    ),
  ],
  [
    'untag unknown, push unknown',
    'another user of docker login',
    script(
      7,
      'aws ecr get-login-password | docker login --username aws --password-stdin "$ECR_REGISTRY"',
      UNTAG,
    ),
  ],
  [
    'redeploy unknown',
    'configuration by a program',
    before(9, 'python3 -c \'open("/home/runner/.aws/config", "w")\''),
  ],
]

test.each(fakes)('%s: %s', async (outcome, _name, ...edits) => {
  expect(await shortfall(...edits)).toBe(outcome)
})

const honest: [name: string, ...edits: Edit[]][] = [
  [
    'a container that tries the image',
    before(
      7,
      'docker run --rm -it --name try --platform=linux/arm64 -p 80:80 "$ECR_REGISTRY/cs40" true',
    ),
  ],
  [
    'a function beside',
    script(9, 'aws_login() { aws sts get-caller-identity; }', 'aws_login', REDEPLOY),
  ],
  ['a wrapper', script(9, 'run() { "$@"; }', `run ${REDEPLOY}`)],
  [
    'retry',
    script(
      9,
      'retry() { for i in 1 2 3; do "$@" && return 0; sleep 5; done; return 1; }',
      `retry ${REDEPLOY}`,
    ),
  ],
  [
    'a function that calls the program',
    script(9, 'aws() { command aws --no-cli-pager "$@"; }', REDEPLOY),
  ],
  ['command', script(9, `command ${REDEPLOY}`)],
  ['backslash', script(9, `\\${REDEPLOY}`)],
  ['quotes', script(9, REDEPLOY.replace('aws', "'aws'"))],
  ['absolute path', script(9, `/usr/local/bin/${REDEPLOY}`)],
  ['by which', script(9, REDEPLOY.replace('aws', '$(which aws)'))],
  ['command -v first', script(9, 'command -v aws || exit 1', REDEPLOY)],
  ['alias that bash does not expand', script(9, "alias ll='ls -l'", REDEPLOY)],
  ['env', script(9, `env AWS_REGION=us-west-2 ${REDEPLOY}`)],
  ['assignment before', script(9, `AWS_PAGER= ${REDEPLOY}`)],
  ['exec', script(9, `exec ${REDEPLOY}`)],
  ['nice', script(9, `nice -n 10 ${REDEPLOY}`)],
  ['nohup', script(9, `nohup ${REDEPLOY}`)],
  ['time', script(9, `time ${REDEPLOY}`)],
  ['timeout', script(9, `timeout 600 ${REDEPLOY}`)],
  ['timeout of a minute', script(9, `timeout 1m ${REDEPLOY}`)],
  ['timeout with a signal', script(9, `timeout -k 10 --signal=TERM 60s ${REDEPLOY}`)],
  ['timeout-minutes', keys(9, 'timeout-minutes: 5'), keys(7, 'timeout-minutes: 1')],
  ['timeout-minutes of a build', keys(8, 'timeout-minutes: 30')],
  ['timeout-minutes of none', keys(9, 'timeout-minutes: 0')],
  ['|| true', script(9, `${REDEPLOY} || true`)],
  ['background and wait', script(9, `${REDEPLOY} &`, 'wait')],
  ['background and wait for it', script(9, `${REDEPLOY} &`, 'pid=$!', 'echo waiting', 'wait $pid')],
  ['subshell that waits', script(9, `( ${REDEPLOY} & wait )`)],
  ['trap', script(9, 'trap "echo failed" ERR', "trap 'rm -f /tmp/x' EXIT", REDEPLOY)],
  ['kill of something else', before(9, 'pkill -f node || true')],
  ['sudo -E', script(9, `sudo -E ${REDEPLOY}`)],
  ['AWS_PAGER', env("AWS_PAGER: ''")],
  ['AWS_DEFAULT_REGION', env('AWS_DEFAULT_REGION: us-west-2')],
  [
    'output and retries',
    env(
      'AWS_DEFAULT_OUTPUT: json',
      'AWS_MAX_ATTEMPTS: 5',
      'AWS_RETRY_MODE: standard',
      'AWS_EC2_METADATA_DISABLED: true',
    ),
  ],
  [
    'own variables that look like those of tools',
    env(
      'AWS_ACCOUNT_ID: 111122223333',
      'AWS_ROLE_ARN: x',
      'AWS_ECR_REPOSITORY: cs40',
      'DOCKER_IMAGE: cs40',
      'ENV: production',
      'DOCKER_TAG: latest',
    ),
  ],
  [
    'settings of docker',
    env(
      'DOCKER_BUILDKIT: 1',
      'BUILDKIT_PROGRESS: plain',
      'DOCKER_BUILD_SUMMARY: false',
      'BUILDX_NO_DEFAULT_ATTESTATIONS: 1',
      'COMPOSE_DOCKER_CLI_BUILD: 1',
    ),
  ],
  [
    'settings of other programs',
    env(
      'NODE_OPTIONS: --max-old-space-size=4096',
      'PYTHONUNBUFFERED: 1',
      'PYTHONPATH: .',
      'TZ: America/Los_Angeles',
      'LC_ALL: C.UTF-8',
      'NO_COLOR: 1',
      'NO_PROXY: localhost',
    ),
  ],
  ['endpoint of another service', keys(9, 'env:', '  AWS_ENDPOINT_URL_S3: http://localhost')],
  [
    'endpoints that are ignored',
    keys(
      9,
      'env:',
      '  AWS_ENDPOINT_URL: http://localhost',
      '  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: true',
    ),
  ],
  [
    'configure set region',
    before(9, 'aws configure set region us-west-2', 'aws configure set default.output json'),
  ],
  ['configure set pager', before(9, 'aws configure set cli_pager ""')],
  [
    'configure set of others',
    before(
      9,
      'aws configure set default.s3.max_concurrent_requests 20',
      'aws configure set retry_mode standard',
      'aws configure set max_attempts 5',
    ),
  ],
  [
    'a profile by configure',
    script(
      9,
      'aws configure set aws_access_key_id "$AWS_ACCESS_KEY_ID" --profile ci',
      'aws configure set aws_secret_access_key "$AWS_SECRET_ACCESS_KEY" --profile ci',
      'aws configure set aws_session_token "$AWS_SESSION_TOKEN" --profile ci',
      'aws configure set region us-west-2 --profile ci',
      `${REDEPLOY} --profile ci`,
    ),
  ],
  [
    'a profile by name',
    script(
      9,
      'aws configure set profile.ci.region us-west-2',
      `${REDEPLOY.replace(' --region us-west-2', '')} --profile ci`,
    ),
    script(
      9,
      'aws configure set profile.ci.region us-west-2',
      'aws configure set profile.ci.aws_access_key_id "$AWS_ACCESS_KEY_ID"',
      'aws configure set profile.ci.aws_secret_access_key "$AWS_SECRET_ACCESS_KEY"',
      'aws configure set profile.ci.aws_session_token "$AWS_SESSION_TOKEN"',
      `AWS_PROFILE=ci ${REDEPLOY}`,
    ),
  ],
  [
    'a config file',
    before(
      9,
      'mkdir -p ~/.aws',
      "cat > ~/.aws/config <<'END'",
      '[default]',
      'region = us-west-2',
      'output = json',
      'cli_pager =',
      'END',
    ),
  ],
  [
    'a config file elsewhere',
    before(
      9,
      'printf \'[default]\\nregion = us-west-2\\n\' > "$RUNNER_TEMP/config"',
      'echo "AWS_CONFIG_FILE=$RUNNER_TEMP/config" >> "$GITHUB_ENV"',
    ),
  ],
  [
    'a folder for tools by GITHUB_PATH',
    before(9, 'mkdir -p "$HOME/bin"', 'echo "$HOME/bin" >> "$GITHUB_PATH"'),
  ],
  [
    'a tool in a folder by GITHUB_PATH',
    before(
      9,
      'mkdir -p /tmp/tools',
      'echo "#!/bin/bash" > /tmp/tools/deploy',
      'chmod +x /tmp/tools/deploy',
      'echo /tmp/tools >> "$GITHUB_PATH"',
    ),
  ],
  [
    'a folder of another tool by GITHUB_PATH',
    before(
      9,
      'echo "$HOME/.cargo/bin" >> "$GITHUB_PATH"',
      'echo "/opt/pipx_bin" >> "$GITHUB_PATH"',
    ),
  ],
  ["a folder of the repository's behind", script(9, 'export PATH="$PATH:$PWD/scripts"', REDEPLOY)],
  [
    'free disk space',
    before(
      6,
      'sudo rm -rf /usr/share/dotnet /opt/ghc /usr/local/lib/android',
      'sudo docker image prune --all --force',
    ),
  ],
  ['a package', before(9, 'sudo apt-get update && sudo apt-get install -y jq')],
  [
    'a program of its own',
    before(
      9,
      'curl -sSL -o /tmp/yq https://example.com/yq || true',
      'sudo mv /tmp/yq /usr/local/bin/yq || true',
    ),
  ],
  ['bash with options', keys(9, 'shell: bash --noprofile --norc -euo pipefail {0}')],
  ['bash by its path', keys(9, 'shell: /usr/bin/bash -e {0}')],
  ['a login shell', keys(9, 'shell: bash -l {0}')],
  ['sh', keys(9, 'shell: sh')],
  ['set -x', script(9, 'set -x', REDEPLOY)],
  [
    'skeleton of something else',
    script(
      9,
      REDEPLOY,
      'aws ecs describe-services --cluster yoctogram-cluster --services yoctogram-service --no-verify-ssl',
    ),
  ],
  ['timeouts of aws', script(9, `${REDEPLOY} --cli-read-timeout 120 --cli-connect-timeout 60`)],
  ['session name', inputs(3, 'role-session-name: GitHubActions')],
  [
    'docker login by hand',
    script(
      7,
      'aws ecr get-login-password --region us-west-2 | docker login --username AWS --password-stdin "$ECR_REGISTRY"',
      UNTAG,
    ),
  ],
  [
    'a builder of its own',
    step(
      5,
      (text) =>
        `${text.trimEnd()}\n      with:\n        driver: docker-container\n        install: true`,
    ),
  ],
  [
    'the image exporter',
    step(8, (text) => text.replace('push: true', 'outputs: type=image,push=true')),
  ],
  ['a build that stays in the cache', inputs(6, 'outputs: type=cacheonly')],
  ['the docker exporter of the build', inputs(6, 'outputs: type=docker')],
  ['load', inputs(6, 'load: true')],
  [
    "the repository's address",
    step(6, (text) => text.replace('context: .', 'context: "{{defaultContext}}"')),
    step(8, (text) => text.replace('context: .', 'context: "{{defaultContext}}"')),
  ],
  [
    "the repository's own URL",
    step(6, (text) =>
      text.replace(
        'context: .',
        'context: https://github.com/${{ github.repository }}.git#${{ github.sha }}',
      ),
    ),
    step(8, (text) =>
      text.replace(
        'context: .',
        'context: https://github.com/${{ github.repository }}.git#${{ github.sha }}',
      ),
    ),
  ],
  [
    'checkout of itself',
    step(
      2,
      (text) => `${text.trimEnd()}\n      with:\n        repository: \${{ github.repository }}`,
    ),
  ],
  ['BASH_ENV that is empty', keys(9, 'env:', "  BASH_ENV: ''")],
  ['ENV of sh', keys(9, 'shell: sh', 'env:', '  ENV: production')],
  ['a line for later shells', before(9, "echo 'export PATH=$HOME/.cargo/bin:$PATH' >> ~/.bashrc")],
  ['bash in a script', script(9, `bash -euo pipefail -c '${REDEPLOY}'`)],
  ['login shell in a script', script(9, `bash -lc '${REDEPLOY}'`)],
  [
    'a script that is written first',
    script(
      9,
      `printf '%s\\n' '#!/bin/bash' '${REDEPLOY}' > /tmp/go.sh`,
      'chmod +x /tmp/go.sh',
      '/tmp/go.sh',
    ),
  ],
  ['names of its own', before(9, 'echo 127.0.0.1 db.local | sudo tee -a /etc/hosts')],
  [
    'settings of the system',
    before(9, 'echo X=1 | sudo tee -a /etc/environment', 'sudo mkdir -p /etc/apt/keyrings'),
  ],
  ['empty proxies', env("HTTPS_PROXY: ''", "http_proxy: ''", "NO_PROXY: '*'")],
  ['a virtual environment on PATH', before(9, 'echo "$PWD/.venv/bin" >> "$GITHUB_PATH"')],
  ['programs of node on PATH', script(9, 'export PATH="$PWD/node_modules/.bin:$PATH"', REDEPLOY)],
  ['another home', script(9, `HOME=/tmp ${REDEPLOY}`)],
  [
    'configure get',
    script(
      9,
      'region=$(aws configure get region || echo us-west-2)',
      'aws configure list',
      REDEPLOY,
    ),
  ],
  [
    'AWS_PROFILE by configure',
    before(
      9,
      'aws configure set aws_access_key_id "$AWS_ACCESS_KEY_ID" --profile ci',
      'aws configure set aws_secret_access_key "$AWS_SECRET_ACCESS_KEY" --profile ci',
      'aws configure set aws_session_token "$AWS_SESSION_TOKEN" --profile ci',
    ),
    keys(9, 'env:', '  AWS_PROFILE: ci'),
  ],
  [
    'keys in a credentials file',
    script(
      9,
      'mkdir -p ~/.aws',
      'cat > ~/.aws/credentials <<END',
      '[default]',
      'aws_access_key_id = $AWS_ACCESS_KEY_ID',
      'aws_secret_access_key = $AWS_SECRET_ACCESS_KEY',
      'aws_session_token = $AWS_SESSION_TOKEN',
      'END',
      'unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
      REDEPLOY,
    ),
  ],
  [
    'comments and quotes in a config file',
    before(
      9,
      'mkdir -p ~/.aws',
      'printf \'# mine\\n[profile "ci"]\\nregion=us-west-2\\n\\n[default]\\ns3 =\\n    max_queue_size = 10\\noutput=text\\n\' > ~/.aws/config',
    ),
  ],
  ['env -u', script(9, `env -u AWS_PROFILE ${REDEPLOY}`)],
  ['unset of what is not set', script(9, 'unset AWS_PROFILE', REDEPLOY)],
  [
    'sudo with keys',
    script(
      9,
      `sudo AWS_ACCESS_KEY_ID="$AWS_ACCESS_KEY_ID" AWS_SECRET_ACCESS_KEY="$AWS_SECRET_ACCESS_KEY" AWS_SESSION_TOKEN="$AWS_SESSION_TOKEN" ${REDEPLOY}`,
    ),
  ],
  [
    'time limit of the job',
    edited('    runs-on: ubuntu-latest\n', '    runs-on: ubuntu-latest\n    timeout-minutes: 30\n'),
  ],
  [
    'timeout of a wait',
    script(
      9,
      REDEPLOY,
      'timeout 600 aws ecs wait services-stable --cluster yoctogram-cluster --services yoctogram-service || true',
    ),
  ],
  ['until it works', script(9, `until ${REDEPLOY}; do sleep 5; done`)],
  [
    'a progress in the background',
    script(9, '( sleep 1; echo still at work ) &', REDEPLOY, 'wait'),
  ],
  ['a job that only prints', script(9, 'echo begin &', REDEPLOY)],
  [
    'outputs of an image with other settings',
    step(8, (text) =>
      text.replace('push: true', 'outputs: type=registry,oci-mediatypes=true,compression=zstd'),
    ),
  ],
  ['a name for the builder', inputs(6, 'builder: default')],
  ['a target and arguments', inputs(6, 'build-args: A=1'), inputs(8, 'build-args: A=1')],
  [
    'a checkout of another repository beside',
    step(
      2,
      (text) =>
        `${text.trimEnd()}\n    - uses: actions/checkout@v4\n      with:\n        repository: infracourse/tools\n        path: tools`,
    ),
  ],
  ['a service that is stopped', before(9, 'sudo systemctl stop mysql', 'echo done')],
  [
    'a shell from the net',
    before(9, 'curl -fsSL https://example.com/install.sh | /bin/bash || true'),
  ],
  [
    'a program that is not followed',
    before(9, 'make test'),
    before(6, 'docker run --rm --mount type=bind,src=.,dst=/x alpine true || true'),
  ],
]

test('what is in the way is named', async () => {
  const outcomes = await judge(before(9, 'aws configure set ca_bundle /nope')(REFERENCE))
  expect(outcomes['workflow.redeploy']).toMatchObject({
    because: 'ca_bundle in /home/runner/.aws/config may lead the aws command elsewhere',
  })
})

test("a setting of the aws command's file is none of docker's", async () => {
  const set = 'aws configure set ca_bundle /nope'
  expect(await shortfall(before(8, set))).toBe('redeploy unknown')
})

test.each(honest)('%s', async (_name, ...edits) => {
  expect(await shortfall(...edits)).toBe('')
})
