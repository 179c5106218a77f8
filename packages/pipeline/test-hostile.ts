import { REFERENCE } from './test-pipeline.js'

const UNTAG_NAME = '    - name: 7 Remove'

/** The reference with a script of somebody who means harm before the untagging. */
export function withScript(...lines: string[]): string {
  const script = lines.map((line) => `          ${line}`).join('\n')
  return REFERENCE.replace(UNTAG_NAME, `    - run: |\n${script}\n${UNTAG_NAME}`)
}

const jobs = (count: number, body: (index: number) => string) =>
  `on: push\njobs:\n${Array.from({ length: count }, (_, i) => `  j${i}: ${body(i)}`).join('\n')}\n`

const SCRIPTS: Readonly<Record<string, string>> = {
  'a jq that goes round': withScript(
    "jq -n '[limit(1000000000; repeat(1))] | length'",
    "jq -n 'reduce range(1000000000) as $i (0; . + $i)'",
  ),
  'an awk that doubles a text': withScript(`awk 'BEGIN { s = "a"; while (1) gsub(/a/, "aa", s) }'`),
  'a query that doubles a list': withScript(
    `aws ecr describe-images --repository-name cs40 --query '${'[@,@] | '.repeat(40)}[@,@]'`,
  ),
  'fork bomb': withScript(':(){ :|:& };:'),
  'endless loop': withScript('while true; do :; done'),
  'endless loop of AWS calls': withScript(
    'while true; do aws ecr describe-images --repository-name cs40; done',
  ),
  'endless output': withScript('yes | head -c 1000000000'),
  'texts that double': withScript('x=aaaaaaaaaa', 'for i in $(seq 1 60); do x=$x$x; done'),
  'evil regular expression': withScript(
    "echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! | grep -E '^(a+)+$'",
  ),
  'evil regular expression in bash': withScript(
    '[[ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! =~ ^(a+)+$ ]] || true',
  ),
  'huge braces': withScript('echo {1..1000000000}'),
  'deep recursion': withScript('f() { f; }', 'f'),
  'environment of the process': withScript('cat /proc/self/environ >> $GITHUB_OUTPUT'),
  'metadata address': withScript('curl -s http://169.254.169.254/latest/meta-data/'),
  'absolute paths': withScript('echo x > /etc/passwd', 'rm -rf /', 'echo y > /tmp/grade4-was-here'),
  'a sleep of a year': withScript('sleep 31536000'),
  'five endless loops': withScript('true')
    .split(UNTAG_NAME)
    .join(`${'    - run: while true; do :; done\n'.repeat(5)}${UNTAG_NAME}`),
}

const JOB = '{ runs-on: ubuntu-latest, steps: [ { run: echo } ] }'

const WORKFLOWS: Readonly<Record<string, string>> = {
  'nine hundred steps': `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
${'      - run: echo\n'.repeat(900)}`,
  'two hundred jobs without needs': jobs(200, () => JOB),
  'three thousand jobs of one step': jobs(3000, () => JOB),
  'a chain of two hundred jobs': jobs(
    200,
    (i) =>
      `{ runs-on: ubuntu-latest, ${i === 0 ? '' : `needs: j${i - 1},`} steps: [ { run: echo } ] }`,
  ),
  'a matrix of sixteen million': jobs(
    1,
    () =>
      `{ runs-on: x, strategy: { matrix: { ${['a', 'b', 'c', 'd', 'e', 'f'].map((k) => `${k}: [${Array.from({ length: 16 }, (_, i) => i).join(',')}]`).join(', ')} } }, steps: [ { run: echo } ] }`,
  ),
  'a hundred conditions that are not known': `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
${Array.from({ length: 100 }, (_, i) => `      - { run: echo, if: vars.A${i} }\n`).join('')}`,
  'expressions that double': jobs(
    1,
    () =>
      `{ runs-on: ubuntu-latest, steps: [ { run: "\${{ ${Array.from({ length: 40 }).reduce((inner) => `format('{0}{0}{0}', ${inner})`, "'aaaaaaaa'")} }}" } ] }`,
  ),
  'an environment that doubles': `on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
${'      - run: echo "A=$A$A-----------------" >> $GITHUB_ENV\n'.repeat(60)}`,
  'marks of our own': REFERENCE.replaceAll('cs40', 'cs40\uE0F00\uE0F1'),
}

/** Files of somebody who means harm, by what they try. */
export const HOSTILE: Readonly<Record<string, string>> = { ...SCRIPTS, ...WORKFLOWS }
