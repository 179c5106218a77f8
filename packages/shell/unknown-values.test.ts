import { expect, test } from 'vitest'
import { testJob, WORKSPACE } from './test-script.js'

const UNTAG = 'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest'
const DONE = ['untagged cs40:latest']

test.each([
  ['written out', `echo "$SECRET" > file\ncat file\n${UNTAG}`],
  [
    'put in a variable and cut',
    `X="\${SECRET:-none}"; Y=\${X:0:7}\necho "$Y" | sed s/a/b/ | tr a-z A-Z\n${UNTAG}`,
  ],
  [
    'compared where both branches only write',
    `if [ -z "$SECRET" ]; then echo missing; else echo there; fi\n${UNTAG}`,
  ],
  ['compared in a list that only writes', `[ -z "$SECRET" ] && echo missing\n${UNTAG}`],
  ['calculated with', `echo $((SECRET + 1))\n${UNTAG}`],
  [
    'beside what settles a test',
    `[ "$SECRET" = a -o b = b ] && ! [ "$SECRET" = a -a b = c ] && [ b = b -o "$SECRET" = a ] && ${UNTAG}`,
  ],
  ['a function, as bash prints it', `f() { :; }; type f\n${UNTAG}`],
  ['beside a text that grep finds', `echo "tag $SECRET latest" | grep -q latest && ${UNTAG}`],
  ['beside a text in a file', `echo "tag $SECRET latest" > f; grep -q latest f && ${UNTAG}`],
  ['the name of a temporary file', `f=$(mktemp); echo a > "$f"; grep -q a "$f" && ${UNTAG}`],
  [
    'such a name, given to programs',
    `f=$(mktemp); echo a > "$f"; cp "$f" /tmp/g; sed -i s/a/b/ "$f"; [ "$(cat "$f" /tmp/g | tr -d '\\n')" = ba ] && ${UNTAG}`,
  ],
  [
    'such a name, sorted and counted',
    `f=$(mktemp); seq 3 > "$f"; [ "$(sort -r "$f" | head -n1)$(tail -n1 "$f")" = 33 ] && ${UNTAG}`,
  ],
  [
    'such a folder',
    `d=$(mktemp -d); mkdir -p "$d/a"; touch "$d/a/b"; [ -f "$d/a/b" ] && [ "$(ls "$d/a")" = b ] && ${UNTAG}`,
  ],
  ['removing what may not be there', `rm -rf build && ${UNTAG}`],
  ['making a file of the repository runnable', `chmod +x scripts/x.sh\n${UNTAG}`],
  ['making a folder', `mkdir -p build && ${UNTAG}`],
  ['passing a file of the repository on', `cat README.md\n${UNTAG}`],
  ['compared with itself', `[ "$SECRET" = "$SECRET" ] && ${UNTAG}`],
  ['compared with what begins otherwise', `[ "{$SECRET}" != None ] && ${UNTAG}`],
  ['part of a text that is surely not empty', `[ -n "token-$SECRET" ] && ${UNTAG}`],
  ['set, whatever its value', `[ -n "\${SECRET+set}" ] && ${UNTAG}`],
  ['made into JSON', `jq -n --arg text "$SECRET" '{text: $text}' > payload.json\n${UNTAG}`],
  ['the short commit', `echo "sha=$(git rev-parse --short HEAD)" >> "$GITHUB_OUTPUT"\n${UNTAG}`],
  ['a test suite whose failure does not matter', `npm test || true\n${UNTAG}`],
  [
    'a message to a chat whose failure does not matter',
    `curl -d hi "$SECRET" || echo "not sent"\n${UNTAG}`,
  ],
  ['a failing program without errexit', `set +e\nnpm test\n${UNTAG}\nexit 0`],
  [
    'tools that everybody installs',
    `sudo apt-get update && sudo apt-get install -y jq\npip install awscli\n${UNTAG}`,
  ],
  ['listing the repository', `ls -la\n${UNTAG}`],
])('an unknown value that decides nothing is harmless: %s', async (_name, script) => {
  const { run, machine } = testJob()
  machine.checkedOut({ directory: WORKSPACE, repository: null, isGradedCommit: true })
  const { exitCode, unknown, did } = await run(script)
  expect({ exitCode, unknown, did }).toEqual({ exitCode: 0, unknown: null, did: DONE })
})

const SECRET = 'nobody can read the secret'

test.each([
  ['if', `if [ "$SECRET" = prod ]; then ${UNTAG}; fi`, SECRET],
  ['[[ == ]]', `[[ $SECRET == prod* ]] && ${UNTAG}`, SECRET],
  ['[[ =~ ]]', `[[ $SECRET =~ ^p ]] && ${UNTAG}`, SECRET],
  ['case', `case "$SECRET" in prod) ${UNTAG};; esac`, SECRET],
  ['arithmetic', `(( SECRET > 3 )) && ${UNTAG}`, SECRET],
  [
    'a loop over it',
    `for x in $SECRET; do ${UNTAG}; done`,
    'it is not known how often the loop over x runs',
  ],
  [
    'a loop over it, put there by an expression',
    `for x in MARK; do ${UNTAG}; done`,
    'it is not known how often the loop over x runs',
  ],
  [
    'all that follows',
    `exec > >(grep x)\n${UNTAG}`,
    'line 1 of the script uses >(…), which the grader does not follow in bash',
  ],
  ['lines of it', `while read -r x; do ${UNTAG}; done <<< "$SECRET"`, SECRET],
  ['lines of a file of it', `echo "$SECRET" > f\nwhile read -r x; do ${UNTAG}; done < f`, SECRET],
  ['grep', `echo "$SECRET" | grep -q prod && ${UNTAG}`, SECRET],
  ['grep in a file', `echo "$SECRET" > f\ngrep -q prod f && ${UNTAG}`, SECRET],
  ['after a cut', `X=$(echo "$SECRET" | cut -c1-3)\n[ "$X" = abc ] && ${UNTAG}`, SECRET],
  ['its length', `[ \${#SECRET} -gt 3 ] && ${UNTAG}`, SECRET],
  ['a default', `X=\${SECRET:-main}\n[ "$X" = main ] && ${UNTAG}`, SECRET],
  ['the number of its lines', `[ $(echo "$SECRET" | wc -l) -gt 1 ] && ${UNTAG}`, SECRET],
  ['its own code', `eval "$SECRET"\n${UNTAG}`, SECRET],
  ['a command', `$SECRET\n${UNTAG}`, SECRET],
  ['a script of a child shell', `echo "$SECRET" | bash\n${UNTAG}`, SECRET],
  [
    'xargs',
    `echo "$SECRET" | xargs -n1 aws ecr delete-repository --repository-name\n${UNTAG}`,
    SECRET,
  ],
  ['the repository', UNTAG.replace('cs40', '"$SECRET"'), SECRET],
  ['the region', `${UNTAG} --region "$SECRET"`, SECRET],
  ['a required value', `: "\${SECRET:?missing}"\n${UNTAG}`, SECRET],
  ['an exit status', `exit "$SECRET"`, SECRET],
  [
    'a program that may fail, in a list',
    `npm test && ${UNTAG}`,
    'the script runs npm, a program that the grader does not have',
  ],
  [
    'a program that may do anything',
    `python3 untag.py || true\n${UNTAG}`,
    'the script runs python3, a program that the grader does not have',
  ],
  [
    'a script of the repository',
    './scripts/untag.sh',
    'the script runs ./scripts/untag.sh, a program that the grader does not have',
  ],
  [
    'a file of the repository',
    `if [ -f deploy.flag ]; then ${UNTAG}; fi`,
    "the script asks for deploy.flag, and the grader does not have the repository's files",
  ],
  [
    'files by a pattern',
    `for f in *.json; do ${UNTAG}; done`,
    'the script looks for files by a pattern, and the grader does not have the files',
  ],
  [
    'the changed files',
    `git diff --name-only HEAD~1 | grep -q Dockerfile && ${UNTAG}`,
    'the script runs git, a program that the grader does not have',
  ],
  [
    'a field without a model',
    `[ "$(aws ecs describe-services --cluster yoctogram-cluster --services yoctogram-service --query 'services[0].launchType' --output text)" = FARGATE ] && ${UNTAG}`,
    'the grader does not know what AWS answers for service.launchType',
  ],
  [
    'another command of aws',
    `aws ecr get-lifecycle-policy --repository-name cs40 && ${UNTAG}`,
    'the grader does not follow aws ecr get-lifecycle-policy',
  ],
  [
    'another endpoint',
    `${UNTAG} --endpoint-url http://localhost`,
    'the script uses aws --endpoint-url, which the grader lacks',
  ],
  [
    'arithmetic that fails, after which bash goes on with the next line',
    `x=$((1 / 0))\n${UNTAG}`,
    'line 1 of the script uses a calculation that fails (division by 0), which the grader does not follow in bash',
  ],
  ['what does not settle a test', `[ "$SECRET" = a -o b = c ] && ${UNTAG}`, SECRET],
  ['what settles no test either', `[ b = b -a "$SECRET" = a ] && ${UNTAG}`, SECRET],
  [
    'files that are found',
    `[ -n "$(find . -name x)" ] && ${UNTAG}`,
    'find in the script looks at files that the grader does not have',
  ],
  ['what grep may not find', `echo "tag $SECRET" | grep -q latest && ${UNTAG}`, SECRET],
  ['what grep may leave out', `echo "tag $SECRET" | grep -v tag && ${UNTAG}`, SECRET],
  ['whole lines', `echo "tag $SECRET" | grep -qx tag && ${UNTAG}`, SECRET],
  [
    'a number of seq',
    `for i in $(seq "$SECRET"); do ${UNTAG}; done`,
    'it is not known how often the loop over i runs',
  ],
  ['random numbers', `[ $((RANDOM % 2)) = 0 ] && ${UNTAG}`, 'the script asks bash for RANDOM'],
])('an unknown value that decides makes the script unknown: %s', async (_name, script, because) => {
  const { run, machine, secret } = testJob()
  machine.checkedOut({ directory: WORKSPACE, repository: null, isGradedCommit: true })
  const { exitCode, unknown, did } = await run(script.replace('MARK', secret))
  expect({ exitCode, because: unknown?.because, did }).toEqual({ exitCode: null, because, did: [] })
})

test('what may fail under errexit is taken to have gone well, and what it may have done is said', async () => {
  const { run } = testJob()
  const all = await run(`npm test -- -x\n${UNTAG}\ncurl "$SECRET"`)
  expect(all).toMatchObject({ exitCode: 0, unknown: null, did: DONE })
  expect(all.passedOver.map(({ words }) => words)).toEqual([['npm', 'test', '--', '-x'], []])
})

test('what was done before the script became unknown is known', async () => {
  const { run } = testJob()
  const { exitCode, did } = await run(`${UNTAG}\nif [ "$SECRET" = x ]; then exit 1; fi\n${UNTAG}`)
  expect({ exitCode, did }).toEqual({ exitCode: null, did: DONE })
})

test('a job in the background that nobody waits for may come at any time', async () => {
  const { run } = testJob()
  expect(await run(`${UNTAG} &`)).toMatchObject({ exitCode: null, did: DONE })
  const second = await run(`${UNTAG} &\naws ecr create-repository --repository-name x\nwait`)
  expect(second).toMatchObject({ exitCode: null })
  const other = await run(`${UNTAG} &\nsleep 1 &\nwait $!`)
  expect(other.unknown?.because).toBe('the script ends while a job in its background is at work')
})

test('keys that the run did not hand out make every call unknown', async () => {
  const { run, env, secret } = testJob()
  const strange = { ...env, AWS_ACCESS_KEY_ID: secret, AWS_SECRET_ACCESS_KEY: secret }
  expect(await run(UNTAG, { env: strange })).toMatchObject({
    exitCode: null,
    unknown: { because: SECRET },
  })
})

test('marks stay whole whatever a script does with them', async () => {
  const { run, holes } = testJob()
  const { stdout } = await run(
    'echo "$SECRET"; echo "${SECRET:1}"; printf "%.2s\\n" "$SECRET"; echo "$SECRET" | rev; echo "${SECRET//[0-9]/x}"',
  )
  expect(holes.reasonsIn(stdout)).toHaveLength(5)
  expect(stdout.replace(/\uE0F0\d+\uE0F1/g, '')).toMatch(/^\n+$/)
})

test.each([
  ['x=1; declare -p x', 'declare -p'],
  ['trap -p', 'trap -p'],
  ['read -n 2 x <<< abc', 'read -n'],
])('rather than wrong, unknown: %s', async (script, because) => {
  const { run } = testJob()
  expect((await run(script)).unknown?.because).toContain(because)
})

test.each([
  ['[ "${BASH_SOURCE[0]}" = "$0" ]', true],
  ['bash -c \'[ "$BASH_SOURCE" = bash ]\'', null],
  ['echo \'[ "$BASH_SOURCE" = "$0" ]\' > f; . ./f', null],
])('the file that bash reads is known in the script itself: %s', async (script, isKnown) => {
  const { exitCode } = await testJob().run(script)
  expect(exitCode).toBe(isKnown === null ? null : 0)
})

test('what bash says of a name', async () => {
  const { stdout } = await testJob().run('f() { :; }; type if cd sed f')
  expect(stdout).toMatch(
    /^if is a shell keyword\ncd is a shell builtin\nsed is \/usr\/bin\/sed\nf is a function\n\uE0F0/,
  )
})
