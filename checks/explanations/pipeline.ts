import type { CheckId } from '../rubric.js'
import type { Explanation } from './explanation.js'

/** The 50 points of the repository and its workflow. */
export const PIPELINE = {
  'repo.private': {
    looksAt: 'The visibility of your repository on GitHub.',
    passes: 'It is private.',
    failures: [
      {
        when: 'Everybody, or the whole organization, can read it.',
        mend: 'On GitHub: Settings > General > Danger Zone > Change visibility > private.',
      },
    ],
  },
  'repo.actions': {
    looksAt:
      "The Actions settings of the repository; reading them needs the token's permission Administration.",
    passes: 'Actions is enabled, and all actions and reusable workflows are allowed.',
    failures: [
      {
        when: 'Actions is disabled, or only selected or local actions may be used.',
        mend: 'On GitHub: Settings > Actions > General > Allow all actions and reusable workflows.',
      },
    ],
  },
  'repo.secret': {
    looksAt: "The names of the repository's secrets. Their values can't be read by anybody.",
    passes: 'One of them is AWS_ACCOUNT_ID.',
    failures: [
      {
        when: 'There is no such secret, it is a variable instead, or it belongs to an environment.',
        mend: 'On GitHub: Settings > Secrets and variables > Actions > New repository secret, named AWS_ACCOUNT_ID.',
      },
    ],
  },
  'workflow.valid': {
    looksAt:
      ".github/workflows/main.yml on the branch main, read with GitHub's own parser and schema.",
    passes: 'It is there, and GitHub would run it. Every error is shown with its line and column.',
    failures: [
      {
        when: 'There is no such file on main.',
        mend: 'Copy the starter of the assignment to .github/workflows/main.yml, commit, and push to main.',
      },
      {
        when: 'A "with:" has nothing below it, as in the untouched starter.',
        mend: 'Fill in the inputs of steps 6 and 8, indented below with:.',
      },
      {
        when: 'A key is misspelt, in the wrong place or there twice, or the YAML is not well formed.',
        mend: 'Mend the line that is named: keys are lower case, and indented with spaces, never tabs.',
      },
      {
        when: 'The tags are a YAML list.',
        mend: 'Write them as one text: "tags: |" and then one tag a line, without dashes.',
      },
    ],
  },
  'workflow.trigger': {
    looksAt: 'The "on:" of main.yml: its events and filters.',
    passes: 'An ordinary commit that is pushed to main starts it.',
    failures: [
      {
        when: 'It listens to another event, or to pushes of another branch or of tags only.',
        mend: 'Write: on: { push: { branches: [ main ] } }',
      },
      {
        when: 'A filter by paths would keep an ordinary commit from starting it.',
        mend: 'Take paths and paths-ignore out.',
      },
    ],
  },
  'workflow.credentials': {
    looksAt:
      "What the pipeline does up to the first use of AWS, run on a copy of your account, with the token that GitHub would issue for the push and AWS's own rules for accepting it.",
    passes:
      'The job takes the graded role of your own account, in us-west-2, through OIDC, before anything touches AWS.',
    failures: [
      {
        when: 'The job may not ask GitHub for a token.',
        mend: "Give the workflow, or the job, the permissions id-token: write and contents: read (a job's own permissions replace the workflow's).",
      },
      {
        when: 'role-to-assume still says ROLE_NAME_HERE, or names a role that is not there or not yours.',
        mend: 'Copy the ARN of your role from the IAM console.',
      },
      {
        when: 'AWS refuses the token, since GitHub writes its subject in another form than the trust policy expects: with ids, or with an environment.',
        mend: 'Put the subject that the report shows into the trust policy, or take environment: off the job.',
      },
      {
        when: 'The step uses access keys, another region, or a longer session than the role gives.',
        mend: 'Leave only role-to-assume and aws-region: us-west-2 in the step.',
      },
    ],
  },
  'workflow.build': {
    looksAt: 'The steps of the pipeline that build, run on a copy of your account.',
    passes:
      'docker/build-push-action builds for exactly linux/arm64 and does not push, before anything is pushed. Without "push:" it does not push.',
    failures: [
      {
        when: 'No platform is given, or another one, or several.',
        mend: 'Step 6: set "platforms: linux/arm64".',
      },
      {
        when: 'The first build pushes at once.',
        mend: 'Step 6: set "push: false"; step 8 is the one that pushes.',
      },
      {
        when: 'A script runs docker build itself.',
        mend: 'Use docker/build-push-action: the assignment asks for the action.',
      },
    ],
  },
  'workflow.tags': {
    looksAt:
      'The tags of the image that is built and of the one that is pushed, as they are when the pipeline runs.',
    passes:
      'Both carry exactly two: REGISTRY/cs40:latest and REGISTRY/cs40:TIMESTAMP, where TIMESTAMP is what the timestamp step of this run gave.',
    failures: [
      {
        when: 'One of the two is missing, or there is a third.',
        mend: 'Steps 6 and 8: give both tags, one a line below "tags: |", and no others.',
      },
      {
        when: 'The timestamp is empty: the step or its output has another name.',
        mend: 'Use ${{ steps.timestamp.outputs.timestamp }} with the id and the output name of step 1.',
      },
      {
        when: 'The second tag is something else, the commit for example, or the same at every push.',
        mend: "Use the timestamp step's output.",
      },
      {
        when: 'A tag begins with a dash, or its registry is empty.',
        mend: 'Lines below "tags: |" have no dashes; the registry is ${{ env.ECR_REGISTRY }} or ${{ steps.login-ecr.outputs.registry }}.',
      },
    ],
  },
  'workflow.untag': {
    looksAt:
      'The tags of the images in the copy of your cs40 at the moment the push begins, over two pushes in a row.',
    passes:
      'No image carries latest any more, and nothing else was lost: images keep their other tags.',
    failures: [
      {
        when: 'Nothing takes the tag off, or the command is only a comment, an echo, or behind an exit.',
        mend: 'Step 7: aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest',
      },
      {
        when: 'Another tag, another repository or another region is named.',
        mend: 'Name cs40, imageTag=latest and us-west-2.',
      },
      {
        when: 'Images are deleted by digest, and their timestamps with them.',
        mend: 'Delete by imageTag=latest alone: that takes off only this tag.',
      },
      {
        when: 'It happens after the push.',
        mend: 'Put the step before step 8.',
      },
    ],
  },
  'workflow.push': {
    looksAt: 'The step of the pipeline that pushes, run on a copy of your account.',
    passes:
      'docker/build-push-action pushes to your cs40 for linux/arm64, after the untagging, with inputs that are otherwise those of the build.',
    failures: [
      {
        when: 'Nothing pushes: "push: true" is missing, or says yes, which the action refuses.',
        mend: 'Step 8: set "push: true".',
      },
      {
        when: 'The push differs from the build in another input, its context for example.',
        mend: 'Make step 8 the same as step 6, but for push.',
      },
      {
        when: 'The job is not signed in to ECR.',
        mend: 'Put aws-actions/amazon-ecr-login before the push, in the same job.',
      },
    ],
  },
  'workflow.redeploy': {
    looksAt: 'The aws ecs update-service commands of the pipeline, run on a copy of your account.',
    passes:
      'After the push one of them, with --force-new-deployment, names your cluster and your service, by name or ARN, in us-west-2.',
    failures: [
      {
        when: 'Cluster or service are still placeholders, or not yours.',
        mend: 'Copy both names from the ECS console, or run: aws ecs list-clusters, then aws ecs list-services --cluster NAME',
      },
      {
        when: '--force-new-deployment is missing, so the running tasks stay as they are.',
        mend: 'Step 9: add --force-new-deployment.',
      },
      {
        when: 'It comes before the push, goes to another region, or never runs.',
        mend: 'Put it after step 8, with --region us-west-2, as a command of its own.',
      },
    ],
  },
  'delivery.run': {
    looksAt: 'The runs of main.yml for pushes to main; cancelled and skipped ones are passed over.',
    passes:
      'The newest one succeeded. While it is going on nobody can tell: come back, or use --wait.',
    failures: [
      {
        when: 'It failed.',
        mend: 'Open it on the Actions page of the repository, mend what its red step says, and push again.',
      },
      {
        when: 'main.yml has never run.',
        mend: 'Push a commit to main.',
      },
    ],
  },
  'delivery.image': {
    looksAt:
      'The image behind latest: its timestamp tag and the time it was pushed, against the times of the runs of main.yml.',
    passes:
      'It carries a timestamp, and that time and the push time each lie in a successful run: the pipeline pushed it, not a laptop.',
    failures: [
      {
        when: 'The image carries no timestamp beside latest, or one that no run made: it was pushed by hand.',
        mend: 'Push a commit to main and let the pipeline push the image.',
      },
      {
        when: 'It was pushed by a run that failed afterwards.',
        mend: 'Mend the run and push again.',
      },
    ],
  },
} as const satisfies Partial<Record<CheckId, Explanation>>
