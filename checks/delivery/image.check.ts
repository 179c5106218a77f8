import { runAttempt, workflowRuns } from '../../evidence/github/actions.js'
import type { WorkflowRun } from '../../evidence/github/models.js'
import type { Evidence } from '../../evidence/question.js'
import { latestImage } from '../../facts/latest-image.js'
import { placeAmongRuns, type RunPlacement, run } from '../../facts/run.js'
import { timestampOf } from '../../facts/timestamp-tag.js'
import { Blocked, check, known, undecided } from '../check.js'

const messages = {
  noImage: 'There is no single image behind latest whose origin could be told.',
  noRun: 'No run of main.yml has succeeded yet, so none has pushed the image behind latest.',
  noTimestamp: (tags: string) =>
    `The image behind latest carries no timestamp beside it (its tags: ${tags}): it was not pushed by the pipeline.`,
  outside: (what: string, moment: string) =>
    `${what} (${moment}) lies in no successful run of main.yml: the pipeline did not push it.`,
  inFailed: (what: string, number: number) =>
    `${what} lies in run ${number} of main.yml, which did not succeed.`,
  inGoing: (what: string, number: number) =>
    `${what} lies in run ${number} of main.yml, which is still going on.`,
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
    'It carries a timestamp, and that time and the push time each lie in a successful run: the pipeline pushed it, not a laptop.',
  failures: {
    'The image carries no timestamp beside latest, or one that no run made: it was pushed by hand.':
      'Push a commit to main and let the pipeline push the image.',
    'It was pushed by a run that failed afterwards.': 'Fix the run and push again.',
  },

  async rule({ evidence, finding, seen }) {
    const [latest, observedRuns] = await Promise.all([
      latestImage(evidence),
      evidence.ask(workflowRuns),
    ])
    const image = known(latest, 'ecr.latest', messages.noImage)
    const runs = known(observedRuns, 'delivery.run', messages.noRun)
    const graded = known(await run(evidence), 'delivery.run', messages.noRun)
    if (
      !runs.some(({ conclusion, status }) => conclusion === 'success' || status !== 'completed')
    ) {
      throw new Blocked('delivery.run', messages.noRun)
    }
    const stamps = image.tags.flatMap((tag) => {
      const at = timestampOf(tag)
      return at === null ? [] : [{ tag, at }]
    })
    if (stamps.length === 0) return finding(messages.noTimestamp(image.tags.join(', ')))
    if (image.pushedAt === null) {
      throw undecided(messages.noPushTime, 'Look at the image in the ECR console by hand.')
    }

    const pushed = await placeOf(image.pushedAt, runs, evidence)
    const tagged = await Promise.all(
      stamps.map(async ({ tag, at }) => ({ tag, at, place: await placeOf(at, runs, evidence) })),
    )
    const good = tagged.find(({ place }) => place.state === 'inside')
    if (good?.place.state === 'inside' && pushed.state === 'inside') {
      return seen(messages.right(good.tag, good.place.run.number))
    }
    const [first] = tagged
    const suspect =
      good === undefined && first !== undefined
        ? { what: `The time in its tag ${first.tag}`, at: first.at }
        : { what: 'The time it was pushed', at: image.pushedAt }
    const during = runs.find((run) => wentOn(run, suspect.at))
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
        ? messages.outside(suspect.what, suspect.at.toISOString())
        : messages.inFailed(suspect.what, during.number),
    )
  },
})

/** Where a moment lies among the runs; earlier attempts of a run that was run again are looked up. */
async function placeOf(
  moment: Date,
  runs: readonly WorkflowRun[],
  evidence: Evidence,
): Promise<RunPlacement> {
  const place = placeAmongRuns(moment, runs)
  if (place.state !== 'earlier-attempt') return place
  const attempts = await Promise.all(
    Array.from({ length: place.run.attempt - 1 }, (_, index) =>
      evidence.ask(runAttempt, String(place.run.id), String(index + 1)),
    ),
  )
  return placeAmongRuns(
    moment,
    attempts.map((attempt) => known(attempt, 'delivery.run', messages.noRun)),
  )
}

/** Whether a run that did not succeed, or not yet, was going on at a moment. */
function wentOn({ status, conclusion, createdAt, updatedAt }: WorkflowRun, moment: Date): boolean {
  if (conclusion === 'success') return false
  return moment >= createdAt && (status !== 'completed' || moment <= updatedAt)
}
