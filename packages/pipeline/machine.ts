import { posix } from 'node:path'
import { type Host, type Invocation, JobFiles, PROGRAMS } from '@grade4/shell'
import { byHand, type Observed, type Reason } from '@grade4/unknown'
import { aws } from './aws/aws.js'
import type { JobCommand } from './commands/command.js'
import { docker } from './commands/docker.js'
import { DockerHost } from './docker-host.js'
import { EVENT_FILE } from './known.js'
import type { PushBegins, RepositoryState, TwinEffect } from './twin/effects.js'
import type { Twin } from './twin/twin.js'

export interface MachineOptions {
  readonly twin: Twin
  /** Of the runner; `amd64` on ubuntu-latest. */
  readonly architecture?: 'amd64' | 'arm64'
  /** What is in the file of the event, asked for when it is read; without one there is none. */
  readonly eventFile?: () => string
  /** What the graded repository is like when something is about to be pushed. */
  readonly beforePush?: () => Promise<Observed<RepositoryState>>
}

/** Folders of a GitHub runner that hold files nobody has listed here. */
const UNLISTED =
  '/bin /boot /dev /etc /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /usr /var'.split(
    ' ',
  )

/** Files by which a Linux machine describes itself. */
const DESCRIPTIONS = ['/etc/os-release', '/proc/cpuinfo', '/proc/meminfo', '/proc/version']

const DESCRIPTION = byHand('the script looks at the machine that it runs on')

/** Programs that the shell does not bring itself, by path. */
const COMMANDS: readonly (readonly [string, JobCommand])[] = [
  ['/usr/local/bin/aws', aws],
  ['/usr/bin/docker', docker],
]

/** A repository's files on the machine. */
export interface Checkout {
  /** Absolute. */
  readonly directory: string
  /** `owner/name`; `null`: the graded one. May have holes. */
  readonly repository: string | null
  /** Its files are those of the graded commit. */
  readonly isGradedCommit: boolean
}

/** The runner of one job: files and docker live across the job's steps, the twin across all jobs. */
export class Machine {
  readonly twin: Twin
  readonly architecture: 'amd64' | 'arm64'
  readonly fs = new JobFiles()
  readonly docker = new DockerHost()
  /** When the step that runs is ended by force, on the run's clock. */
  deadline = Number.POSITIVE_INFINITY
  /** Why nothing on this machine is sure to reach AWS any more; `null`: nothing is known to be in the way. */
  doubt: Reason | null = null
  /** Why it is not known what builds images; `null`: a builder on this machine does. */
  builderDoubt: Reason | null = null
  /** What repositories were checked out, and to which folders. */
  readonly checkouts: Checkout[] = []

  readonly #beforePush: MachineOptions['beforePush']
  readonly #commands: Host['commands']
  /** Gets the effects of the script that runs. */
  #onEffect: (effect: TwinEffect, act: number) => void = () => {}

  constructor({ twin, architecture = 'amd64', beforePush, eventFile }: MachineOptions) {
    this.twin = twin
    this.#beforePush = beforePush
    this.architecture = architecture
    for (const directory of ['/home/runner/work/_temp', '/tmp', '/etc', '/dev', '/usr/bin']) {
      this.fs.mkdirSync(directory, { recursive: true })
    }
    for (const directory of UNLISTED) this.fs.addUnlisted(directory)
    this.fs.addListed('/home/runner/work')
    for (const file of DESCRIPTIONS) {
      this.fs.mkdirSync(posix.dirname(file), { recursive: true })
      this.fs.writeFileSync(file, twin.holes.hole(DESCRIPTION, 'text'))
    }
    if (eventFile !== undefined) this.fs.writeFileLazy(EVENT_FILE, eventFile)
    const commands = COMMANDS.map(
      ([path, command]) =>
        [
          path,
          (invocation: Invocation) => {
            const emit = (effect: TwinEffect) => this.#onEffect(effect, invocation.act())
            return command({ ...invocation, machine: this, emit })
          },
        ] as const,
    )
    this.#commands = new Map([...PROGRAMS, ...commands])
  }

  /**
   * The machine as a shell sees it. `onEffect` gets each effect on the account, in order, with the number of the
   * act that it is.
   */
  host(onEffect: (effect: TwinEffect, act: number) => void): Host {
    this.#onEffect = onEffect
    return {
      files: this.fs,
      clock: this.twin.clock,
      holes: this.twin.holes,
      architecture: this.architecture,
      commands: this.#commands,
      deadline: this.deadline,
    }
  }

  /** Says that something is about to be pushed. */
  async pushBegins(emit: (effect: PushBegins) => void): Promise<void> {
    if (this.#beforePush !== undefined) {
      emit({ kind: 'push-begins', before: await this.#beforePush() })
    }
  }

  /**
   * A repository was checked out: its folder now holds files that the grader does not have. What is missing below
   * it is unknown, not absent.
   */
  checkedOut(checkout: Checkout): void {
    this.fs.mkdirSync(checkout.directory, { recursive: true })
    this.fs.addCheckout(checkout.directory)
    this.checkouts.push(checkout)
  }
}
