import { type Host, type Invocation, JobFiles, PROGRAMS } from '@grade4/shell'
import type { Observed } from '@grade4/unknown'
import { aws } from './aws/aws.js'
import type { JobCommand } from './commands/command.js'
import { docker } from './commands/docker.js'
import { DockerHost } from './docker-host.js'
import type { PushBegins, RepositoryState, TwinEffect } from './twin/effects.js'
import type { Twin } from './twin/twin.js'

export interface MachineOptions {
  readonly twin: Twin
  /** Of the runner; `amd64` on ubuntu-latest. */
  readonly architecture?: 'amd64' | 'arm64'
  /** What the graded repository is like when something is about to be pushed. */
  readonly beforePush?: () => Promise<Observed<RepositoryState>>
}

/** Folders of a GitHub runner that hold files nobody has listed here. */
const UNLISTED =
  '/bin /boot /etc /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /usr /var'.split(
    ' ',
  )

/** Programs that the shell does not bring itself, by path. */
const COMMANDS: readonly (readonly [string, JobCommand])[] = [
  ['/usr/local/bin/aws', aws],
  ['/usr/bin/docker', docker],
]

/** The runner of one job: files and docker live across the job's steps, the twin across all jobs. */
export class Machine {
  readonly twin: Twin
  readonly architecture: 'amd64' | 'arm64'
  readonly fs = new JobFiles()
  readonly docker = new DockerHost()
  /** What `aws configure set` wrote for the default profile. */
  readonly awsConfig = new Map<string, string>()
  /** Folders that repositories were checked out to, absolute. */
  readonly checkouts: string[] = []
  /** Those of them that hold the graded commit, the last one last. */
  readonly ownCheckouts: string[] = []

  readonly #beforePush: MachineOptions['beforePush']

  constructor({ twin, architecture = 'amd64', beforePush }: MachineOptions) {
    this.twin = twin
    this.#beforePush = beforePush
    this.architecture = architecture
    for (const directory of ['/home/runner/work/_temp', '/tmp', '/etc', '/dev', '/usr/bin']) {
      this.fs.mkdirSync(directory, { recursive: true })
    }
    for (const directory of UNLISTED) this.fs.addUnlisted(directory)
    this.fs.addListed('/home/runner/work')
    this.fs.writeFileSync('/etc/os-release', 'NAME="Ubuntu"\nID=ubuntu\nVERSION_ID="24.04"\n')
  }

  /** The machine as a shell sees it. `onEffect` gets each effect on the account, in order. */
  host(onEffect: (effect: TwinEffect) => void): Host {
    const commands = COMMANDS.map(
      ([path, command]) =>
        [
          path,
          (invocation: Invocation) => {
            const emit = (effect: TwinEffect) => {
              invocation.act()
              onEffect(effect)
            }
            return command({ ...invocation, machine: this, emit })
          },
        ] as const,
    )
    return {
      files: this.fs,
      clock: this.twin.clock,
      holes: this.twin.holes,
      architecture: this.architecture,
      commands: new Map([...PROGRAMS, ...commands]),
    }
  }

  /** Says that something is about to be pushed. */
  async pushBegins(emit: (effect: PushBegins) => void): Promise<void> {
    if (this.#beforePush !== undefined) {
      emit({ kind: 'push-begins', before: await this.#beforePush() })
    }
  }

  /**
   * A repository was checked out: `directory` (absolute) now holds files that the grader does not
   * have. What is missing below it is unknown, not absent. `isGraded`: those of the graded commit.
   */
  checkedOut(directory: string, isGraded = false): void {
    this.fs.mkdirSync(directory, { recursive: true })
    this.fs.addUnlisted(directory)
    this.checkouts.push(directory)
    if (isGraded) this.ownCheckouts.push(directory)
  }
}
