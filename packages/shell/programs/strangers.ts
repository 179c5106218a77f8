import { type Reason, UnknownError, unknown } from '@grade4/unknown'
import type { Invocation, Status } from '../command.js'

/** Programs of GitHub's ubuntu images, as far as scripts ask for them. */
export const PREINSTALLED = new Set(
  'git gh python3 python pip pip3 node npm npx yarn curl wget make gcc g++ cmake zip unzip ssh scp rsync gpg openssl perl ruby java mvn gradle go cargo rustc php composer dotnet kubectl helm terraform packer ansible az gcloud docker-compose podman buildah skopeo yamllint shellcheck apt apt-get dpkg snap lsb_release df free ps kill id groups nproc hostname tput lscpu uptime bc dd file less nano vim systemctl netstat ip ping nslookup dig md5sum cdk sam'.split(
    ' ',
  ),
)

/** Calls whose success is what anybody expects, and that touch nothing of AWS. By program, the arguments they begin with. */
const HARMLESS: Readonly<Record<string, RegExp>> = {
  git: /^(-C \S+ )?(status|log|rev-parse|describe|show|branch|config|fetch|rev-list|ls-files|remote|name-rev|symbolic-ref|submodule|--version|version|diff(?!.*(--exit-code|--quiet)))\b/,
  'apt-get': /^(-\S+ )*(update|install|upgrade|clean|autoremove)\b/,
  apt: /^(-\S+ )*(update|install|upgrade|clean|autoremove)\b/,
  pip: /^(install|--version|list|freeze|show)\b/,
  pip3: /^(install|--version|list|freeze|show)\b/,
  python: /^(--version|-V|-m pip (install|--version))/,
  python3: /^(--version|-V|-m pip (install|--version))/,
  node: /^(--version|-v)$/,
  npm: /^(--version|-v|config)\b/,
  lsb_release: /./,
  df: /^/,
  free: /^/,
  ps: /^/,
  id: /^/,
  groups: /^/,
  nproc: /^/,
  hostname: /^/,
  lscpu: /^/,
  uptime: /^/,
  tput: /^/,
  file: /^/,
}

/** Programs that may be there or not, may fail or not, and touch nothing of AWS either way. */
export const ASIDE = new Set(
  'npm npx yarn pnpm pytest flake8 black ruff mypy pylint isort bandit tox coverage curl wget ping nslookup dig nc openssl gpg zip unzip dpkg snap bc shellcheck hadolint yamllint kill pkill killall cargo gcc g++ git apt apt-get pip pip3 systemctl'.split(
    ' ',
  ),
)

/** Runs a program that the grader does not have. */
export async function runStranger(invocation: Invocation): Promise<Status> {
  const { host, out, input, name, args } = invocation
  const reason = reasonFor(name)
  const harmless = Object.hasOwn(HARMLESS, name) ? HARMLESS[name] : undefined
  const version =
    PREINSTALLED.has(name) && args.length === 1 && /^(--version|version)$/.test(args[0] ?? '')
  if (harmless?.test(args.join(' ')) || version) {
    await out(`${host.holes.hole(reason)}\n`)
    return 0
  }
  if (!ASIDE.has(name)) throw new UnknownError(reason)
  input.rest()
  await out(`${host.holes.hole(reason)}\n`)
  return unknown(reason.because, reason.remedy)
}

function reasonFor(name: string): Reason {
  return {
    because: `the script runs ${name}, a program that the grader does not have`,
    remedy: 'Grade this step by hand.',
  }
}
