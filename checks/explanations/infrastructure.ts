import type { CheckId } from '../rubric.js'
import type { Explanation } from './explanation.js'

/** The 100 points of the account. */
export const INFRASTRUCTURE = {
  'ecr.repository': {
    looksAt: 'The private ECR repositories of your account in us-west-2.',
    passes: 'There is one called cs40.',
    failures: [
      {
        when: 'There is no repository cs40 at all.',
        mend: 'Run: aws ecr create-repository --repository-name cs40 --region us-west-2',
      },
      {
        when: "It was created in another region, your shell's default.",
        mend: 'Create it again with --region us-west-2; delete the other one in the ECR console.',
      },
    ],
  },
  'ecr.latest': {
    looksAt: 'Every image in cs40, on all pages of the list, with its tags.',
    passes: 'Exactly one of them carries the tag latest.',
    failures: [
      {
        when: 'cs40 holds no image.',
        mend: 'Push a first image by hand as the assignment shows, or push to main and let the pipeline do it.',
      },
      {
        when: 'There are images, but none is tagged latest: often a run that took the tag off and then failed to push.',
        mend: 'Look at the newest run on the Actions page, mend what failed, and push to main again.',
      },
    ],
  },
  'ecr.platform': {
    looksAt:
      "The image behind latest: the platforms that its index lists, or, for a single image, its config blob. Attestations (platform unknown/unknown) don't count.",
    passes: 'linux/arm64 is among them, since that is what the Fargate service runs on.',
    failures: [
      {
        when: 'The image was built for linux/amd64 only: no platform was given, so the machine built for itself.',
        mend: 'Set "platforms: linux/arm64" in steps 6 and 8 of main.yml and push; by hand: docker buildx build --platform linux/arm64',
      },
    ],
  },
  'stack.deployed': {
    looksAt:
      'The CloudFormation stack yoctogram-compute-stack (--stack names another), its state and its resources.',
    passes:
      'The last deploy took, and the ECS service and the role for GitHub are among its resources: made by CDK, not by hand.',
    failures: [
      {
        when: 'There is no such stack in us-west-2.',
        mend: 'Run cdk deploy; if your compute stack has another name, run grade4 with --stack NAME.',
      },
      {
        when: 'The last deploy failed and was rolled back (UPDATE_ROLLBACK_COMPLETE and the like).',
        mend: 'Read the events of the stack in the CloudFormation console, mend what they name, and cdk deploy again.',
      },
      {
        when: 'The service or the role was made by hand, outside the stack.',
        mend: 'Define it in compute_stack.py, delete the one made by hand, and cdk deploy.',
      },
    ],
  },
  'ecs.image': {
    looksAt:
      "The task definition that the service's PRIMARY deployment runs, and in it the app container: the one that the load balancer points at, or any where there is none.",
    passes:
      'Its image is ACCOUNT.dkr.ecr.us-west-2.amazonaws.com/cs40:latest of your own account. Other containers beside it may run anything.',
    failures: [
      {
        when: 'The container still runs an image that CDK built: from_asset was not replaced.',
        mend: 'Use ecs.ContainerImage.from_ecr_repository(repository, "latest") in compute_stack.py, then cdk deploy.',
      },
      {
        when: 'It names another tag, or is pinned to a digest, so a new latest never reaches it.',
        mend: 'Give from_ecr_repository the tag "latest", then cdk deploy.',
      },
      {
        when: 'It pulls from another account, another region or a public registry.',
        mend: 'Import your own cs40 with ecr.Repository.from_repository_name, then cdk deploy.',
      },
      {
        when: 'There is no ECS service.',
        mend: 'Deploy the compute stack with its Fargate service: cdk deploy.',
      },
    ],
  },
  'oidc.provider': {
    looksAt: 'The OIDC identity providers of your account, in IAM.',
    passes:
      'There is one for token.actions.githubusercontent.com, and sts.amazonaws.com is among its client ids. Thumbprints do not matter.',
    failures: [
      {
        when: 'There is none for this issuer.',
        mend: 'Add the iam.OpenIdConnectProvider block of the assignment to compute_stack.py, then cdk deploy.',
      },
      {
        when: 'It does not list sts.amazonaws.com.',
        mend: 'Set client_ids=["sts.amazonaws.com"] in that block, then cdk deploy.',
      },
    ],
  },
  'role.trust': {
    looksAt:
      'The trust policy of the role that main.yml names; else of the role in your stack, or account, that trusts GitHub.',
    passes:
      "GitHub's OIDC provider in your account may assume it by sts:AssumeRoleWithWebIdentity, and nobody else may by any action.",
    failures: [
      {
        when: 'No role may be assumed by GitHub.',
        mend: 'Give a role the principal iam.WebIdentityPrincipal(provider ARN, conditions) in CDK, then cdk deploy.',
      },
      {
        when: 'Another account, user or service may assume it too.',
        mend: 'Take the other principals off assumed_by, then cdk deploy.',
      },
      {
        when: 'A Deny statement shuts GitHub out.',
        mend: 'Take the Deny off the trust policy, then cdk deploy.',
      },
    ],
  },
  'role.subject': {
    looksAt:
      'The conditions on token.actions.githubusercontent.com:sub in every statement that lets GitHub in, evaluated as IAM evaluates them: operators, wildcards and lists.',
    passes:
      'They let in pushes to main of your repository and nothing else: repo:OWNER/REPO:ref:refs/heads/main, the same with ids (repo:OWNER@OWNERID/REPO@REPOID:…), or both.',
    failures: [
      {
        when: 'A wildcard lets in other branches, pull requests, repositories or owners.',
        mend: 'Write the whole subject, without *: repo:OWNER/REPO:ref:refs/heads/main, then cdk deploy.',
      },
      {
        when: 'There is no condition on sub, or one that a missing claim meets (ForAllValues, …IfExists).',
        mend: 'Put the subject under StringLike or StringEquals, as the assignment shows, then cdk deploy.',
      },
      {
        when: 'The subject names another repository or branch, or spells yours in another case: IAM compares case.',
        mend: 'Copy OWNER/REPO from the address of your repository on GitHub, then cdk deploy.',
      },
      {
        when: 'The star stands under StringEquals, which takes it literally.',
        mend: 'Write the subject out in full, then cdk deploy.',
      },
    ],
  },
  'role.audience': {
    looksAt: 'The conditions on token.actions.githubusercontent.com:aud in the same statements.',
    passes: 'They ask for exactly sts.amazonaws.com.',
    failures: [
      {
        when: 'There is no condition on aud.',
        mend: 'Add "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" beside the subject, then cdk deploy.',
      },
      {
        when: "It asks for another audience, such as GitHub's default, the address of the owner.",
        mend: 'Set it to sts.amazonaws.com: that is what the credentials step asks GitHub for.',
      },
    ],
  },
  'role.policies': {
    looksAt: 'The managed policies attached to the role, by ARN, and its inline policies.',
    passes:
      "AWS's own AmazonEC2ContainerRegistryFullAccess and AmazonECS_FullAccess are attached, no third one is, and there is no inline policy.",
    failures: [
      {
        when: 'One of the two is missing.',
        mend: 'Attach it with iam.ManagedPolicy.from_aws_managed_policy_name("…"), then cdk deploy.',
      },
      {
        when: 'Another one is attached, AdministratorAccess for example.',
        mend: 'Take it off the role in compute_stack.py, then cdk deploy; what was attached by hand, detach in the IAM console.',
      },
      {
        when: 'The role has an inline policy: role.add_to_policy and repository.grant_… make one.',
        mend: 'Take those calls out: the two managed policies already allow it.',
      },
    ],
  },
  'role.session': {
    looksAt: 'The maximum session duration of the role.',
    passes: 'It is 3600 seconds, which is also what CDK makes when you name none.',
    failures: [
      {
        when: 'Sessions may last longer, up to twelve hours.',
        mend: 'Give the role max_session_duration=Duration.hours(1), then cdk deploy.',
      },
    ],
  },
  'delivery.redeploy': {
    looksAt:
      'When the image behind latest was pushed, when the PRIMARY deployment of the service began, and which digest each running task runs.',
    passes:
      'The deployment is newer than the image, its rollout is complete, and every task runs that image. While it rolls out nobody can tell: come back, or use --wait.',
    failures: [
      {
        when: 'The newest deployment is older than the image: ECS looks up latest only when a deployment begins.',
        mend: 'Push a commit to main and let the pipeline end, or run aws ecs update-service with --force-new-deployment.',
      },
      {
        when: 'The rollout failed.',
        mend: "Read the service's events and the stopped tasks in the ECS console; the app does not start, or fails its health check.",
      },
      {
        when: 'A task runs another image, or none runs at all.',
        mend: 'Redeploy with aws ecs update-service --force-new-deployment, and look at the tasks in the ECS console.',
      },
    ],
  },
} as const satisfies Partial<Record<CheckId, Explanation>>
