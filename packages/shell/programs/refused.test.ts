import { describe, expect, test } from 'vitest'
import { testJob } from '../test-script.js'

const NOT = 'the grader does not follow'

describe('what of a program is not followed is refused', () => {
  test.each([
    ["printf 'a\\n1\\n' | sort -V", `${NOT} sort -V for a`],
    ["printf 'v1\\n2\\n' | sort -V", `${NOT} sort -V for versions with and without a v`],
    ['sort -k 0 <<< a', `${NOT} sort -k 0`],
    ['sort -k 1b <<< a', `${NOT} sort -k 1b`],
    ['sort -t ab <<< a', 'the script gives sort -t a text'],
    ['cut -d ab -f1 <<< a', 'the script uses cut without a list'],
    ['cut <<< a', 'the script uses cut without a list'],
    ['cut -c x <<< a', 'the script cuts x'],
    ['cut -c - <<< a', 'the script cuts -'],
    ['cut -c 1, <<< a', 'the script cuts 1,'],
    ['cut -c 1 <<< é', 'the script counts bytes of a text that is not ASCII'],
    ['grep -e a -e b <<< a', `${NOT} grep a b in the script`],
    ['grep -o "a*b*" <<< a', `${NOT} grep a*b* in the script`],
    ['grep -oE "a|ab" <<< a', `${NOT} grep a|ab in the script`],
    ['grep -oE "a+|b" <<< a', `${NOT} grep a+|b in the script`],
    ['grep -oE ".a|b" <<< a', `${NOT} grep .a|b in the script`],
    ['grep -oE "a.|b" <<< a', `${NOT} grep a.|b in the script`],
    ['grep -oE "b|a?" <<< a', `${NOT} grep b|a? in the script`],
    ['sed -E "s/a+|b/x/" <<< a', `${NOT} the sed script s/a+|b/x/`],
    ['sed -E "s/b|ba/x/" <<< a', `${NOT} the sed script s/b|ba/x/`],
    ['sed -E "s/(a|b)+/x/" <<< a', `${NOT} the sed script s/(a|b)+/x/`],
    ['grep -w " a" <<< a', `${NOT} grep  a in the script`],
    ["grep $'a\\nb' <<< a", `${NOT} grep a\nb in the script`],
    ['grep -oP "a*b*" <<< a', `${NOT} grep a*b* in the script`],
    ['grep "a\\{x" <<< a', `${NOT} the regular expression a\\{x`],
    ['grep -E "a**" <<< a', `${NOT} the regular expression a**`],
    ['grep -E "(a" <<< a', `${NOT} the regular expression (a`],
    ['grep -E "a)" <<< a', `${NOT} the regular expression a)`],
    ['grep -E "a{,2}" <<< a', `${NOT} the regular expression a{,2}`],
    ['grep -P "(?i)a" <<< a', `${NOT} the regular expression (?i)a`],
    ['sed "s/a/b/w f" <<< a', `${NOT} the sed script s/a/b/w f`],
    ['sed "y/a/b/" <<< a', `${NOT} the sed script y/a/b/`],
    ['sed "s/a/\\\\2/" <<< a', `${NOT} the sed script s/a/\\2/`],
    ['sed "1,s/a/b/" <<< a', `${NOT} the sed script 1,s/a/b/`],
    ['sed -E "/a+/d" <<< a', `${NOT} the sed script /a+/d`],
    ['sed "s/x*/b/2" <<< a', `${NOT} the sed script s/x*/b/2`],
    ['sed "s.a\\\\.b.c." <<< a', `${NOT} the sed script s.a\\.b.c.`],
    ['awk \'{ print | "sh" }\' <<< a', `${NOT} the awk program { print | "sh" }`],
    ['awk \'{ print $1 > "f" }\' <<< a', `${NOT} the awk program { print $1 > "f" }`],
    ['awk \'BEGIN { system("x") }\'', `${NOT} the awk program BEGIN { system("x") }`],
    ['awk \'{ printf "%d", $1 }\' <<< a', `${NOT} the awk program { printf "%d", $1 }`],
    ['awk \'{ printf "%s %s", 1 }\' <<< a', `${NOT} the awk program { printf "%s %s", 1 }`],
    ["awk '{ NR = 3 }' <<< a", `${NOT} the awk program { NR = 3 }`],
    ["awk '{ NF++ }' <<< a", `${NOT} the awk program { NF++ }`],
    ['awk \'$1 < "b"\' <<< a', `${NOT} the awk program $1 < "b"`],
    ['awk \'{ print -"a" }\' <<< a', `${NOT} the awk program { print -"a" }`],
    ["awk '{ print 12345678901 }' <<< a", `${NOT} the awk program { print 12345678901 }`],
    ["awk '{ print 3.1415926 }' <<< a", `${NOT} the awk program { print 3.1415926 }`],
    ['awk -F "^a" 1 <<< a', `${NOT} awk -F ^a in the script`],
    ['awk -v X=1 1 <<< a', 'the script uses awk -v X=1'],
    ['awk -v "x=a\\\\n" 1 <<< a', 'the script uses awk -v x=a\\n'],
    ["awk '{ s += $1 }' <<< 1a", `${NOT} awk for what it reads in the script`],
    ["awk '{ s += $1 }' <<< nan", `${NOT} awk for what it reads in the script`],
    ["awk '{ print $(NF - 1) }' <<< ''", `${NOT} awk for what it reads in the script`],
    ["echo a > x=1; awk '{ print }' x=1", `${NOT} awk for what it reads in the script`],
    [
      "awk '{ print $1 * 100000 }' <<< 100000",
      'awk in the script makes a number that is written in different ways',
    ],
    [`awk '${'1;'.repeat(1001)}' <<< a`, `${NOT} the awk program ${'1;'.repeat(1001)}`],
    ['echo "it\'s" | xargs echo', 'xargs in the script reads a quote without an end'],
    ["echo 'a \"b' | xargs echo", 'xargs in the script reads a quote without an end'],
    ['xargs -n 0 <<< a', 'the script gives xargs a wrong number'],
    ['xargs -n x <<< a', `${NOT} xargs -n x in the script`],
    ['timeout x true', 'the script uses timeout x'],
    ['timeout 5', 'the script uses timeout 5'],
    ['timeout 1 sh -c "sleep 2"', 'sh in the script may take longer than 1'],
    ['date +%q', `${NOT} date +%q in the script`],
    ['date +%_H', `${NOT} date +%_H in the script`],
    ['date +%12N', `${NOT} date +%12N in the script`],
    ['date +%-F', `${NOT} date +%-F in the script`],
    ['TZ=America/New_York date +%Z', `${NOT} date +%Z in the script`],
    ['date -d nonsense', `${NOT} date -d "nonsense" in the script`],
    ['date -d 2024-02-30', `${NOT} date -d "2024-02-30" in the script`],
    ['date -d "2 fortnights"', `${NOT} date -d "2 fortnights" in the script`],
    ['date -d 2024-13-01', `${NOT} date -d "2024-13-01" in the script`],
    ['date -d @1.2345', `${NOT} date -d "@1.2345" in the script`],
    ['date -d @99999999999999', 'the script uses an impossible date'],
    ['date -Iyears', `${NOT} date -Iyears in the script`],
    ['date --rfc-3339=hours', `${NOT} date --rfc-3339=hours in the script`],
    ['date 0101', `${NOT} date 0101 in the script`],
    ['head -n -1 <<< a', `${NOT} head -n -1 in the script`],
    ['head a b', `${NOT} head with several names in the script`],
    ['find . -exec rm x', `${NOT} find -exec in the script`],
    ['expr a : b', `${NOT} expr : in the script`],
    ['seq x', `${NOT} seq x in the script`],
    ['tr "a\\\\001" b <<< a', `${NOT} tr a\\001 in the script`],
    ['mkdir -m 700 x', `${NOT} mkdir -m in the script`],
    ['mkdir --parents=x y', `${NOT} mkdir --parents x in the script`],
    ['head -- -x', 'head in the script reads a file whose name begins with a dash'],
    ['grep a /tmp', 'grep in the script reads a folder'],
    ['echo > a; sort a nope', 'one of the files that sort reads is missing'],
    ['which nope', 'the script runs nope, a program that the grader does not have'],
    ['jq <<< {}', 'the script gives jq no program'],
  ])('%s', async (script, because) => {
    const { exitCode, unknown } = await testJob().run(script)
    expect({ exitCode, because: unknown?.because }).toEqual({ exitCode: null, because })
  })
})

test.each([
  ['git --version', true],
  ['git status', true],
  ['git -C x log', true],
  ['git diff --name-only', true],
  ['git diff --quiet', false],
  ['git push', false],
  ['npm test', false],
  ['npm -v', true],
  ['apt-get -y install jq', true],
  ['apt-get remove jq', false],
  ['pip install x', true],
  ['pip uninstall x', false],
  ['openssl rand -hex 4', true],
  ['openssl enc x', false],
  ['dd if=/dev/urandom bs=1 count=2', true],
  ['dd if=/dev/urandom of=x', null],
  ['uuidgen', true],
  ['df -h', true],
  ['curl example.com', false],
  ['curl --version', true],
  ["node -p 'new Date().getTime()'", false],
  ["node -e 'require(1)'", null],
  ['python3 -V', true],
  ["python3 -c 'import json; print(json.dumps(1))'", false],
  ["python3 -c 'import os'", null],
  ['python3 -c \'print("import os")\'', false],
  ['perl -pe s/a/b/g', null],
  ["perl -e 'print 1'", false],
  ["perl -e 'unlink x'", null],
  ['ruby x.rb', null],
  ['systemctl status docker', false],
  ['systemctl stop docker', null],
  ['kill 1', null],
  ['pkill x', false],
  ['make', null],
  ['sha256sum --version', true],
  ['echo a | xargs npm', false],
  ['timeout 5 npm test', false],
  ['sudo npm test', false],
  ['nice npm test', false],
])('of a program that the grader does not have, whether it goes well: %s', async (script, goes) => {
  // true: surely; false: it may fail, and does nothing else; null: it may do anything.
  const { exitCode, stdout, passedOver } = await testJob().run(`${script}; echo $?`)
  expect({ exitCode, passedOver: passedOver.length }).toEqual({
    exitCode: goes === null ? null : 0,
    passedOver: goes === false ? 1 : 0,
  })
  if (goes === true) expect(stdout.endsWith('\n0\n')).toBe(true)
})

test('a program that runs what the repository has is told with its words, another one without', async () => {
  const { passedOver } = await testJob().run('npm run x\npytest -q\ncurl x\ncargo t')
  expect(passedOver.map(({ words }) => words)).toEqual([
    ['npm', 'run', 'x'],
    ['pytest', '-q'],
    [],
    ['cargo', 't'],
  ])
})

test.each([
  ['curl -o /usr/bin/aws x', ['/usr/bin/aws']],
  ['wget --output-document=./bin/aws x', ['/work/bin/aws']],
  ['unzip x -d /usr/bin/', []],
  ['unzip x.zip', []],
  ['wget -O=/tmp/x y', ['/tmp/x']],
  ['wget a--b=/x', ['/work/a--b=/x']],
  ['cp a /usr/local/bin/aws', ['/usr/local/bin/aws', '/usr/local/bin/aws/a']],
  ['mkdir d; cp a b d', ['/work/d/a', '/work/d/b']],
  ['mv a b', ['/work/a', '/work/b', '/work/b/a']],
  ['rm -f a b', ['/work/a', '/work/b']],
  ['echo a > f; chmod 755 f', ['/work/f']],
  ['echo x | tee a b', ['/work/a', '/work/b']],
  ['touch f; sed -i s/a/b/ f', ['/work/f']],
  ['echo a > f; ln -s f g', ['/work/f', '/work/g', '/work/g/f']],
])('what programs change is noted: %s', async (script, changed) => {
  const { run, machine } = testJob()
  const before = new Set(machine.host(() => {}).files.changed)
  await run(`set +e; ${script}`, { workingDirectory: '/work' })
  const after = [...machine.host(() => {}).files.changed].filter((path) => !before.has(path))
  expect(after.toSorted()).toEqual(changed)
})

test.each([
  ['sudo whoami', 'root\n'],
  ['sudo -u runner echo a', 'a\n'],
  ['whoami', 'runner\n'],
  ['export X=1; sudo printenv X HOME', '/root\n'],
  ['export X=1; sudo -E printenv X', '1\n'],
  ['export X=1; sudo --preserve-env=X printenv X', '1\n'],
  ['sudo X=2 Y=a=b printenv X Y', '2\na=b\n'],
  ['sudo printenv SUDO_USER SUDO_UID USER LOGNAME', 'runner\n1001\nroot\nroot\n'],
  ['sudo -n -H true; echo $?', '0\n'],
  ['sudo; echo $?', '0\n'],
  ['uname -m', 'x86_64\n'],
  ['arch', 'x86_64\n'],
  ['uname', 'Linux\n'],
  ['timeout 1 sleep 1; echo $?', '0\n'],
  ['timeout 1 sleep 2; echo $?', '124\n'],
  ['timeout 0 sleep 2; echo $?', '0\n'],
  ['date +%s; sleep 1 2s; date +%s', '1710014400\n1710014403\n'],
  ['sleep infinity; date +%s', `${1_710_014_400 + 43_200}\n`],
  ['sleep 1d 1d; date +%s', `${1_710_014_400 + 43_200}\n`],
  [
    'date -d yesterday +%F; date -d tomorrow +%F; date -d now +%F',
    '2024-03-08\n2024-03-10\n2024-03-09\n',
  ],
  ["date -d '2 hours ago' +%H; date -d '+1 week' +%d; date -d '- 3 min' +%M", '18\n16\n57\n'],
  ["date -d '1 second' +%S; date -d '90 mins' +%H:%M; date -d 'Yesterday ' +%d", '01\n21:30\n08\n'],
  ['date +%N%3N%9N', '000000000000000000000\n'],
])('a runner has its own user, machine and clock: %s', async (script, stdout) => {
  const result = await testJob().run(`set +e\n${script}`, { env: {} })
  expect(result.stdout).toBe(stdout)
})
