import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { testJob } from './test-script.js'

const times = (count: number, text: string) => text.repeat(count)

/** Scripts that want to run for ever, use everything up, or get out. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['fork bomb', ':(){ :|:& };:'],
  ['endless loop', 'while true; do :; done'],
  ['endless output', 'while true; do echo y; done'],
  ['endless counting', 'for ((;;)); do x=1; done'],
  ['endless recursion', 'f() { f; }; f'],
  ['endless substitution', 'f() { echo $(f); }; f'],
  ['doubling string', 'x=a; while :; do x="$x$x"; done'],
  ['doubling array', 'a=(x); while :; do a+=("${a[@]}"); done'],
  ['huge braces', 'echo {1..1000000000}'],
  ['multiplied braces', `echo ${times(30, '{a,b}')}`],
  ['huge seq', 'for i in $(seq 1 100000000); do echo $i; done'],
  ['huge padding', "printf '%2000000000s' x; printf '%*s' 2000000000 x"],
  ['huge here document', `cat <<EOF\n${times(400_000, 'x\n')}EOF`],
  ['huge line', `echo ${times(90_000, 'a ')}`],
  ['deep parentheses', `${times(3000, '(')}echo x${times(3000, ')')}`],
  ['deep substitution', `echo ${times(500, '$(echo ')}x${times(500, ')')}`],
  ['deep arithmetic', `echo $((${times(5000, '(')}1${times(5000, ')')}))`],
  ['deep eval', `f="echo hi"; for i in {1..500}; do f="eval '$f'"; done; eval "$f"`],
  ['evil regex', `[[ ${times(40, 'a')}! =~ ^(a+)+$ ]]`],
  ['evil grep', `printf '${times(3000, 'a')}' | grep -E '(a+)+b'`],
  ['evil grep -P', `printf '${times(40, 'a')}!' | grep -P '(a+)+$'`],
  ['evil sed', `printf '${times(3000, 'a')}' | sed -E 's/(a*)*b/x/'`],
  ['sed loop', "echo a | sed ':a;s/a/aa/;ta'"],
  ['evil awk', `awk 'BEGIN { while (1) x = x "a" }'`],
  ['sed in a circle', "echo a | sed ':a;ba'"],
  ['awk in a circle', `awk '{ for (i = 1; i <= NF; i++) i = 0 }' <<< 'a b'`],
  ['awk over a long line', `awk '{ gsub(/a/, "b"); gsub(/b/, "a") } 1' <<< ${times(90_000, 'a')}`],
  ['jq without end', "jq -n '[range(100000000)] | length'"],
  ['jq that calls itself', "jq -n 'def f: f; f'"],
  ['jq in loops', `jq -n '[range(9999)] | ${times(9, '[.[] as $x | .[]] | ')}length'`],
  ['jq that doubles', `jq -n '"a" | ${times(60, '. + . | ')}length'`],
  ['deep jq', `jq -n '${times(9000, '(')}1${times(9000, ')')}'`],
  ['deep JSON', `echo '${times(9000, '[')}' | jq .`],
  ['evil jq regex', `jq -n '"${times(5000, 'a')}" | test("(a*)*b")'`],
  ['deep expr', `expr ${times(9000, '\\( ')}1`],
  ['evil pattern', `[[ ${times(5000, 'a')} == ${times(200, '*a')}b ]]`],
  ['evil replacement', `x=${times(50_000, 'a')}; echo \${x//*a*a*b/}`],
  ['slow shortening', `x=${times(50_000, 'a')}; while :; do x=\${x:1}; done`],
  ['many files', 'while :; do i=$((i+1)); echo xxxxxxxxxxxxxxxx > /tmp/f$i; done'],
  [
    'growing file',
    'while :; do echo x >> /tmp/a; cat /tmp/a /tmp/a >> /tmp/b; cp /tmp/b /tmp/a; done',
  ],
  ['many open arrays', times(30_000, 'a=(b=')],
  ['arrays in arrays', `${times(2000, 'a=(b=1 ')}${times(2000, ')')}`],
  ['many loops without an end', times(10_000, 'for x in ')],
  ['many guarded words', `a=(${times(24_000, 'b= ')}); echo \${#a[@]}`],
  ['many pipes', Array(3000).fill('cat').join(' | ')],
  ['xargs of many', 'seq 1 20000 | xargs -n1 echo'],
  [
    'evil --query',
    `aws ecr list-images --repository-name cs40 --query '${Array(30).fill('[@,@]').join('|')}'`,
  ],
  [
    'deep --query',
    `aws ecr list-images --repository-name cs40 --query '${times(5000, '[')}${times(5000, ']')}'`,
  ],
  [
    'deep shorthand',
    `aws ecr batch-delete-image --repository-name cs40 --image-ids a=${times(20_000, '{a=')}`,
  ],
  ['huge date', "date '+%9999999999Y'"],
  ['numbers that refer to each other', 'x=y; y=x; echo $((x))'],
  ['source of itself', 'echo ". /tmp/s" > /tmp/s; . /tmp/s'],
  ['environment of the grader', 'cat /proc/self/environ'],
  ['a private file', 'cat /etc/passwd'],
  ['the metadata service', 'curl -s http://169.254.169.254/latest/meta-data/'],
  ['a socket', 'echo x > /dev/tcp/127.0.0.1/80'],
  ['other languages', 'node -e 1'],
  ['names of the prototype', '__proto__=1; constructor=2; declare -A m; m[__proto__]=x; toString'],
  ['an end for the grader', 'kill -9 $$; killall node; exit 1'],
  ['marks of its own', 'echo "\uE0F00\uE0F1"; x="\uE0F0"; [ "$x" = a ]'],
]

test.each(HOSTILE)('%s ends, known or unknown', async (_name, script) => {
  const { run } = testJob()
  const { exitCode, stdout } = await run(script)
  expect(exitCode === null || Number.isInteger(exitCode)).toBe(true)
  expect(stdout.length).toBeLessThanOrEqual(200_000)
  expect(stdout).not.toContain('root:x:0')
})

test('what a script writes to absolute paths stays in its memory', async () => {
  const { run } = testJob()
  const path = '/tmp/grade4-must-not-exist'
  const { stdout } = await run(`echo here > ${path}; cat ${path}`)
  expect(stdout).toBe('here\n')
  expect(existsSync(path)).toBe(false)
})

test('a script sees no variable of the process that runs it', async () => {
  process.env.GRADE4_TEST_CANARY = 'canary'
  const { run } = testJob()
  const { stdout } = await run('env; printenv; echo "$GRADE4_TEST_CANARY"; set')
  delete process.env.GRADE4_TEST_CANARY
  expect(stdout).not.toContain('canary')
})

test('other code of the process goes on as ever while a script runs', async () => {
  const { run } = testJob()
  const script = run('for i in {1..200}; do echo $i | grep -c 1 || true; done')
  const timer = new Promise((resolve) => setTimeout(() => resolve('on time'), 5))
  expect(await timer).toBe('on time')
  expect(new Function('return 1 + 1')()).toBe(2)
  expect((await script).exitCode).toBe(0)
})

test('a caller can give a script less', async () => {
  const { run } = testJob()
  const result = await run('while :; do :; done', { limits: { work: 1_000_000 } })
  expect(result.unknown?.because).toBe(
    'the script does more than the grader follows: it may run without end',
  )
})

test.each(['a[', '{', 'for ((', '`', '${x:-', '$(( 1 + ', 'case x in ', '<(', '"$('])(
  '%s again and again is read or given up',
  async (text) => {
    const { run } = testJob()
    for (const size of [3_000, 90_000]) {
      const { exitCode, unknown } = await run(text.repeat(size / text.length))
      expect(exitCode === null).toBe(unknown !== null)
    }
  },
)
