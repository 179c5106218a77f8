import { commandsIn, runsNoOther } from '@grade4/shell'
import { UnknownError } from '@grade4/unknown'
import type { Reach, SoughtCommand } from '../trace.js'

// What a script or an action may have done where it is not followed. This is the one place that tells by words: by
// those of a script's commands, comments left out, and by an action's name and inputs.

/** What may work on ECR or ECS. */
const AWS = /\b(ecr|ecs|boto\w*|terraform|pulumi|cdk)\b|^aws (-\S+ )*\$/im

/** What else an action that works on images or the service says of itself. */
const IMAGES = /(^|[^a-z])(aws|ecr|ecs|docker|fargate|images?)($|[^a-z])/i

/** What may assume a role, or sign docker in to a registry. */
const SIGNS_IN =
  /(?<![a-z])(?:aws|amazon|ecr|ecs|sts|iam|oidc|role|docker)(?![a-z])|cred|log-?in|sign-?in|auth(?!or)|registr/i

/** What may bring the repository's files. */
const CHECKS_OUT = /check-?out|\bclone\b|\bgit\s+(?:fetch|pull|init)\b/i

/** What may make a builder with emulators of its own. */
const EMULATES = /\bbuildx\s+create\b|\/[\w.-]*buildx|buildkit|qemu|binfmt/i

/** What may keep programs of the machine from reaching AWS: commands, and files that they read or that they are. */
const CHANGES_MACHINE =
  /^(?:sudo (?:-\S+ )*)?(?:iptables|nft|ufw|ifconfig|ip (?:-\S+ )*(?:link|route|addr|rule)|tc|nsenter|mount|sysctl|update-alternatives|timedatectl|date (?:-s|--set)|systemctl (?:stop|kill|mask|disable) (?:docker|containerd|systemd-))|\/etc\/(?:hosts|resolv\.conf|nsswitch)|\/\.(?:aws|docker)\b|bin\/(?:aws|docker)\b/m

const SOUGHT: readonly SoughtCommand[] = [
  'any',
  'batch-delete-image',
  'put-image',
  'delete-repository',
  'update-service',
  'delete-service',
  'desired-count',
  'force-new-deployment',
  '--region',
]

/**
 * A command of aws that does nothing but what is written out. What it is given may be unknown, or stand elsewhere, but
 * for a command that its options make another one.
 */
const PLAIN_AWS =
  /^aws (?:-\S+ (?:[\w-]+ )?)*[a-z][a-z\d-]* (?:update-service(?: (?:(?!--cli-|file:)[^$`\uE0F0\uE0F1])*)?|(?!update-service)[a-z][a-z-]*(?: (?:(?!\$\()[^`])*)?)$/s

/** What a step may have done, and have prepared for later ones, so that its absence is not held against them. */
export interface Possible {
  readonly reach: Reach
  readonly bringsFiles: boolean
  readonly bringsBuilder: boolean
}

/** What commands may do, by their words. */
export function reachOf(words: string): Reach {
  return AWS.test(words) ? 'aws' : SIGNS_IN.test(words) ? 'sign-in' : 'nothing'
}

/** What a script may do, by the words of its commands. */
export interface PossibleOfScript extends Possible {
  readonly holds: readonly SoughtCommand[]
  /** Names of variables that it may set for later steps. */
  readonly exports: readonly string[]
  /** It may have changed what programs reach AWS with. */
  readonly changesMachine: boolean
}

/** What a script may have done where it is not followed. */
export function possibleOfScript(script: string): PossibleOfScript {
  const written = read(script)
  if (written === null) {
    const all = { bringsFiles: true, bringsBuilder: true, changesMachine: true }
    return { reach: 'aws', ...all, holds: SOUGHT, exports: [] }
  }
  const { commands, assignments } = written
  const words = commands.map((one) => one.join(' ')).join('\n')
  const all = [words, ...assignments].join('\n')
  const names = words.matchAll(/\b([A-Za-z_]\w*)(?:=|<<)/g)
  return {
    reach: reachOf(words),
    bringsFiles: CHECKS_OUT.test(words),
    bringsBuilder: EMULATES.test(words),
    holds: SOUGHT.filter((command) =>
      command === 'any' ? !commands.every(isPlain) : all.includes(command),
    ),
    changesMachine: CHANGES_MACHINE.test(words),
    exports: words.includes('GITHUB_ENV') ? [...names].flatMap(([, name]) => name ?? []) : [],
  }
}

/** Whether a command can't be whatever is looked for: it is written out. */
function isPlain(command: readonly string[]): boolean {
  return runsNoOther(command[0] ?? '') || PLAIN_AWS.test(command.join(' '))
}

/** What stands in a script; `null` where it is too much to be read. */
function read(script: string): ReturnType<typeof commandsIn> | null {
  try {
    return commandsIn(script)
  } catch (error) {
    if (error instanceof UnknownError) return null
    throw error
  }
}

/** What an action may have done that is not followed. `inputs`: their names and values. */
export function possibleOfAction(uses: string, inputs: readonly string[]): Possible {
  const words = [uses, ...inputs].join('\n')
  return {
    reach: IMAGES.test(words) ? 'aws' : SIGNS_IN.test(uses) ? 'sign-in' : 'nothing',
    bringsFiles: IMAGES.test(words) || CHECKS_OUT.test(words),
    bringsBuilder: EMULATES.test(words),
  }
}
