import { describe, expect, test } from 'vitest'
import type { Limits } from './budget.js'
import { testJob } from './test-script.js'

const bash = { kind: 'bash', settings: ['-e'] } as const
const sh = { ...bash, kind: 'sh' } as const

/** Why a script could not be followed, without the words that all such sentences have. */
async function refusedFor(script: string, shell: typeof bash | typeof sh): Promise<string> {
  const { run, secret } = testJob()
  const { exitCode, unknown } = await run(script.replaceAll('SECRET', secret), { shell })
  expect(exitCode).toBeNull()
  return (unknown?.because ?? '')
    .replace(/^line (\d+) of the script uses /, '$1: ')
    .replace(/, which the grader does not follow in (bash|sh)$/, '')
}

describe('what is not followed is refused by its name and line', () => {
  test.each([
    ['set', '1: set without arguments, which lists variables'],
    ['set -k', '1: set -k'],
    ['set -o posix', '1: set -o posix'],
    ['set -o', '1: set -o'],
    ['shopt', '1: shopt that lists options'],
    ['shopt nullglob', '1: shopt that lists options'],
    ['shopt -s -u nullglob', '1: shopt that lists options'],
    ['shopt -s extglob', '1: shopt extglob'],
    ['shopt -s checkwinsize extglob', '1: shopt extglob'],
    ['unset a[0]', '1: unset a[0]'],
    ['readonly x=1; unset x', '1: unset of a readonly variable'],
    ['unset UID', '1: unset of a readonly variable'],
    ['readonly x=1; x=2 true', '1: a readonly variable before a command'],
    ['a[0]=1 true', '1: an array before a command'],
    ['a=(1) true', '1: an array before a command'],
    ['shift x', '1: shift NaN'],
    ['shift -1', '1: shift -1'],
    ['trap', '1: trap that lists traps'],
    ['trap EXIT', '1: trap that lists traps'],
    ['trap : DEBUG', '1: trap for DEBUG'],
    ['trap : INT DEBUG', '1: trap for DEBUG'],
    ['CDPATH=/; cd tmp', '1: CDPATH'],
    ['alias', '1: alias that lists aliases'],
    ['alias a', '1: alias that lists aliases'],
    ['export', '1: export that lists variables'],
    ['declare -x', '1: declare that lists variables'],
    ['declare -p x', '1: declare -p'],
    ['declare +x y', '1: declare +x'],
    ['export -n x', '1: export -n'],
    ['declare x={a,b}', '1: braces in what declare assigns'],
    ['n="a[0]"; declare "$n=1"', '1: a[0]=1 to declare'],
    ['read -n 1 x', '1: read -n'],
    ["read x <<< 'a\\b'", '1: read without -r'],
    ['printf "%(%Y)T %s" -1 x', '1: printf %(%Y)T %s'],
    ['printf "%(%Y)T %(%m)T"', '1: printf %(%Y)T %(%m)T'],
    ['printf "%(%Y)T" x', '1: printf %(%Y)T'],
    ['for x in 1; do break 0; done', '1: break 0'],
    ['for x in 1; do continue x; done', '1: continue x'],
    ['pushd /tmp', '1: pushd'],
    ['select x in a; do :; done', '1: select'],
    ['echo $-', '1: $-'],
    ['echo ${x@Q}', '1: ${x@…}, but for those below'],
    ['echo ~root', '1: ~root, another home folder'],
    ['x=abc; echo ${x:2:-2}', '1: a text cut shorter than nothing'],
    ['echo $((1 / 0))', '1: a calculation that fails (division by 0)'],
    ['let 1/0', '1: a calculation that fails (division by 0)'],
    ['echo $((1 +))', '1: a calculation that fails (: syntax error)'],
    ['echo $((1 2))', '1: a calculation that fails (1 2: syntax error)'],
    ['x="1; echo"; echo $((x))', '1: a calculation that fails (1; echo: syntax error)'],
    ['echo $((x++ y))', '1: the calculation x++ y'],
    ['declare -A m=(a b)', '1: an associative array without keys'],
    ['a=([x+1]=2)', '1: a calculated place in an array'],
    ['a[-1]=x', '1: the index -1'],
    ['a[9999999999]=x', '1: the index 9999999999'],
    ['echo {01..3}', '1: {01..3}'],
    ['echo {a..c}', '1: {a..c}'],
    ['echo {1..9..-2}', '1: {1..9..-2}'],
    ['echo {a,"b"}', '1: {a,"b"}'],
    ['echo {a,{b,c}}', '1: {a,{b,c}}'],
    ["[[ $'a\\nb' =~ ^b ]]", '1: =~ over several lines'],
    ["r='\\bx'; [[ x =~ $r ]]", '1: the regular expression \\bx'],
    ['[ -G x ]', '1: the test -G'],
    ['[ a -nt b ]', '1: the test -nt'],
    ['[[ a -nt b ]]', '1: the test -nt'],
    ['[ "(" a ")" -a b ]', '1: brackets in a test'],
    ['[ a -a b = ]', '1: the test a -a b ='],
    ['[ a -o ! ]', '1: the test a -o !'],
    ['[ a b c d e -o f ]', '1: the test a b c d e -o f'],
    ['set -a; f() { :; }', '1: a function under set -a'],
    ['echo a > >(cat)', '1: >(…)'],
    ['echo a >&x', '1: >& x'],
    ['bash -i -c :', '1: bash -i'],
    ['bash --posix -c :', '1: bash --posix'],
    ['echo > ~/.bashrc; bash -l -c :', '1: a login shell with a profile of its own'],
    ['echo > ~/.profile; bash --login -c :', '1: a login shell with a profile of its own'],
    ['printf "#!/usr/bin/python3\\n" > p; chmod +x p; ./p', '1: ./p, a script of python3'],
    ['echo a\n\necho $-', '3: $-'],
    ['if true\nthen\n  echo $-\nfi', '3: $-'],
    ['eval "\n\necho \\$-"', '1: $-'],
    ['f() {\n  echo $-\n}\nf', '2: $-'],
    ['echo `\necho $-`', '2: $-'],
  ])('%s', async (script, because) => {
    expect(await refusedFor(script, bash)).toBe(because)
  })

  test.each([
    ['a=(1)', '1: a=(values)'],
    ['x+=1', '1: x+=value'],
    ['[ a == a ]', '1: the test =='],
    ['echo $((1 ** 2))', '1: ** in a calculation'],
    ['x=1; echo $((x++))', '1: ++ in a calculation'],
    ['echo $((1, 2))', '1: , in a calculation'],
    ['set -o pipefail', '1: set -o pipefail'],
    ['set -E', '1: set -E'],
    ['trap : ERR', '1: trap for ERR'],
    ['shift 3', '1: shift 3'],
    ['source x', '1: source'],
    ['declare x=1', '1: declare'],
    ['echo : > s; . ./s a', '1: arguments of .'],
    ['echo {1..2}', '1: {a,b} {1..9}'],
    ['read -a x', '1: read -a'],
  ])('%s in sh', async (script, because) => {
    expect(await refusedFor(script, sh)).toBe(because)
  })
})

const NOBODY = 'nobody can read the secret'

test.each([
  ['cd "SECRET"', NOBODY],
  ['source <(echo SECRET)', NOBODY],
  ['printf -v SECRET x', NOBODY],
  ['read "SECRET" <<< a', NOBODY],
  ['mapfile x <<< SECRET', NOBODY],
  ['echo -e "SECRET\\n"', NOBODY],
  ['echo a > SECRET', NOBODY],
  ['echo a >& "SECRET"', NOBODY],
  ['declare "SECRET=1"', NOBODY],
  ['declare SECRET', NOBODY],
  ['declare -A m; m=([SECRET]=1)', NOBODY],
  ['a[SECRET]=1', NOBODY],
  ['x="SECRET"; echo ${!x}', NOBODY],
  ['shift SECRET', NOBODY],
  ['sleep "SECRET"', NOBODY],
  ['echo SECRET | xargs echo', NOBODY],
  ['echo SECRET > f; sed -i s/^/x/ f; [ "$(cat f)" != y ]', NOBODY],
  ['shopt -s SECRET', NOBODY],
  ['unset SECRET', NOBODY],
  ['exit SECRET', NOBODY],
  ['for x in 1; do break SECRET; done', NOBODY],
  ['while (( SECRET )); do :; done', NOBODY],
  ['for ((i = 0; i < SECRET; i++)); do :; done', NOBODY],
  ['x=abc; x=${x:SECRET}', NOBODY],
  ['echo ${#BASH_VERSINFO[@]}', 'the script asks bash for BASH_VERSINFO'],
  ['a=(SECRET)', 'it is not known how many elements the array in the script has'],
  ['f() { :; }; f SECRET', 'it is not known how many arguments f gets in the script'],
  ['eval SECRET', 'it is not known how many arguments eval gets in the script'],
  ['mapfile SECRET', 'it is not known how many arguments mapfile gets in the script'],
  ['source SECRET', 'it is not known how many arguments source gets in the script'],
  ['trap SECRET EXIT', 'it is not known how many arguments trap gets in the script'],
  ['let SECRET', 'it is not known how many arguments let gets in the script'],
  ['set -- SECRET', 'it is not known how many arguments set gets in the script'],
  ['cd SECRET x', 'it is not known how many arguments cd gets in the script'],
  ["PS4='$(date)'", 'the script sets PS4 to what runs a command'],
  ["PS4='`date`'", 'the script sets PS4 to what runs a command'],
  ["export PS4='$(date)'", 'the script sets PS4 to what runs a command'],
  ['bash scripts/x.sh', '1: scripts/x.sh, a file of the repository that the grader does not have'],
  ['echo x > /dev/tcp/example.com/80', 'the script connects to /dev/tcp/example.com/80'],
  ['cat < /dev/udp/example.com/80', 'the script connects to /dev/udp/example.com/80'],
  ['BASH_ENV=x bash -c :', 'bash is given BASH_ENV, which may change what the script does'],
  [
    'export BASH_FUNC_x=x; bash -c :',
    'bash is given BASH_FUNC_x, which may change what the script does',
  ],
  ['[ "$(sort /tmp/nope 2>&1)" = x ]', 'the script prints a message of a program'],
  ['sleep 1 &', null],
  [
    'set -o pipefail; printf "%070000d" 0 | head -c 1',
    'it is not known whether a program in the pipeline is stopped by SIGPIPE',
  ],
])('what hangs on what is not known is not known: %s', async (script, because) => {
  const { run, secret, machine } = testJob()
  machine.checkedOut({ directory: '/work', repository: null, isGradedCommit: true })
  const { exitCode, unknown } = await run(script.replaceAll('SECRET', secret), {
    workingDirectory: '/work',
  })
  expect(exitCode).toBe(because === null ? 0 : null)
  expect(
    unknown?.because.replace(/^line (\d+) of the script uses (.*?),?, which .*/, '$1: $2'),
  ).toBe(because ?? undefined)
})

test('of what a script writes the first 200,000 characters are kept', async () => {
  const { stdout, stderr } = await testJob().run('printf "%0200001d" 1; printf "%0200001d" 1 >&2')
  expect([stdout, stderr].map((text) => text.length)).toEqual([200_000, 200_000])
})

describe('a script that takes too much is given up', () => {
  test.each<[string, Partial<Limits>, string]>([
    ['x=abcdefghijk', { characters: 10 }, 'makes a value of more than 10 characters'],
    ['printf 123456; printf 123456', { characters: 10 }, 'writes more than 10 characters'],
    ['echo 123456 > f; echo 1234 >> f', { characters: 10 }, 'writes more than 10 characters'],
    ['echo {1..11}', { words: 10 }, 'makes more than 10 words at once'],
    ['echo {a,b}{a,b}{a,b}{a,b}', { words: 10 }, 'makes more than 10 words at once'],
    [
      'a=(1 2 3 4); echo ${a[@]} ${a[@]} ${a[@]}',
      { words: 10 },
      'makes more than 10 words at once',
    ],
    ['mapfile a < <(seq 11)', { words: 10 }, 'makes more than 10 words at once'],
    ['a=(1 2 3 4 5 6); a+=(1 2 3 4 5); a+=()', { words: 10 }, 'makes more than 10 words at once'],
    ['f() { f; }; f', { depth: 10 }, 'nests more than 10 levels deep'],
    ['f() { (f); }; f', { depth: 10 }, 'nests more than 10 levels deep'],
    ['f() { echo $(f); }; f', { depth: 10 }, 'nests more than 10 levels deep'],
    ['f=\'eval "$f"\'; eval "$f"', { depth: 10 }, 'nests more than 10 levels deep'],
    ["echo 'bash ./s' > s; bash ./s", { depth: 10 }, 'nests more than 10 levels deep'],
  ])('%s', async (script, limits, because) => {
    const { unknown } = await testJob().run(script, { limits })
    expect(unknown?.because).toBe(`the script ${because}`)
  })

  test.each([
    ['each command', 'for i in {1..100}; do :; done', 200_000],
    ['each turn of a loop', 'for ((i = 0; i < 100; i++)); do :; done', 100 * 3000],
    [
      'each subshell, by its variables',
      'a=({1..1000}); for i in 1 2 3 4 5; do ( : ); done',
      350_000,
    ],
    ['a value, by its length', `x=${'x'.repeat(1000)}; for i in {1..100}; do y=$x; done`, 300_000],
    ['words', 'a=({1..1000}); for i in 1 2 3 4; do : "${a[@]}"; done', 600_000],
    ['a program', 'for i in 1 2 3 4; do echo | rev; done', 4 * 25_000],
    ['a program, by its input', `echo ${'x'.repeat(10_000)} | rev`, 25_000 + 40_000],
    ['a file', 'for i in {1..10}; do : < /etc/none; done 2> /dev/null || true', 60_000],
    ['sort', 'a=$(seq 1000); sort <<< "$a"', 230_000],
    ['grep', `echo ${'x'.repeat(10_000)} | grep -c x`, 265_000],
    ['awk', `echo ${'x'.repeat(10_000)} | awk 1`, 165_000],
    ['awk that replaces', `echo ${'x'.repeat(10_000)} | awk '{ sub(/x/, "y") } 1'`, 1_665_000],
    ['sed', `echo ${'x'.repeat(10_000)} | sed s/x/y/`, 665_000],
    ['sed of two commands', `echo ${'x'.repeat(10_000)} | sed 's/x/y/;s/y/x/'`, 1_265_000],
    ['a file to write', 'for i in {1..10}; do : > f; done', 10 * 7000],
    ['reading a script', `: ${'x'.repeat(10_000)}`, 100_000],
    ['open brackets', `: ${'x'.repeat(1000)} '${'['.repeat(1000)}'`, 100_000],
    ['a pattern', `x=${'x'.repeat(1000)}; [[ $x == *y*z ]] || true`, 1000 * 5 * 8],
  ])('work is counted: %s', async (_name, script, least) => {
    const { work, exitCode } = await testJob().run(script)
    expect(exitCode).toBe(0)
    expect(work).toBeGreaterThanOrEqual(least)
    expect(work).toBeLessThan(3 * least + 60_000)
  })
})
