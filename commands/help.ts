/** What `grade4 --help` ends with; the others are of its commands. */
export const HELP = `
Examples:
  grade4                       grade your account, in your clone of the repository
  grade4 --repo ada/yoctogram-app --profile cs40
  grade4 --only role           only the checks of the IAM role
  grade4 --workflow .github/workflows/main.yml
                               grade main.yml before you push it
  grade4 watch                 grade main.yml and cdk.out again whenever they are saved
  grade4 --template cdk.out    grade what cdk synth wrote before you deploy it; no account needed
  grade4 --wait                after a push: follow the run and the rollout, then grade
  grade4 --save seen.json      keep what was seen; grade4 regrade seen.json grades it again
  grade4 doctor                see which credentials and permissions are there
  grade4 demo                  see a report without an account
  grade4 demo class --out class
                               see a whole class, graded, without an account

AWS credentials come from where the aws command takes them (try: aws sts get-caller-identity).
The GitHub token comes from GITHUB_TOKEN, GH_TOKEN or: gh auth token.
grade4 only reads: it changes nothing in your account or repository.

Exit codes: 0 every point, 1 points missing, 2 wrong use, 3 something could not be graded.
`

export const REGRADE_HELP = `
One file is shown as grade4 shows a grade. Several, or a folder, are shown one after another, each under
the name of its file; with --json each is one line of JSON, in the same order.

What an answer is missing for is not graded, and the report says so; evidence that can't be read is
refused before anything is graded.
`

export const WATCH_HELP = `
main.yml and what cdk synth wrote are graded again whenever they are saved: the main.yml of this clone and the
cdk.out of this folder, or those of --workflow and --template. Your account and repository are asked once, and
only what could not be found out is asked again: after a deploy, start it anew.

Where the output is no terminal, each grade is a line: time, score, and the checks that changed: + passes now,
- no longer, ? could not be graded.

Ctrl-C ends it, with exit code 0.
`

export const BATCH_HELP = `
The roster is CSV with a header. Needed: student, account, repository. Understood: role_arn, external_id,
partner, due, name, email, template, workflow. Every other column is carried through to grades.csv.
Students with the same account and repository are partners: graded once, both credited.
template and workflow are paths below the roster's folder: a cdk.out (or a template) and a main.yml that the
student handed in. They are graded in place of the account where no role leads into it.

GitHub: as for one student, or an App: GITHUB_APP_ID, GITHUB_APP_INSTALLATION_ID and GITHUB_APP_PRIVATE_KEY
(or GITHUB_APP_PRIVATE_KEY_FILE).
Requests are spread out over the 900 a minute that GitHub allows a token, about 130 students;
GRADE4_GITHUB_POINTS_PER_MINUTE sets another pace.

DIR gets index.html (the class in a browser), grades.csv, canvas.csv, summary.json, reports/ (a page and a
JSON file a student), gradescope/, evidence/ and ledger.jsonl.
Stopped or killed, the same command goes on where it was; who is incomplete is graded again by it.

Exit codes: 0 everybody has every point, 1 all graded, 2 wrong use or a faulty roster,
3 somebody is incomplete.
`

export const GRADESCOPE_HELP = `
With DIR, a folder that grade4 batch left of a roster with a column email: the package grades nothing by itself, it
hands each student, found by the e-mail of whoever submitted, the result that the batch left. After another batch make
it anew, upload it and choose "Regrade All Submissions".

With --hand-ins, for courses without access to their students' accounts: the package grades cdk.out, which cdk synth
writes, and .github/workflows/main.yml, as students upload them; what only an account can tell wins no points.

On Gradescope: Programming Assignment, Configure Autograder, upload ZIP.
`

export const DOCTOR_HELP = `
Give it the options that you give grade4: they decide which account and repository it looks at. It tries
every operation that grading needs, asking for what is not there where it can, and changes nothing.

Exit codes: 0 everything is there, 2 wrong use, 3 something is to be fixed.
`

export const DEMO_CLASS_HELP = `
Writes DIR/roster.csv with made-up students, whose accounts and repositories stand in the embedded cloud, and
grades them as grade4 batch would. Half of them have every point. Open DIR/index.html in a browser.
`

export const POLICY_HELP = `
Standard output carries one document and nothing else, so that it can be piped:

  grade4 policy > policy.json
  aws iam put-user-policy --user-name grader --policy-name grade4-read-only \\
    --policy-document file://policy.json

  grade4 policy --cloudformation > grade4-reader.yaml
                               a role for the course staff in your account; how to deploy it stands on top

  grade4 policy --github-oidc > grade4-ci-reader.yaml
                               a role for a workflow on GitHub that grades, such as a course's CI

  grade4 policy --github       what a GitHub token needs, and a link that makes one

All of them are made from the list that grade4 itself is held to: what is not on it is never sent.
`

export const COMPLETION_HELP = `
  bash   echo 'source <(grade4 completion bash)' >> ~/.bashrc
  zsh    echo 'source <(grade4 completion zsh)' >> ~/.zshrc     (after compinit)
  fish   grade4 completion fish > ~/.config/fish/completions/grade4.fish
`
