import { absent, found, unknown } from '@grade4/unknown'
import { describe, expect, test } from 'vitest'
import { answer } from '../../shell/test-script.js'
import type { AccountView } from '../twin/account-view.js'
import { digest, image, SERVICE_MODEL, testView } from '../twin/test-account.js'

// Everything that a command answers and does, on the test account. Where a snapshot differs from the AWS
// command line's own answer (`aws help`, an emulated account) or the service's API reference, it is wrong.

const A = digest('a')

const ECR = 'aws ecr'
const CS40 = '--repository-name cs40'
const NOT = '--repository-name other'
const MANIFEST = `$(aws ecr batch-get-image ${CS40} --image-ids imageTag=100 --query 'images[0].imageManifest' --output text)`

describe('aws ecr', () => {
  test.each([
    `${ECR} get-login-password`,
    `${ECR} get-authorization-token`,
    `${ECR} get-authorization-token --query 'authorizationData[0].proxyEndpoint' --output text`,
    `${ECR} get-login-password --region eu-west-1`,
    `${ECR} describe-repositories`,
    `${ECR} describe-repositories --repository-names cs40`,
    `${ECR} describe-repositories --repository-names other`,
    `${ECR} describe-repositories --repository-names cs40 other`,
    `${ECR} describe-repositories --registry-id 444455556666`,
    `${ECR} describe-repositories --region eu-west-1`,
    `${ECR} create-repository --repository-name new`,
    `${ECR} create-repository ${CS40}`,
    `${ECR} create-repository --repository-name new --image-tag-mutability IMMUTABLE && ${ECR} describe-repositories --repository-names new`,
    `${ECR} create-repository --repository-name Bad_`,
    `${ECR} create-repository ${CS40} --region eu-west-1 && ${ECR} list-images ${CS40} --region eu-west-1`,
    `${ECR} delete-repository ${CS40}`,
    `${ECR} delete-repository ${CS40} --force && ${ECR} list-images ${CS40} || ${ECR} describe-repositories`,
    `${ECR} delete-repository ${NOT}`,
    `${ECR} create-repository --repository-name new && ${ECR} delete-repository --repository-name new`,
    `${ECR} list-images ${CS40}`,
    `${ECR} list-images ${CS40} --filter tagStatus=TAGGED`,
    `${ECR} list-images ${CS40} --max-items 1`,
    `${ECR} list-images ${CS40} --registry-id 111122223333 --output yaml`,
    `${ECR} list-images ${NOT}`,
    `${ECR} describe-images ${CS40}`,
    `${ECR} describe-images ${CS40} --image-ids imageDigest=${A}`,
    `${ECR} describe-images ${CS40} --image-ids imageTag=100 --query 'imageDetails[0].[imageDigest,imageSizeInBytes,imageManifestMediaType,registryId,repositoryName]'`,
    `${ECR} describe-images ${CS40} --filter tagStatus=TAGGED --query 'length(imageDetails)'`,
    `${ECR} describe-images ${CS40} --image-ids imageTag=nope`,
    `${ECR} batch-get-image ${CS40} --image-ids imageTag=latest --query 'images[].imageId'`,
    `${ECR} batch-get-image ${CS40} --image-ids imageTag=nope`,
    `${ECR} batch-get-image ${CS40} --image-ids imageDigest=${A} imageTag=100 --query 'images[].[imageId.imageTag,repositoryName]' --output text`,
    `${ECR} batch-get-image ${NOT} --image-ids imageTag=latest`,
    `${ECR} put-image ${CS40} --image-tag new --image-manifest "${MANIFEST}"`,
    `${ECR} put-image ${CS40} --image-tag 100 --image-manifest "${MANIFEST}"`,
    `${ECR} put-image ${CS40} --image-tag latest --image-manifest "${MANIFEST}" && ${ECR} list-images ${CS40} --output text`,
    `${ECR} put-image ${CS40} --image-tag new --image-manifest '{}'`,
    `${ECR} put-image ${NOT} --image-tag new --image-manifest "${MANIFEST}"`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageTag=latest`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageTag=100 && ${ECR} list-images ${CS40} --output text`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageTag=nope`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageDigest=${A}`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageDigest=sha256:1`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageDigest=${digest('c')}`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageTag=latest,imageDigest=${A}`,
    `${ECR} batch-delete-image ${CS40} --image-ids '[{"imageTag":"latest"},{"imageTag":"100"}]'`,
    `echo '[{"imageTag":"latest"}]' > ids.json; ${ECR} batch-delete-image ${CS40} --image-ids file://ids.json`,
    `${ECR} batch-delete-image --cli-input-json '{"repositoryName":"cs40","imageIds":[{"imageTag":"latest"}]}'`,
    `${ECR} batch-delete-image ${NOT} --image-ids imageTag=latest`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageTag=latest --region us-east-1`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageTag=latest --registry-id 444455556666`,
    `${ECR} batch-delete-image ${CS40} --image-ids imageTag=$SECRET`,
    `${ECR} batch-delete-image --repository-name $SECRET --image-ids imageTag=latest`,
    `${ECR} batch-delete-image ${CS40} --image-ids "$(${ECR} list-images ${CS40} --query 'imageIds[?imageTag==\`latest\`]' --output json)"`,
    `${ECR} put-lifecycle-policy ${CS40} --lifecycle-policy-text '{}'`,
    `${ECR} tag-resource --resource-arn x --tags Key=a,Value=b`,
    `${ECR} wait image-scan-complete ${CS40}`,
    `${ECR} help`,
    `${ECR} weather`,
  ])('%s', async (script) => {
    expect(await answer(script)).toMatchSnapshot()
  })

  test.each<[string, string, AccountView]>([
    ['no images', `${ECR} list-images ${CS40}`, testView([])],
    [
      'the only tag',
      `${ECR} batch-delete-image ${CS40} --image-ids imageTag=latest`,
      testView([image('a', ['latest'])]),
    ],
    ['an untagged image', `${ECR} list-images ${CS40}`, testView([image('a', [])])],
    [
      'untagged ones only',
      `${ECR} list-images ${CS40} --filter tagStatus=UNTAGGED`,
      testView([image('a', []), image('b', ['x'])]),
    ],
    [
      'immutable tags',
      `${ECR} put-image ${CS40} --image-tag latest --image-manifest "${MANIFEST}"`,
      testView(undefined, 'IMMUTABLE'),
    ],
    [
      'the same tag again, immutable',
      `${ECR} put-image ${CS40} --image-tag 100 --image-manifest "${MANIFEST}"`,
      testView(undefined, 'IMMUTABLE'),
    ],
    [
      'some tags immutable',
      `${ECR} put-image ${CS40} --image-tag latest --image-manifest "${MANIFEST}"`,
      testView(undefined, 'IMMUTABLE_WITH_EXCLUSION'),
    ],
    [
      'images that nobody knows',
      `${ECR} list-images ${CS40}`,
      { ...testView(), images: async () => unknown('no permission', 'give it') },
    ],
    [
      'images that are gone',
      `${ECR} list-images ${CS40}`,
      { ...testView(), images: async () => absent('RepositoryNotFoundException') },
    ],
    [
      'a repository that nobody knows',
      `${ECR} describe-repositories --repository-names cs40`,
      { ...testView(), ecrRepository: async () => unknown('no permission', 'give it') },
    ],
    [
      'a push into what nobody knows',
      `${ECR} batch-delete-image ${CS40} --image-ids imageTag=latest`,
      { ...testView(), ecrRepository: async () => unknown('no permission', 'give it') },
    ],
  ])('with %s', async (_, script, view) => {
    expect(await answer(script, view)).toMatchSnapshot()
  })
})

const ECS = 'aws ecs'
const THERE = '--cluster yoctogram-cluster --service yoctogram-service'
const SEEN = '--cluster yoctogram-cluster --services yoctogram-service'
const DEFINITION = `{"family":"yoctogram","containerDefinitions":[{"name":"app","image":"x:1"}]}`

describe('aws ecs', () => {
  test.each([
    `${ECS} update-service ${THERE} --force-new-deployment`,
    `${ECS} update-service ${THERE}`,
    `${ECS} update-service ${THERE} --no-force-new-deployment`,
    `${ECS} update-service ${THERE} --force-new-deployment=true`,
    `${ECS} update-service ${THERE} --force-new-deployment true`,
    `${ECS} update-service ${THERE} --force-new-deployment --no-cli-pager=true`,
    `${ECS} update-service ${THERE} --force-new-deployment --desired-count 1`,
    `${ECS} update-service ${THERE} --force-new-deployment --desired-count 0 --task-definition yoctogram`,
    `${ECS} update-service ${THERE} --task-definition yoctogram:7`,
    `${ECS} update-service ${THERE} --task-definition other:1`,
    `${ECS} update-service --cluster other --service yoctogram-service --force-new-deployment`,
    `${ECS} update-service --cluster yoctogram-cluster --service other --force-new-deployment`,
    `${ECS} update-service --service yoctogram-service --force-new-deployment`,
    `${ECS} update-service --cluster ${SERVICE_MODEL.clusterArn} --service ${SERVICE_MODEL.arn} --force-new-deployment --query service.status`,
    `${ECS} update-service --cluster ${SERVICE_MODEL.clusterArn.replace('111122223333', '444455556666')} --service yoctogram-service --force-new-deployment`,
    `${ECS} update-service ${THERE} --force-new-deployment --region eu-west-1`,
    `${ECS} update-service --cluster $SECRET --service yoctogram-service --force-new-deployment`,
    `${ECS} update-service --cli-input-json '{"cluster":"yoctogram-cluster","service":"yoctogram-service","forceNewDeployment":true}'`,
    `${ECS} update-service ${THERE} --force-new-deployment --query 'service.deployments[].status' --output text`,
    `${ECS} update-service ${THERE} --force-new-deployment > /dev/null; ${ECS} describe-services ${SEEN} --query 'services[0].deployments[].[status,rolloutState,desiredCount]'`,
    `${ECS} describe-services ${SEEN}`,
    `${ECS} describe-services --cluster yoctogram-cluster --services other`,
    `${ECS} describe-services --cluster other --services yoctogram-service`,
    `${ECS} describe-services ${SEEN} --region eu-west-1`,
    `${ECS} list-clusters`,
    `${ECS} list-clusters --region eu-west-1`,
    `${ECS} list-services --cluster yoctogram-cluster`,
    `${ECS} list-services --cluster other`,
    `${ECS} list-services`,
    `${ECS} list-services --cluster yoctogram-cluster --region eu-west-1`,
    `${ECS} list-tasks --cluster yoctogram-cluster`,
    `${ECS} list-tasks --cluster yoctogram-cluster --query taskArns[0] --output text`,
    `${ECS} describe-tasks --cluster yoctogram-cluster --tasks x --query failures`,
    `${ECS} describe-clusters --clusters yoctogram-cluster --query 'clusters[0].status'`,
    `${ECS} describe-clusters --clusters yoctogram-cluster --query failures`,
    `${ECS} describe-clusters --clusters yoctogram-cluster other ${SERVICE_MODEL.clusterArn} --query '[clusters[].clusterName, failures[].reason]'`,
    `${ECS} describe-clusters --query 'failures[].arn' --output text`,
    `${ECS} describe-clusters --clusters yoctogram-cluster --query 'clusters[0].runningTasksCount'`,
    `${ECS} describe-clusters --clusters yoctogram-cluster --region eu-west-1 --query 'length(clusters)'`,
    `${ECS} describe-task-definition --task-definition yoctogram`,
    `${ECS} describe-task-definition --task-definition yoctogram:7 --query taskDefinition.family`,
    `${ECS} describe-task-definition --task-definition other`,
    `${ECS} describe-task-definition --task-definition yoctogram --region eu-west-1`,
    `${ECS} register-task-definition --cli-input-json '${DEFINITION}'`,
    `echo '${DEFINITION}' > td.json; ${ECS} register-task-definition --cli-input-json file://td.json --query taskDefinition.revision`,
    `${ECS} register-task-definition --family new --container-definitions '[{"name":"app","image":"x"}]' && ${ECS} describe-task-definition --task-definition new`,
    `${ECS} register-task-definition --family new --container-definitions '[{"name":"app","image":"x"}]' && ${ECS} update-service ${THERE} --task-definition new`,
    `${ECS} register-task-definition --family new`,
    `${ECS} wait services-stable ${SEEN}`,
    `${ECS} wait services-stable --cluster other --services yoctogram-service`,
    `${ECS} wait services-inactive ${SEEN}`,
    `${ECS} wait tasks-running --cluster yoctogram-cluster --tasks x`,
    `${ECS} stop-task --cluster yoctogram-cluster --task x`,
    `${ECS} run-task --cluster yoctogram-cluster --task-definition yoctogram`,
  ])('%s', async (script) => {
    expect(await answer(script)).toMatchSnapshot()
  })

  test.each<[string, string, AccountView]>([
    [
      'a service that nobody knows',
      `${ECS} update-service ${THERE} --force-new-deployment`,
      { ...testView(), service: async () => unknown('no permission', 'give it') },
    ],
    [
      'a service that is not active',
      `${ECS} update-service ${THERE} --force-new-deployment`,
      { ...testView(), service: async () => found({ ...SERVICE_MODEL, status: 'DRAINING' }) },
    ],
    [
      'a service that is not active, looked at',
      `${ECS} describe-services ${SEEN} --query 'services[].status'`,
      { ...testView(), service: async () => found({ ...SERVICE_MODEL, status: 'INACTIVE' }) },
    ],
    [
      'a task definition that nobody knows',
      `${ECS} update-service ${THERE} --task-definition yoctogram`,
      { ...testView(), taskDefinition: async () => unknown('no permission', 'give it') },
    ],
    [
      'clusters that nobody knows',
      `${ECS} list-clusters`,
      { ...testView(), clusters: async () => unknown('no permission', 'give it') },
    ],
    [
      'services that nobody knows',
      `${ECS} list-services --cluster yoctogram-cluster`,
      { ...testView(), services: async () => unknown('no permission', 'give it') },
    ],
  ])('with %s', async (_, script, view) => {
    expect(await answer(script, view)).toMatchSnapshot()
  })
})

const CFN = 'aws cloudformation'
const STACK = '--stack-name yoctogram-compute-stack'

const topics = (count: number) =>
  Array.from({ length: count }, (_, number) => ({
    logicalId: `Topic${number}`,
    physicalId: `topic-${number}`,
    type: 'AWS::SNS::Topic',
    status: 'CREATE_COMPLETE',
  }))

describe('aws cloudformation', () => {
  test.each([
    `${CFN} describe-stacks ${STACK} --query 'Stacks[0].[StackName,StackStatus,StackId]' --output text`,
    `${CFN} describe-stacks ${STACK} --query 'Stacks[0].Outputs'`,
    `${CFN} describe-stacks ${STACK}`,
    `${CFN} describe-stacks --stack-name other`,
    `${CFN} describe-stacks`,
    `${CFN} describe-stacks ${STACK} --region eu-west-1`,
    `${CFN} describe-stack-resources ${STACK} --query 'StackResources[].[LogicalResourceId,PhysicalResourceId,ResourceType,ResourceStatus,StackName]'`,
    `${CFN} describe-stack-resources ${STACK} --query "StackResources[?ResourceType=='AWS::ECS::Service'].PhysicalResourceId" --output text`,
    `${CFN} describe-stack-resources ${STACK} --logical-resource-id Cluster --query 'StackResources[0].PhysicalResourceId' --output text`,
    `${CFN} describe-stack-resources ${STACK} --logical-resource-id Nope`,
    `${CFN} describe-stack-resources ${STACK}`,
    `${CFN} describe-stack-resources --physical-resource-id yoctogram-cluster`,
    `${CFN} describe-stack-resources --stack-name other`,
    `${CFN} describe-stack-resources`,
    `${CFN} describe-stack-resources ${STACK} --region eu-west-1`,
    `${CFN} describe-stack-resource ${STACK} --logical-resource-id Service --query StackResourceDetail.PhysicalResourceId`,
    `${CFN} describe-stack-resource ${STACK} --logical-resource-id Service`,
    `${CFN} describe-stack-resource ${STACK} --logical-resource-id Service --region eu-west-1`,
    `${CFN} describe-stack-resource ${STACK} --logical-resource-id Nope`,
    `${CFN} describe-stack-resource --stack-name other --logical-resource-id Service`,
    `${CFN} describe-stack-resource ${STACK}`,
    `${CFN} list-stack-resources ${STACK}`,
    `${CFN} delete-stack ${STACK}`,
  ])('%s', async (script) => {
    expect(await answer(script)).toMatchSnapshot()
  })

  test.each<[string, string, AccountView]>([
    [
      'a stack that nobody knows',
      `${CFN} describe-stacks ${STACK}`,
      { ...testView(), stack: async () => unknown('no permission', 'give it') },
    ],
    [
      'resources that nobody knows',
      `${CFN} describe-stack-resources ${STACK}`,
      { ...testView(), stackResources: async () => unknown('no permission', 'give it') },
    ],
    [
      'one resource of what nobody knows',
      `${CFN} describe-stack-resource ${STACK} --logical-resource-id Service`,
      { ...testView(), stackResources: async () => unknown('no permission', 'give it') },
    ],
    [
      'a stack named by its ARN',
      `${CFN} describe-stack-resources --stack-name arn:aws:cloudformation:us-west-2:111122223333:stack/x/1`,
      { ...testView(), stackResources: async () => found(topics(1)) },
    ],
    [
      'as many resources as one answer shows',
      `${CFN} describe-stack-resources ${STACK} --query 'length(StackResources)'`,
      { ...testView(), stackResources: async () => found(topics(100)) },
    ],
    [
      'more resources than one answer shows',
      `${CFN} describe-stack-resources ${STACK}`,
      { ...testView(), stackResources: async () => found(topics(101)) },
    ],
  ])('with %s', async (_, script, view) => {
    expect(await answer(script, view)).toMatchSnapshot()
  })
})

describe('aws, whatever the service', () => {
  test.each([
    'aws --version',
    'aws',
    'aws help',
    'aws weather',
    'aws s3 ls',
    'aws logs tail x',
    'aws sts get-caller-identity',
    'aws sts get-caller-identity --output text',
    'aws sts get-caller-identity --query UserId',
    'aws sts assume-role --role-arn x --role-session-name y',
    'aws configure list',
    'aws configure get region',
    'aws configure set aws_access_key_id x',
    'aws configure set region eu-west-1 && aws ecr list-images --repository-name cs40',
    'aws configure weather',
    'unset AWS_ACCESS_KEY_ID; aws sts get-caller-identity',
    'unset AWS_ACCESS_KEY_ID; aws ecr list-images --repository-name cs40',
    'AWS_SESSION_TOKEN= aws ecr list-images --repository-name cs40',
    'AWS_ACCESS_KEY_ID=AKIAX AWS_SECRET_ACCESS_KEY=y AWS_SESSION_TOKEN= aws ecr list-images --repository-name cs40',
    'unset AWS_REGION; aws ecr list-images --repository-name cs40',
    'unset AWS_REGION; AWS_DEFAULT_REGION=us-west-2 aws ecr list-images --repository-name cs40 --query "length(imageIds)"',
    'AWS_REGION=$SECRET aws ecr list-images --repository-name cs40',
    'aws ecr list-images --repository-name cs40 --no-cli-pager --no-paginate --color off --query "length(imageIds)"',
    'aws --region us-west-2 --output json ecr list-images --repository-name cs40 --query "length(imageIds)"',
    'aws ecr list-images --repository-name=cs40 --query="length(imageIds)"',
    'aws ecr list-images --repository-name cs40 --debug',
    'aws ecr list-images --repository-name cs40 --endpoint-url http://localhost:1',
    'aws ecr list-images --repository-name cs40 --generate-cli-skeleton',
    'aws ecr list-images --repository-name cs40 --dry-run',
    'aws ecr list-images --repository-name cs40 --output yaml',
    'aws ecr list-images --repository-name cs40 --output table',
    'aws ecr list-images --repository-name cs40 --query "$SECRET"',
    'AWS_PAGER= aws ecr list-images --repository-name cs40 --query "imageIds[*].imageTag" --output text | tr "\\t" "\\n" | sort',
    'AWS_DEFAULT_OUTPUT=text aws ecr list-images --repository-name cs40',
    'AWS_PROFILE=other aws ecr list-images --repository-name cs40',
    'aws ecr list-images --repository-name cs40 --profile default --query "length(imageIds)"',
    'aws ecr list-images --repository-name',
    'aws ecr list-images --repository-name cs40 --repository-name cs40 --query "length(imageIds)"',
    'aws ecr list-images --repo cs40 --query "length(imageIds)"',
    'aws ecr list-images --cli-input-json file://nope.json',
    "aws ecr list-images --cli-input-json '{'",
    'aws ecr list-images --cli-input-json \'{"weather":1}\'',
    'aws ecr batch-delete-image --repository-name cs40 --image-ids',
    "aws ecr batch-delete-image --repository-name cs40 --image-ids '{'",
    'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag',
    'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=a,imageTag=b',
  ])('%s', async (script) => {
    expect(await answer(script)).toMatchSnapshot()
  })
})
