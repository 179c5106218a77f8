import { expect, test } from 'vitest'
import { traceOf } from './test-pipeline.js'
import { Recording } from './test-recorded.js'
import { traceLines } from './test-trace.js'

// What small workflows do, construct by construct. Where workflows.txt differs from GitHub's documentation,
// "Workflow syntax", "Contexts" and "Evaluate expressions", it is wrong.

const recording = new Recording('workflows.txt')

/** Lines of YAML, each step of a job in a line. */
const job = (...steps: string[]) =>
  [
    'on: push',
    'jobs:',
    '  a:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    ...steps.map((step) => `    - ${step}`),
  ].join('\n')

/** A job that prints an expression, whatever quotes and lines its value has. */
const value = (expression: string) =>
  job(
    `run: |
        cat > /tmp/v <<'END_OF_VALUE'
        \${{ ${expression} }}
        END_OF_VALUE
        echo "v=$(tr '\\n' ' ' < /tmp/v)" >> $GITHUB_OUTPUT`,
  )

const lines = async (text: string) => traceLines(await traceOf(text))

recording.each(
  'an expression',
  [
    '1 == 2 || true',
    "github.ref == 'refs/heads/main'",
    'github.ref_name',
    'github.event_name',
    'github.repository',
    'github.repository_owner',
    'github.repository_id',
    'github.actor',
    'github.sha',
    'github.run_number',
    'github.event.head_commit.message',
    'github.event.repository.default_branch',
    'github.workflow',
    'github.job',
    'github.token',
    'github.server_url',
    'github.workspace',
    'github.nothing',
    'runner.os',
    'runner.arch',
    'runner.temp',
    'job.status',
    'env.NOTHING',
    'secrets.AWS_ACCOUNT_ID',
    'secrets.GITHUB_TOKEN',
    'secrets.OTHER',
    'vars.X',
    'inputs.x',
    'matrix.x',
    'needs.a.outputs.x',
    'steps.nothing.outputs.x',
    'strategy.job-index',
    "format('{0}-{1}-{{x}}', 'a', 2)",
    "format('{1}', 'a')",
    "contains('Hello', 'ell')",
    'contains(fromJSON(\'["a","b"]\'), \'a\')',
    "startsWith('Hello', 'he') && endsWith('Hello', 'LO')",
    "join(fromJSON('[1,2]'), '+')",
    'toJSON(fromJSON(\'{"a":[1,null,true]}\'))',
    "fromJSON('{')",
    "hashFiles('**/x')",
    "case(true, 'a', 'b')",
    "'a' == 'A'",
    "'1' == 1",
    "null == ''",
    'true && 0 || 5',
    '!true',
    '1 > 0 && 1 >= 1 && 0 < 1 && 0 <= 0 && 1 != 2',
    "'a' < 'b'",
    '0x10',
    '1e3',
    "github[format('{0}', 'ref')]",
    'github.event.commits.*.id',
    "vars.X == 'a'",
    "vars.X && 'a' || 'b'",
    "contains(vars.X, 'a')",
    "format('{0}', vars.X)",
    'fromJSON(vars.X)',
    "join(vars.X, ',')",
    "join('a', ',')",
    "join(fromJSON('[]'))",
    'github.event',
    'toJSON(github.event.repository)',
    'toJSON(job)',
    'toJSON(runner)',
    'toJSON(strategy)',
    'toJSON(needs)',
    'toJSON(env)',
    'toJSON(vars)',
    'toJSON(secrets)',
    'toJSON(github)',
    "github.event['head_commit'].id",
    'github.event_path',
    'github.ref_type',
    'github.head_ref',
    'github.base_ref',
    'github.action',
    'github.run_id',
    'github.run_attempt',
    'github.retention_days',
  ].map((expression) => [expression, value(expression)]),
  lines,
)

/** Tells in its output which steps were before it. */
const log = (letter: string) =>
  `run: 'printf ${letter} >> /tmp/log; echo "n=$(cat /tmp/log)" >> $GITHUB_OUTPUT'`
const OUT = '{ id: o, run: \'echo "x=1" >> $GITHUB_OUTPUT\' }'

recording.each(
  'a step',
  [
    ['that fails', job('run: exit 3', 'run: echo not reached')],
    ['that fails with words', job('run: echo oh no >&2; exit 1')],
    ['that fails in the middle of lines', job('run: "false\\necho reached?"')],
    ['that fails in a pipe', job('run: false | true')],
    ['that fails in a pipe of bash', job("{ shell: bash, run: 'false | true' }")],
    ['of sh', job("{ shell: sh, run: 'false | true; echo $0' }")],
    ['of a shell of its own', job("{ shell: 'bash {0}', run: 'false; echo on' }")],
    ['of python', job("{ shell: python, run: 'print(1)' }")],
    ['of pwsh', job("{ shell: pwsh, run: 'Write-Output 1' }")],
    ['that may fail', job('{ continue-on-error: true, run: exit 1 }', 'run: echo reached')],
    [
      'that may fail, or not, is not known',
      job("{ continue-on-error: '${{ vars.X == 1 }}', run: exit 1 }", 'run: echo reached?'),
    ],
    [
      'in a folder',
      job(
        'run: mkdir app',
        '{ working-directory: app, run: pwd > $GITHUB_OUTPUT; echo "d=$(pwd)" >> $GITHUB_OUTPUT }',
      ),
    ],
    ['in a folder that is not there', job('{ working-directory: app, run: pwd }')],
    [
      'in the folder it is in anyway',
      job('{ working-directory: ./, run: \'echo "d=$(pwd)" >> $GITHUB_OUTPUT\' }'),
    ],
    [
      'in the folder for temporary files',
      job("{ working-directory: '${{ runner.temp }}', run: pwd }"),
    ],
    [
      'in a folder of the repository',
      job('uses: actions/checkout@v4', '{ working-directory: app, run: pwd }'),
    ],
    [
      'in a folder that a program may have made',
      job('run: cargo new app', '{ working-directory: app, run: pwd }'),
    ],
    ['in a folder that is not known', job("{ working-directory: '${{ vars.X }}', run: pwd }")],
    ['in a folder of the machine', job('{ working-directory: /opt/hostedtoolcache, run: pwd }')],
    [
      'in a folder by its whole path',
      job(
        'run: mkdir /tmp/x',
        '{ working-directory: /tmp/x, run: \'echo "d=$(pwd)" >> $GITHUB_OUTPUT\' }',
      ),
    ],
    [
      'with env',
      job("{ env: { A: '1', B: '${{ env.A }}2' }, run: 'echo \"v=$A-$B\" >> $GITHUB_OUTPUT' }"),
    ],
    [
      'after one that exported',
      job('run: echo A=1 >> $GITHUB_ENV', 'run: echo "v=$A" >> $GITHUB_OUTPUT'),
    ],
    [
      'after one that exported lines',
      job(
        'run: "printf \'A<<E\\\\n1\\\\n2\\\\nE\\\\n\' >> $GITHUB_ENV"',
        'run: echo "v=${A//$\'\\n\'/+}" >> $GITHUB_OUTPUT',
      ),
    ],
    ['after one that wrote no pair to GITHUB_ENV', job('run: echo nonsense >> $GITHUB_ENV')],
    [
      'after one that set GITHUB_X',
      job('run: echo GITHUB_REF=x >> $GITHUB_ENV', 'run: echo "v=$GITHUB_REF" >> $GITHUB_OUTPUT'),
    ],
    [
      'after one that extended the path',
      job('run: echo /opt/x >> $GITHUB_PATH', 'run: echo "v=${PATH%%:*}" >> $GITHUB_OUTPUT'),
    ],
    [
      'after one that extended the path with a tool of its own',
      job(
        'run: mkdir bin; printf "#!/bin/sh\\necho own" > bin/tool; chmod +x bin/tool; echo "$PWD/bin" >> $GITHUB_PATH',
        'run: echo "v=$(tool)" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'after two that extended the path of the job',
      [
        'on: push',
        'env: { PATH: "/own:/usr/local/bin:/usr/bin:/bin" }',
        'jobs:',
        '  a:',
        '    runs-on: ubuntu-latest',
        '    steps:',
        '      - run: printf "/a\\r\\n\\n/b\\n" >> $GITHUB_PATH',
        '      - run: echo /c >> $GITHUB_PATH',
        '      - run: echo "v=$PATH" >> $GITHUB_OUTPUT',
      ].join('\n'),
    ],
    ['with outputs', job(OUT, 'run: echo "v=${{ steps.o.outputs.x }}" >> $GITHUB_OUTPUT')],
    [
      'with outputs by command',
      job(
        '{ id: o, run: \'echo "::set-output name=x::1%0A2"\' }',
        'run: echo "v=${{ toJSON(steps.o.outputs.x) }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'with commands that stop',
      job(
        '{ id: o, run: \'echo "::stop-commands::t"; echo "::set-output name=x::1"; echo "::t::"; echo "::set-output name=y::2"\' }',
      ),
    ],
    ['with a disabled command', job('run: echo "::set-env name=A::1"')],
    ['with a nameless output', job('run: echo "::set-output ::1"')],
    ['with a mask', job('run: echo "::add-mask::hello"')],
    [
      'with its outcome',
      job(
        '{ id: o, continue-on-error: true, run: exit 1 }',
        'run: echo "v=${{ steps.o.outcome }}-${{ steps.o.conclusion }}" >> $GITHUB_OUTPUT',
      ),
    ],
    ['if false', job("{ if: false, run: 'true' }")],
    ['if true after a failure', job('run: exit 1', "{ if: true, run: 'true' }")],
    ['if always', job('run: exit 1', "{ if: always(), run: 'true' }")],
    [
      'if failure',
      job(
        'run: exit 1',
        "{ if: failure(), run: 'true' }",
        "{ if: failure() && false, run: 'true' }",
      ),
    ],
    ['if failure, without one', job("{ if: failure(), run: 'true' }")],
    ['if not cancelled', job('run: exit 1', "{ if: '!cancelled()', run: 'true' }")],
    [
      'if on main',
      job(
        "{ if: github.ref == 'refs/heads/main', run: 'true' }",
        "{ if: github.ref == 'refs/heads/dev', run: 'true' }",
      ),
    ],
    ['if it is not known', job("{ if: vars.X == 'a', run: 'true' }")],
    ['if in braces', job("{ if: '${{ success() }}', run: 'true' }")],
    ['if of text around braces', job("{ if: 'x ${{ false }}', run: 'true' }")],
    ['if of an output', job(OUT, "{ if: steps.o.outputs.x == '1', run: 'true' }")],
    ['that uses a folder', job('uses: ./.github/actions/x', 'run: echo after')],
    ['that uses an image', job('uses: docker://alpine', 'run: echo after')],
    [
      'that uses an unknown action',
      job(
        '{ id: o, uses: someone/x@v1 }',
        'run: echo "v=${{ steps.o.outputs.y }}" >> $GITHUB_OUTPUT',
      ),
    ],
    ['that uses a workflow of another', job('uses: someone/aws-x@v1')],
    ['with a summary', job('run: echo hi >> $GITHUB_STEP_SUMMARY')],
    [
      'that runs a program that the grader lacks',
      job(
        "{ id: o, run: 'terraform apply; echo x=1 >> $GITHUB_OUTPUT' }",
        'run: echo "v=${{ steps.o.outputs.x }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'that exports what is not known',
      job('run: ./x.sh; echo A=1 >> $GITHUB_ENV', 'run: echo "v=$A" >> $GITHUB_OUTPUT'),
    ],
    ['with an expression that fails', job("run: echo ${{ fromJSON('x') }}")],
    [
      'with the timestamp',
      job(
        '{ id: t, run: \'echo "t=$(date +%s%3N)" >> $GITHUB_OUTPUT\' }',
        'run: sleep 2',
        '{ id: u, run: \'echo "t=$(date +%s)" >> $GITHUB_OUTPUT\' }',
      ),
    ],
    ['that takes too long', job('run: while true; do :; done')],
    ['with a timeout', job("{ timeout-minutes: 1, run: 'true' }")],
    [
      'with the variables of the runner',
      job(
        'run: \'echo "v=$(env | grep -E "^(GITHUB|RUNNER|CI|HOME)" | sort | tr "\\n" " ")" >> $GITHUB_OUTPUT\'',
      ),
    ],
    [
      'that prints what is not known',
      job(
        '{ id: o, run: "echo ${{ vars.X }}" }',
        'run: echo "v=${{ steps.o.outputs.y }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'that prints it after blanks',
      job(
        '{ id: o, run: \'echo "  ${{ vars.X }}"\' }',
        'run: echo "v=${{ steps.o.outputs.y }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'that prints it within a line',
      job(
        '{ id: o, run: \'echo "it is ${{ vars.X }}"\' }',
        'run: echo "v=${{ steps.o.outputs.y }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'with an output of a name that is not known',
      job(
        '{ id: o, run: \'echo "::set-output name=${{ vars.X }}::1"\' }',
        'run: echo "v=${{ steps.o.outputs.y }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'with an output that is not known',
      job(
        '{ id: o, run: \'echo "::set-output name=x::${{ vars.X }}"\' }',
        'run: echo "v=${{ steps.o.outputs.x }}-${{ steps.o.outputs.y }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'after a program that may have exported',
      job('run: terraform x; echo AB=1 >> $GITHUB_ENV', 'run: echo "v=$AB-$CD" >> $GITHUB_OUTPUT'),
    ],
    [
      'after a program that may have exported lines',
      job(
        'run: "terraform x\\necho \'AB<<E\' >> $GITHUB_ENV"',
        'run: echo "v=$AB-$CD" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'after a program, what was exported before',
      job(
        'run: echo AB=0 >> $GITHUB_ENV',
        'run: terraform x; echo AB=1 >> $GITHUB_ENV',
        'run: echo "v=$AB" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'in order, one failing after another',
      job('{ if: always(), run: exit 1 }', '{ if: always(), run: exit 2 }', "run: 'true'"),
    ],
    ['if of an index', job(OUT, "{ if: \"steps['o'].outputs['x'] == '1'\", run: 'true' }")],
    [
      'if a status in an index',
      job('run: exit 1', "{ if: \"fromJSON('[false,true]')[failure()]\", run: 'true' }"),
    ],
    [
      'if a status in a call',
      job('run: exit 1', "{ if: \"format('{0}', failure()) == 'true'\", run: 'true' }"),
    ],
    [
      'with a timeout that is not known',
      job("{ timeout-minutes: '${{ fromJSON(vars.T) }}', run: 'true' }"),
    ],
    ['slower than its timeout', job('{ timeout-minutes: 1, run: sleep 100 }')],
    ['as slow as its timeout', job('{ timeout-minutes: 1, run: sleep 60 }')],
    ['with a timeout of an expression', job("{ timeout-minutes: '${{ 1 }}', run: sleep 100 }")],
    ['of a shell by its path', job("{ shell: '/bin/bash -x {0}', run: 'false; echo on' }")],
    [
      'of a shell with words that hold the letter of an option',
      job("{ shell: 'bash --noprofile --login {0}', run: 'false; echo $UNSET' }"),
    ],
    ['in the background', job(`{ background: true, id: o, ${log('a')} }`, log('b'))],
    [
      'of a parallel group',
      job(`parallel: [ { id: o, ${log('a')} }, { id: p, ${log('b')} } ]`, log('c')),
    ],
    ['that waits for others', job(log('a'), 'wait-all:')],
    ['that uses a checkout, if it is not known', job('{ if: vars.X, uses: actions/checkout@v4 }')],
    [
      'that uses a sign-in, if it is not known',
      job(
        "{ if: vars.X, uses: aws-actions/configure-aws-credentials@v4, with: { role-to-assume: 'arn:aws:iam::111122223333:role/github-actions', aws-region: us-west-2 } }",
      ),
    ],
    ['with a condition that fails', job("{ if: \"fromJSON('x')\", run: 'true' }", 'run: echo on')],
    ['with an env that fails', job("{ env: { A: \"${{ fromJSON('x') }}\" }, run: 'true' }")],
    [
      'whose continue-on-error fails',
      job('{ continue-on-error: "${{ fromJSON(\'x\') }}", run: exit 1 }', "run: 'true'"),
    ],
    [
      'that speaks of aws, of python',
      job("{ shell: python, run: 'boto3.client(1)' }", 'run: terraform apply', 'run: aws $X y'),
    ],
    [
      'that prints what is not known after a command',
      job(
        '{ id: o, run: \'echo "::debug::${{ vars.X }}"\' }',
        'run: echo "v=${{ steps.o.outputs.y }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'after a program that may have exported what the runner keeps',
      job(
        'run: terraform x; echo GITHUB_AB=1 >> $GITHUB_ENV',
        'run: echo "v=$GITHUB_AB" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'after a program that sets a variable of its own only',
      job('run: AB=1 terraform x', 'run: echo "v=$AB" >> $GITHUB_OUTPUT'),
    ],
    [
      'after one that exported a file of the repository',
      job(
        'uses: actions/checkout@v4',
        'run: cat .env >> $GITHUB_ENV; echo B=1 >> $GITHUB_ENV',
        'run: echo "v=$A-$B" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'with outputs from a file of the repository',
      job(
        'uses: actions/checkout@v4',
        '{ id: o, run: cat out >> $GITHUB_OUTPUT }',
        'run: echo "v=${{ steps.o.outputs.x }}" >> $GITHUB_OUTPUT',
      ),
    ],
    ['with an output of no pair', job('run: echo nonsense >> $GITHUB_OUTPUT', "run: 'true'")],
    [
      'with an output by command and one by file',
      job(
        '{ id: o, run: \'echo "::set-output name=x::1"; echo "::set-output name=y::1"; echo x=2 >> $GITHUB_OUTPUT\' }',
        'run: echo "v=${{ toJSON(steps.o.outputs) }}" >> $GITHUB_OUTPUT',
      ),
    ],
    [
      'with an output that is masked',
      job(
        '{ id: o, run: \'echo "::add-mask::secret"; echo "x=a-secret" >> $GITHUB_OUTPUT; echo "y=1" >> $GITHUB_OUTPUT\' }',
        'run: echo "v=${{ steps.o.outputs.y }}" >> $GITHUB_OUTPUT',
      ),
    ],
  ],
  lines,
)

/** A workflow of these jobs, each a line of YAML, with lines above. */
const jobs = (bodies: Record<string, string>, top = '') =>
  [
    'on: push',
    top,
    'jobs:',
    ...Object.entries(bodies).map(([id, body]) => `  ${id}: ${body}`),
  ].join('\n')
const one = (more: string, top = '') =>
  jobs(
    {
      a: `{ runs-on: ubuntu-latest, ${more}, steps: [ { run: 'echo "v=$A" >> $GITHUB_OUTPUT' } ] }`,
    },
    top,
  )
const step = (more = '') => `{ runs-on: ubuntu-latest, ${more}steps: [ { run: 'true' } ] }`
const failing = '{ runs-on: ubuntu-latest, steps: [ { run: exit 1 } ] }'

recording.each(
  'a job',
  [
    ['with env', one("env: { A: '1' }", "env: { A: '0' }")],
    ['with env of the workflow', one("env: { B: '1' }", "env: { A: '${{ github.ref_name }}' }")],
    [
      'with a name',
      jobs({ a: `{ name: 'n', runs-on: ubuntu-latest, steps: [ { run: 'true' } ] }` }),
    ],
    ['if false', jobs({ a: step('if: false, ') })],
    ['if it is not known', jobs({ a: step("if: vars.X == 'a', ") })],
    ['on Windows', jobs({ a: "{ runs-on: windows-latest, steps: [ { run: 'true' } ] }" })],
    [
      'on a runner that is not known',
      jobs({ a: "{ runs-on: '${{ vars.X }}', steps: [ { run: 'true' } ] }" }),
    ],
    [
      'on an arm runner',
      jobs({
        a: '{ runs-on: ubuntu-24.04-arm, steps: [ { run: \'echo "v=$(uname -m)-$(arch)-$RUNNER_ARCH" >> $GITHUB_OUTPUT\' } ] }',
      }),
    ],
    [
      'that makes folders among the files of the repository',
      jobs({
        a: '{ runs-on: ubuntu-latest, steps: [ { uses: actions/checkout@v4 }, { run: mkdir -p build/x && mkdir --parents src/y && touch src/z && rm -f src/q && echo a | tee src/t }, { run: mkdir build }, { run: ls src }, { run: cat src/t } ] }',
      }),
    ],
    ['in a container', jobs({ a: step('container: alpine, ') })],
    ['with services', jobs({ a: step('services: { db: { image: postgres } }, ') })],
    [
      'with defaults',
      jobs({
        a: '{ runs-on: ubuntu-latest, defaults: { run: { shell: bash, working-directory: app } }, steps: [ { uses: actions/checkout@v4 }, { run: \'echo "d=$(pwd)" >> $GITHUB_OUTPUT; false | true\' } ] }',
      }),
    ],
    [
      'with defaults of the workflow',
      jobs(
        {
          a: '{ runs-on: ubuntu-latest, steps: [ { run: \'echo "d=$(pwd)" >> $GITHUB_OUTPUT\' } ] }',
        },
        'defaults: { run: { working-directory: /srv } }',
      ),
    ],
    [
      'on a runner that keeps its files',
      jobs({
        a: '{ runs-on: [ self-hosted, linux ], steps: [ { working-directory: app, run: pwd } ] }',
      }),
    ],
    ['with an environment', jobs({ a: step('environment: production, ') })],
    ['with concurrency', jobs({ a: step('concurrency: x, ') })],
    [
      'that may fail',
      jobs({
        a: `{ runs-on: ubuntu-latest, continue-on-error: true, steps: [ { run: exit 1 } ] }`,
        b: step('needs: a, '),
      }),
    ],
    [
      'that may fail, or not, is not known',
      jobs({
        a: "{ runs-on: ubuntu-latest, continue-on-error: '${{ vars.X == 1 }}', steps: [ { run: exit 1 } ] }",
        b: step('needs: a, '),
      }),
    ],
    ['that needs one that fails', jobs({ a: failing, b: step('needs: a, ') })],
    [
      'that needs one that fails, always',
      jobs({ a: failing, b: step('needs: a, if: always(), ') }),
    ],
    [
      'that needs one that fails, on failure',
      jobs({ a: failing, b: step('needs: [ a ], if: failure(), ') }),
    ],
    ['that needs one that is skipped', jobs({ a: step('if: false, '), b: step('needs: a, ') })],
    [
      'that needs one that is skipped, if not failed',
      jobs({ a: step('if: false, '), b: step("needs: a, if: '!failure()', ") }),
    ],
    [
      'that needs the result',
      jobs({ a: failing, b: step("needs: a, if: always() && needs.a.result == 'failure', ") }),
    ],
    [
      'that takes outputs',
      jobs({
        a: "{ runs-on: ubuntu-latest, outputs: { x: '${{ steps.o.outputs.x }}' }, steps: [ { id: o, run: 'echo x=1 >> $GITHUB_OUTPUT' } ] }",
        b: '{ needs: a, runs-on: ubuntu-latest, steps: [ { run: \'echo "v=${{ needs.a.outputs.x }}" >> $GITHUB_OUTPUT\' } ] }',
      }),
    ],
    [
      'that takes a masked output',
      jobs({
        a: "{ runs-on: ubuntu-latest, outputs: { x: '${{ steps.o.outputs.x }}' }, steps: [ { id: o, run: 'echo \"::add-mask::1\"; echo x=1 >> $GITHUB_OUTPUT' } ] }",
        b: '{ needs: a, runs-on: ubuntu-latest, steps: [ { run: \'echo "v=${{ needs.a.outputs.x }}" >> $GITHUB_OUTPUT\' } ] }',
      }),
    ],
    [
      'that takes an output of an unknown action',
      jobs({
        a: "{ runs-on: ubuntu-latest, outputs: { x: '${{ steps.o.outputs.x }}' }, steps: [ { id: o, uses: someone/x@v1 } ] }",
        b: '{ needs: a, runs-on: ubuntu-latest, steps: [ { run: \'echo "v=${{ needs.a.outputs.x }}" >> $GITHUB_OUTPUT\' } ] }',
      }),
    ],
    [
      'that shares no files',
      jobs({
        a: "{ runs-on: ubuntu-latest, steps: [ { run: 'echo 1 > /tmp/x' } ] }",
        b: "{ needs: a, runs-on: ubuntu-latest, steps: [ { run: 'cat /tmp/x' } ] }",
      }),
    ],
    [
      'of a matrix',
      jobs({
        a: '{ runs-on: ubuntu-latest, strategy: { matrix: { x: [ 1, 2 ] } }, steps: [ { run: \'echo "v=${{ matrix.x }}" >> $GITHUB_OUTPUT\' } ] }',
      }),
    ],
    [
      'of a matrix that fails fast',
      jobs({
        a: "{ runs-on: ubuntu-latest, strategy: { matrix: { x: [ 1, 2 ] } }, steps: [ { run: '[ ${{ matrix.x }} = 2 ]' } ] }",
        b: step('needs: a, '),
      }),
    ],
    [
      'of a matrix that does not',
      jobs({
        a: "{ runs-on: ubuntu-latest, strategy: { fail-fast: false, matrix: { x: [ 1, 2 ] } }, steps: [ { run: '[ ${{ matrix.x }} = 2 ]' } ] }",
      }),
    ],
    [
      'of a matrix that is not known',
      jobs({
        a: "{ runs-on: ubuntu-latest, strategy: { matrix: { x: '${{ fromJSON(vars.X) }}' } }, steps: [ { run: 'true' } ] }",
      }),
    ],
    [
      'of a matrix with include',
      jobs({
        a: "{ runs-on: '${{ matrix.os }}', strategy: { matrix: { include: [ { os: ubuntu-latest, x: 1 }, { os: ubuntu-24.04-arm } ] } }, steps: [ { run: 'echo \"v=${{ matrix.x }}-${{ runner.arch }}\" >> $GITHUB_OUTPUT' } ] }",
      }),
    ],
    [
      'of another workflow',
      jobs({ a: '{ uses: ./.github/workflows/x.yml }', b: step('needs: a, ') }),
    ],
    [
      'of a workflow of another repository',
      jobs({ a: '{ uses: someone/x/.github/workflows/x.yml@v1 }' }),
    ],
    [
      'that needs one of another workflow',
      jobs({
        a: '{ uses: ./.github/workflows/x.yml }',
        b: '{ needs: a, runs-on: ubuntu-latest, steps: [ { run: \'echo "v=${{ needs.a.outputs.x }}" >> $GITHUB_OUTPUT\' } ] }',
      }),
    ],
    ['beside another', jobs({ a: step(), b: step(), c: step('needs: [ a, b ], ') })],
    [
      'two on conditions that are not known',
      jobs({ a: step("if: vars.X == 'a', "), b: step("if: vars.Y == 'b', ") }),
    ],
    [
      'that waits for two, one failing',
      jobs({ a: failing, b: step(), c: step('needs: [ a, b ], '), d: step('needs: c, ') }),
    ],
    [
      'that waits for one whose failing step is let go on',
      jobs({
        a: '{ runs-on: ubuntu-latest, steps: [ { run: exit 1, continue-on-error: true } ] }',
        b: step('needs: a, '),
      }),
    ],
    [
      'with an environment that has an address',
      jobs({ a: step('environment: { name: production, url: x }, ') }),
    ],
    [
      'of an empty matrix',
      jobs({
        a: "{ runs-on: ubuntu-latest, strategy: { matrix: { x: '${{ fromJSON(needs.z.outputs.x) }}' } }, needs: z, steps: [ { run: 'true' } ] }",
        z: "{ runs-on: ubuntu-latest, outputs: { x: '[]' }, steps: [ { run: 'true' } ] }",
      }),
    ],
    [
      'whose matrix fails',
      jobs({
        a: step('strategy: { matrix: { x: "${{ fromJSON(\'x\') }}" } }, '),
        b: step('needs: a, '),
      }),
    ],
    [
      'that needs one leg of a matrix which fails',
      jobs({
        ab: failing,
        a: "{ runs-on: ubuntu-latest, strategy: { matrix: { x: [ 1, 2 ] } }, steps: [ { run: '[ ${{ matrix.x }} = 2 ]' } ] }",
        b: step('needs: a, '),
        c: step('needs: b, '),
      }),
    ],
    [
      'of a matrix with outputs',
      jobs({
        a: "{ runs-on: ubuntu-latest, strategy: { matrix: { x: [ 1, 2 ] } }, outputs: { x: '${{ matrix.x }}', y: '${{ steps.o.outputs.y }}' }, steps: [ { id: o, run: 'echo y${{ matrix.x }}=1 >> $GITHUB_OUTPUT' } ] }",
        b: '{ needs: a, runs-on: ubuntu-latest, steps: [ { run: \'echo "v=${{ toJSON(needs) }}" >> $GITHUB_OUTPUT\' } ] }',
      }),
    ],
    [
      'of a matrix whose first leg fails, and outputs',
      jobs({
        a: "{ runs-on: ubuntu-latest, strategy: { matrix: { x: [ 1, 2 ] } }, steps: [ { run: '[ ${{ matrix.x }} = 2 ]' } ] }",
        b: step("needs: a, if: needs.a.result == 'failure', "),
        c: step("needs: a, if: needs.a.result == 'success', "),
      }),
    ],
    [
      'that needs two, one behind the other',
      jobs({ a: step(), b: step('needs: a, '), c: step('needs: [ b, a ], '), d: step() }),
    ],
    [
      'if another one failed that it does not need',
      jobs({ a: failing, b: step('if: failure(), '), c: step('if: success(), ') }),
    ],
    ['if an expression fails', jobs({ a: step('if: "fromJSON(\'x\')", '), b: step('needs: a, ') })],
    [
      'six at once',
      jobs(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => [id, step()]))),
    ],
    [
      'of a matrix with exclude',
      jobs({
        a: '{ runs-on: ubuntu-latest, strategy: { matrix: { x: [ 1, 2 ], y: [ a ], exclude: [ { x: 1 } ], include: [ { x: 2, z: q }, { x: 3 } ] } }, steps: [ { run: \'echo "v=${{ toJSON(matrix) }}" >> $GITHUB_OUTPUT\' } ] }',
      }),
    ],
  ],
  lines,
)

recording.compare()

test.each([
  ['its command', 'run: echo hello', 'Run echo hello'],
  ['the first line of it', 'run: "echo one\\necho two"', 'Run echo one'],
  ['its action', 'uses: actions/checkout@v4', 'Run actions/checkout@v4'],
  ['its name, evaluated', "{ name: 'n ${{ github.ref_name }}', run: 'true' }", 'n main'],
])('a step goes by %s', async (_, step, name) => {
  const { schedules } = await traceOf(job(step))
  expect(schedules[0]?.worlds[0]?.runs[0].steps[0]?.step.name).toBe(name)
})

test.each([
  ['no name', 'matrix: { x: [ { n: p, list: [ 1, true ] } ] }', 'a (p, 1, true)'],
  ['name: Ship', 'matrix: { x: [ p ], include: [ { x: p, more: q } ] }', 'Ship (p)'],
  ['name: Ship', 'matrix: { include: [ { x: p, more: q } ] }', 'Ship (p, q)'],
  ['name: "${{ matrix.more }}"', 'matrix: { x: [ p ], include: [ { more: q } ] }', 'q'],
  ['name: Ship', `matrix: { x: [ ${'p'.repeat(93)} ] }`, `Ship (${'p'.repeat(93)})`],
  ['name: Ship', `matrix: { x: [ ${'p'.repeat(94)} ] }`, `Ship (${'p'.repeat(91)}...`],
])('GitHub shows the job with %s and %s as %s', async (key, strategy, name) => {
  const job = `runs-on: ubuntu-latest, strategy: { ${strategy} }, steps: [ { run: echo } ]`
  const named = key.startsWith('name') ? `${key}, ` : ''
  const { schedules } = await traceOf(`on: push\njobs: { a: { ${named}${job} } }`)
  expect(schedules[0]?.worlds[0]?.runs[0].jobs[0]?.name).toBe(name)
})
