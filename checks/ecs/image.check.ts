import { describeImage, type ImageDescription } from '@grade4/pipeline'
import { hasHole, UnknownError } from '@grade4/unknown'
import { REPOSITORY } from '../../evidence/assignment.js'
import { account } from '../../facts/account.js'
import { primaryDeployment, service } from '../../facts/service.js'
import { appContainers, taskDefinition } from '../../facts/task-definition.js'
import { answered, check, knownOrAbsent, undecided } from '../check.js'

const messages = {
  noService: (stack: string) =>
    `There is no ECS service in the stack ${stack}, and no other one runs an image of ${REPOSITORY}.`,
  noPrimary: 'The service has no PRIMARY deployment: its deployment controller works another way.',
  noDefinition: 'The task definition that the service names is not there any more.',
  noContainer: 'The task definition has no container.',
  wrong: (container: string, what: string) => `The container "${container}" ${what}.`,
  unclear: (container: string) =>
    `Which image the container "${container}" runs is known only once it is deployed.`,
  right: (container: string, image: string) => `The container "${container}" runs ${image}.`,
}

const UNCLEAR = {
  remedy: 'Deploy first, then run grade4 on your account.',
  lacks: 'deployment',
} as const

/** What each kind of image means for the student, after "The container …". */
function whatItRuns(image: ImageDescription, graded: { readonly region: string }): string {
  switch (image.kind) {
    case 'cdk-asset':
      return 'still runs the image that CDK built from your disk: from_asset was not replaced'
    case 'other-tag':
      return `runs the tag "${image.tag}" of ${REPOSITORY}, not latest`
    case 'digest':
      return `is pinned to a digest of ${REPOSITORY}, so a new latest never reaches it`
    case 'other-repository':
      return `runs the ECR repository "${image.repository}", not ${REPOSITORY}`
    case 'other-account':
      return `pulls from account ${image.account}, not from yours`
    case 'other-region':
      return `pulls from region ${image.region}, not from ${graded.region}`
    case 'public':
      return `runs an image from the registry ${image.registry}, not from your ECR`
    case 'unparsable':
      return 'names an image in a way that no registry understands'
    case 'latest':
      return `runs ${REPOSITORY}:latest`
  }
}

/**
 * `ecs.image`: what the service runs comes from ECR, by the tag that the pipeline moves.
 * The app container is the one the load balancer points at; without one, any container may be it.
 * Rule: "Pulling from ECR".
 */
export default check('ecs.image', {
  title: 'The service runs cs40:latest from your ECR',
  section: 'Pulling from ECR',
  hint: 'In compute_stack.py give the app container ecs.ContainerImage.from_ecr_repository(repository, "latest"), then cdk deploy.',
  looksAt:
    "The task definition that the service's PRIMARY deployment runs, and in it the app container: the one that the load balancer points at, or any where there is none.",
  passes:
    'Its image is ACCOUNT.dkr.ecr.us-west-2.amazonaws.com/cs40:latest of your own account. Other containers beside it may run anything.',
  failures: {
    'The container still runs an image that CDK built: from_asset was not replaced.':
      'Use ecs.ContainerImage.from_ecr_repository(repository, "latest") in compute_stack.py, then cdk deploy.',
    'It names another tag, or is pinned to a digest, so a new latest never reaches it.':
      'Give from_ecr_repository the tag "latest", then cdk deploy.',
    'It pulls from another account, another region or a public registry.':
      'Import your own cs40 with ecr.Repository.from_repository_name, then cdk deploy.',
    'There is no ECS service.': 'Deploy the compute stack with its Fargate service: cdk deploy.',
  },

  async rule({ evidence, finding, seen }) {
    const [graded, observedDefinition, accountId] = await Promise.all([
      service(evidence),
      taskDefinition(evidence),
      account(evidence),
    ])
    const running = knownOrAbsent(graded)?.value
    if (running === undefined) {
      return finding(messages.noService(evidence.subject.stack), {
        hint: 'Deploy the compute stack with its Fargate service: cdk deploy.',
      })
    }
    if (primaryDeployment(running) === null) {
      throw undecided(messages.noPrimary, "Look at the service's task sets by hand.")
    }
    const definition = knownOrAbsent(observedDefinition)?.value
    if (definition === undefined) return finding(messages.noDefinition)
    const home = { account: answered(accountId), region: evidence.subject.region }
    const containers = appContainers(running, definition).map(({ name, image }) => ({
      name,
      image,
      description: describeImage(image, home),
    }))
    const right = containers.find(({ description }) => description.kind === 'latest')
    if (right !== undefined) return seen(messages.right(right.name, right.image))
    const unclear = containers.find(({ image }) => hasHole(image))
    if (unclear !== undefined) {
      throw new UnknownError({ ...UNCLEAR, because: messages.unclear(unclear.name) })
    }
    const expected = `${home.account}.dkr.ecr.${home.region}.amazonaws.com/${REPOSITORY}:latest`
    if (containers.length === 0) finding(messages.noContainer, { expected })
    for (const { name, image, description } of containers) {
      finding(messages.wrong(name, whatItRuns(description, home)), { expected, actual: image })
    }
  },
})
