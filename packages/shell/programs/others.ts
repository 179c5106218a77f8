import { byHand, UnknownError, unknown } from '@grade4/unknown'
import type { Command } from '../command.js'
import { holdsPrograms } from './utilities.js'

const words = (text: string) => text.split(' ')

/** Programs of GitHub's ubuntu images that the grader does not have, as far as scripts ask for them: they may do anything. */
const ON_IMAGES = words(
  'python3 python node make cmake ssh scp rsync perl ruby java mvn gradle go rustc php composer dotnet kubectl helm terraform packer ansible az gcloud docker-compose podman buildah skopeo lsb_release df free ps id groups nproc hostname tput lscpu uptime dd file less nano vim netstat ip cdk sam uuidgen du tree',
)

/**
 * Programs that may fail or not, and touch nothing of AWS either way: a script is followed on after them. Those of the
 * images, and those that may be missing there.
 */
const HARMLESS_ON_IMAGES = words(
  'git gh cmp pip pip3 npm npx yarn curl wget gcc g++ zip unzip gpg openssl cargo yamllint shellcheck apt apt-get dpkg snap kill bc systemctl ping nslookup dig od strings unexpand xxd shuf cksum gzip gunzip zcat comm expand fold join nl',
)
const HARMLESS_ELSEWHERE = words(
  'pnpm pytest flake8 black ruff mypy pylint isort bandit tox coverage nc hadolint pkill killall ssh-keyscan ssh-keygen',
)
const HARMLESS = [...HARMLESS_ON_IMAGES, ...HARMLESS_ELSEWHERE]

/** Those of them that run programs and scripts of the repository. */
const RUNS_ANY = new Set(words('npm npx yarn pnpm pytest tox coverage cargo'))

/** They end other programs: a job in the background, too. */
const KILLS = words('kill pkill killall')

/** Calls that go well: what they print is not known. By program, how their arguments begin. */
const GO_WELL: Readonly<Record<string, RegExp>> = {
  git: /^(-C \S+ )?(status|log|rev-parse|describe|show|branch|config|fetch|rev-list|ls-files|remote|name-rev|symbolic-ref|submodule|version|diff(?!.*(--exit-code|--quiet)))\b/,
  'apt-get': /^(-\S+ )*(update|install|upgrade|clean|autoremove)\b/,
  apt: /^(-\S+ )*(update|install|upgrade|clean|autoremove)\b/,
  pip: /^(install|list|freeze|show)\b/,
  pip3: /^(install|list|freeze|show)\b/,
  python: /^(-V|-m pip install)/,
  python3: /^(-V|-m pip install)/,
  node: /^-v$/,
  npm: /^(-v|config)\b/,
  openssl: /^rand\b/,
  dd: /^if=\/dev\/u?random( (bs|count|status)=\w+)*$/,
  ...Object.fromEntries(
    words(
      'lsb_release du tree df free ps id groups nproc hostname lscpu uptime tput file uuidgen',
    ).map((name) => [name, /^/]),
  ),
}

/** How one-line programs begin. */
const ONE_LINERS: Readonly<Record<string, RegExp>> = {
  node: /^(-p|-e|--print|--eval) /,
  python: /^-c /,
  python3: /^-c /,
  perl: /^-e /,
}

/** The words of one-line programs that look at the time, at chance and at JSON, and touch nothing. */
const HARMLESS_WORDS = new Set(
  words(
    'c e p import from as print time datetime timezone utc now utcnow strftime timestamp gmtime localtime int float str round json load loads dumps sys stdin stdout write read uuid uuid4 hex random randint choice secrets token_hex new Date toISOString getTime replace slice split join trim JSON stringify parse process log console Math floor random toString if else for in len sorted get keys POSIX g d',
  ),
)

function isHarmlessOneLiner(name: string, args: string): boolean {
  if (!Object.hasOwn(ONE_LINERS, name) || !ONE_LINERS[name]?.test(args)) return false
  const code = args.replace(/'[^'\n]*'|"[^"\n]*"/g, '')
  return [...code.matchAll(/[A-Za-z_]\w*/g)].every(([word]) => HARMLESS_WORDS.has(word))
}

const goesWell = (name: string, args: string): boolean =>
  (Object.hasOwn(GO_WELL, name) && GO_WELL[name]?.test(args)) || /^(--)?version$/.test(args)

/** What is known of a call of a program that the grader does not have. */
const other: Command = async ({ host, out, input, name, args, act, path }) => {
  const because = `the script runs ${name}, a program that the grader does not have`
  const reason = byHand(because)
  const given = args.join(' ')
  if (KILLS.includes(name)) act()
  // Of what is not followed any file that is named may be changed.
  for (const arg of args) {
    if (!arg.includes('/')) continue
    const file = path(arg.replace(/^--?[\w-]+=/, ''))
    // Into a folder of the runner's own programs many put one beside them.
    if (!holdsPrograms(host, file)) host.files.noteChange(file)
  }
  const isWell = goesWell(name, given)
  const isStopped = name === 'systemctl' && /^(stop|kill|mask|disable)\b/.test(given)
  const isHarmless = (HARMLESS.includes(name) && !isStopped) || isHarmlessOneLiner(name, given)
  if (!isWell && !isHarmless) throw new UnknownError(reason)
  if (!isWell) input.rest()
  await out(`${host.holes.hole(reason)}\n`)
  return isWell
    ? 0
    : {
        ...unknown(because, reason.remedy),
        passedOver: { reason, words: RUNS_ANY.has(name) ? [name, ...args] : [] },
      }
}

/** By absolute path what is on a runner, by its name alone what may be missing. */
export const OTHER_PROGRAMS: readonly (readonly [string, Command])[] = [
  ...HARMLESS.map((name) => [name, other] as const),
  ...[...ON_IMAGES, ...HARMLESS_ON_IMAGES].map((name) => [`/usr/bin/${name}`, other] as const),
]
