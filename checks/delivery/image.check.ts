import {
  type WorkflowRun,
  workflowRuns,
  workflowRunsOfAnyEvent,
} from '../../evidence/github/actions.js'
import type { Evidence } from '../../evidence/question.js'
import { latestImage } from '../../facts/latest-image.js'
import { momentText } from '../../facts/moment-text.js'
import { run, successfulRunAt } from '../../facts/run.js'
import { momentsOf } from '../../facts/timestamp-tag.js'
import { Blocked, check, known, knownOrAbsent, undecided } from '../check.js'

const messages = {
  noImage: 'There is no single image behind latest whose origin could be found.',
  noRun: 'No run of main.yml has succeeded yet, so none has pushed the image behind latest.',
  noTimestamp: (tags: string) =>
    `The image behind latest carries no timestamp beside it (its tags: ${tags}): it was not pushed by the pipeline.`,
  outside: (what: string, moment: string) =>
    `${what} (${moment}) lies in no successful run of main.yml: the pipeline did not push it.`,
  inFailed: (what: string, number: number) =>
    `${what} lies in run ${number} of main.yml, which did not succeed.`,
  inGoing: (what: string, number: number) =>
    `${what} lies in run ${number} of main.yml, which is still in progress.`,
  noPushTime: 'ECR does not tell when the image behind latest was pushed.',
  right: (tag: string, number: number) => `Run ${number} of main.yml pushed it as ${tag}.`,
}

/**
 * `delivery.image`: the pipeline pushed the image, not a laptop.
 * The tag's time and the push time may lie in two different runs: ECR keeps a digest's first push time, so an
 * identical rebuild only adds a tag.
 * Rule: "To verify if your GitHub action worked". Source: ECR, DescribeImages, `imagePushedAt`.
 */
export default check('delivery.image', {
  title: 'The pipeline pushed the latest image',
  section: 'Configuring GitHub Actions to Push to ECR',
  hint: 'Push a commit to main and let the pipeline push the image, with both tags.',
  looksAt:
    'The image behind latest: its timestamp tag and the time it was pushed, against the times of the runs of main.yml.',
  passes:
    'It carries a timestamp, and that time and the push time each lie in a successful run, whatever started it and in whichever attempt: the pipeline pushed it, not a laptop. A time without its zone counts if one zone fits.',
  failures: {
    'The image carries no timestamp beside latest, or one that no run made: it was pushed by hand.':
      'Push a commit to main and let the pipeline push the image.',
    'It was pushed by a run that failed afterwards.': 'Fix the run and push again.',
  },

  async rule({ evidence, finding, seen }) {
    // Asked for together.
    const [latest] = await Promise.all([latestImage(evidence), evidence.ask(workflowRuns)])
    const image = known(latest, 'ecr.latest', messages.noImage)
    const stamps = image.tags.flatMap((tag) => {
      const moments = momentsOf(tag)
      return moments.length === 0 ? [] : [{ tag, moments }]
    })
    const pushedIn =
      image.pushedAt && knownOrAbsent(await successfulRunAt(evidence, [image.pushedAt]))
    const tagged = await firstInRun(evidence, stamps)
    if (pushedIn !== null && tagged !== null)
      return seen(messages.right(tagged.tag, tagged.run.number))

    const runs = known(await evidence.ask(workflowRuns), 'delivery.run', messages.noRun)
    const graded = known(await run(evidence), 'delivery.run', messages.noRun)
    const mayHavePushed = ({ conclusion, status }: WorkflowRun) =>
      conclusion === 'success' || status !== 'completed'
    if (!runs.some(mayHavePushed)) throw new Blocked('delivery.run', messages.noRun)
    const [stamp] = stamps
    const at = stamp?.moments[0]
    if (stamp === undefined || at === undefined) {
      return finding(messages.noTimestamp(image.tags.join(', ')))
    }
    if (image.pushedAt === null) {
      throw undecided(messages.noPushTime, 'Look at the image in the ECR console by hand.')
    }
    const suspect =
      tagged === null
        ? { what: `The time in its tag ${stamp.tag}`, at }
        : { what: 'The time it was pushed', at: image.pushedAt }
    const all = known(await evidence.ask(workflowRunsOfAnyEvent), 'delivery.run', messages.noRun)
    const during = all.find((run) => wentOn(run, suspect.at))
    if (during !== undefined && during.status !== 'completed') {
      throw undecided(
        messages.inGoing(suspect.what, during.number),
        'Run grade4 again when it has ended, or now with --wait.',
      )
    }
    if (during?.id === graded.id) {
      throw new Blocked('delivery.run', messages.inFailed(suspect.what, during.number))
    }
    finding(
      during === undefined
        ? messages.outside(suspect.what, momentText(suspect.at))
        : messages.inFailed(suspect.what, during.number),
    )
  },
})

/** The first tag that may name a moment of a successful run, with that run; `null`: none does. */
async function firstInRun(
  evidence: Evidence,
  stamps: readonly { readonly tag: string; readonly moments: readonly Date[] }[],
): Promise<{ tag: string; run: WorkflowRun } | null> {
  for (const { tag, moments } of stamps) {
    const found = knownOrAbsent(await successfulRunAt(evidence, moments))
    if (found !== null) return { tag, run: found.value }
  }
  return null
}

/** Whether a run that did not succeed, or not yet, was going on at a moment. */
function wentOn({ status, conclusion, createdAt, updatedAt }: WorkflowRun, moment: Date): boolean {
  if (conclusion === 'success') return false
  return moment >= createdAt && (status !== 'completed' || moment <= updatedAt)
}
