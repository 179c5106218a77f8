import { expect, test } from 'vitest'
import { testJob } from '../../shell/test-script.js'
import { digest, image, testView } from '../twin/test-account.js'

const A = digest('a')
const B = digest('b')
const LIST = 'aws ecr list-images --repository-name cs40'
const SERVICES =
  'aws ecs describe-services --cluster yoctogram-cluster --services yoctogram-service'

// The account: A is tagged latest and 1709294400000, B is tagged 100. Outputs as the real command
// line prints them; they were compared with it on an emulated account of the same shape.
test.each([
  [`${LIST} --query 'imageIds[0]'`, `{\n    "imageDigest": "${A}",\n    "imageTag": "latest"\n}\n`],
  [
    `${LIST} --output text`,
    `IMAGEIDS\t${A}\tlatest\nIMAGEIDS\t${A}\t1709294400000\nIMAGEIDS\t${B}\t100\n`,
  ],
  [
    `${LIST} --query 'imageIds[].imageTag'`,
    '[\n    "latest",\n    "1709294400000",\n    "100"\n]\n',
  ],
  [`${LIST} --query 'imageIds[].imageTag' --output text`, 'latest\t1709294400000\t100\n'],
  [
    `${LIST} --query 'imageIds[].[imageTag,imageDigest]' --output text`,
    `latest\t${A}\n1709294400000\t${A}\n100\t${B}\n`,
  ],
  [`${LIST} --query 'imageIds[?imageTag==\`latest\`].imageDigest' --output text`, `${A}\n`],
  [`${LIST} --query 'imageIds[?imageTag==\`nope\`]'`, '[]\n'],
  [`${LIST} --query 'imageIds[?imageTag==\`nope\`].imageTag' --output text`, ''],
  [`${LIST} --query 'nope'`, 'null\n'],
  [`${LIST} --query 'nope' --output text`, 'None\n'],
  [`${LIST} --query 'length(imageIds)'`, '3\n'],
  [`${LIST} --query 'imageIds[0].imageTag == \`other\`' --output text`, 'False\n'],
  [`${LIST} --query '\`{}\`'`, ''],
  [`${LIST} --query 'imageIds[0].imageTag == \`latest\`' --output text`, 'True\n'],
  [`${LIST} --filter tagStatus=UNTAGGED`, '{\n    "imageIds": []\n}\n'],
  [`${LIST} --filter tagStatus=UNTAGGED --output text`, ''],
  [
    `aws ecr describe-images --repository-name cs40 --image-ids imageTag=latest --query 'imageDetails[0].imageTags'`,
    '[\n    "latest",\n    "1709294400000"\n]\n',
  ],
  [
    `aws ecr describe-images --repository-name cs40 --query 'sort_by(imageDetails,&imagePushedAt)[-1].imagePushedAt' --output text`,
    '2024-03-01T12:00:00+00:00\n',
  ],
  [
    `aws ecr describe-images --repository-name cs40 --query 'imageDetails[*].{t:imageTags,d:imageDigest}' --output text`,
    `${A}\nT\tlatest\nT\t1709294400000\n${B}\nT\t100\n`,
  ],
  [
    'aws ecr describe-repositories --repository-names cs40 --query "repositories[0].repositoryUri" --output text',
    '111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40\n',
  ],
  [
    'aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest imageTag=nope --output text',
    `FAILURES\tImageNotFound\tRequested image not found\nIMAGEID\tnope\nIMAGEIDS\t${A}\tlatest\n`,
  ],
  [
    `${SERVICES} --query 'services[0].[serviceName,status,desiredCount]' --output text`,
    'yoctogram-service\tACTIVE\t2\n',
  ],
  [
    `${SERVICES} --query "services[].deployments[?status=='PRIMARY'].id" --output text`,
    'ecs-svc/1111111111111111111\n',
  ],
  [
    'aws ecs list-services --cluster yoctogram-cluster --output text',
    'SERVICEARNS\tarn:aws:ecs:us-west-2:111122223333:service/yoctogram-cluster/yoctogram-service\n',
  ],
  [
    'aws ecs describe-task-definition --task-definition yoctogram --query taskDefinition.containerDefinitions[0].image',
    '"111122223333.dkr.ecr.us-west-2.amazonaws.com/cs40:latest"\n',
  ],
  ['aws sts get-caller-identity --query Account --output text', '111122223333\n'],
  [
    'aws sts get-caller-identity --query Arn --output text',
    'arn:aws:sts::111122223333:assumed-role/github-actions/GitHubActions\n',
  ],
  ['aws configure set region us-east-1; aws configure get region', 'us-east-1\n'],
])('%s', async (script, stdout) => {
  const { run } = testJob()
  expect(await run(script)).toMatchObject({ exitCode: 0, unknown: null, stdout })
})

test.each([
  ['aws', 252],
  ['aws ecr', 252],
  ['aws ecr list-imagez --repository-name cs40', 252],
  ['aws ecr list-images', 252],
  ['aws ecr list-images --repository-name', 252],
  ['aws ecr list-images --repository-name cs40 extra', 252],
  ['aws ecr list-images --repository-name cs40 --bogus', 252],
  ['aws ecr list-images --repository-name cs40 --output bogus', 252],
  ['aws ecr list-images --repository-name cs40 --output tables', 252],
  ['aws ecr list-images --repository-name cs40 --output my-yaml', 252],
  ['aws ecr list-images --repository-name cs40 --query "imageIds["', 252],
  ['aws ecr list-images --repository-name cs40 --filter bogus=1', 252],
  ['aws ecr list-images --repository-name cs40 --query "length(nope)"', 255],
  ['aws ecr list-images --repository-name cs40 --profile nope', 255],
  ['aws ecr list-images --repository-name nope', 254],
  ['aws ecr batch-delete-image --repository-name cs40 --image-ids latest', 252],
  ['aws ecr batch-delete-image --repository-name cs40 --image-ids bogus=1', 252],
  ['aws ecr batch-delete-image --repository-name cs40 --image-ids file://nope.json', 252],
  ['aws ecr describe-images --repository-name cs40 --image-ids imageTag=nope', 254],
  ['aws ecr create-repository --repository-name cs40', 254],
  ['aws ecr get-login --no-include-email', 252],
  ['aws ecs update-service --cluster yoctogram-cluster --force-new-deployment', 252],
  ['aws ecs update-service --cluster c --service s --force-new-deployment true', 252],
  ['aws ecs update-service --cluster c --service s --desired-count many', 252],
  ['aws ecs wait services-stable --cluster yoctogram-cluster --services nope', 255],
])('%s ends with %i', async (script, exitCode) => {
  const { run } = testJob()
  expect(await run(script)).toMatchObject({ exitCode, unknown: null, stdout: '' })
})

test.each([
  ['--output bogus', "argument --output: Found invalid choice 'bogus'"],
  ['--region', 'argument --region: expected one argument'],
  ['--no-paginate=x', "argument --no-paginate: ignored explicit argument 'x'"],
])('wrong use, %s, is written to standard error', async (options, message) => {
  const { run } = testJob()
  const { stderr } = await run(`aws ecr list-images --repository-name cs40 ${options}`)
  expect(stderr).toContain(message)
})

test("a service's refusal is written to standard error", async () => {
  const { run } = testJob()
  const { stderr } = await run('aws ecr list-images --repository-name nope')
  expect(stderr).toContain(
    "An error occurred (RepositoryNotFoundException) when calling the ListImages operation: The repository with name 'nope' does not exist in the registry with id '111122223333'",
  )
})

test('text output is queried page by page, JSON as a whole', async () => {
  const many = Array.from({ length: 150 }, (_, index) => ({
    ...image('a', [`t${index}`]),
    digest: `sha256:${index}`,
  }))
  const { run } = testJob(testView(many))
  expect((await run(`${LIST} --query 'length(imageIds)' --output text`)).stdout).toBe('100\n50\n')
  expect((await run(`${LIST} --query 'length(imageIds)'`)).stdout).toBe('150\n')
})

test('more than 100 ids are refused', async () => {
  const { run } = testJob()
  const ids = Array.from({ length: 101 }, (_, index) => `imageTag=${index}`).join(' ')
  const script = `aws ecr batch-delete-image --repository-name cs40 --image-ids ${ids}`
  expect(await run(script)).toMatchObject({
    exitCode: 254,
    did: ['refused InvalidParameterException'],
  })
})

test('a table is shown as something that nobody lays out here', async () => {
  const { run, holes } = testJob()
  const { exitCode, stdout } = await run(`${LIST} --output table`)
  expect(exitCode).toBe(0)
  expect(holes.reasonsIn(stdout)).toHaveLength(1)
})

// The role of the assignment may read all of ECR and ECS: what only looks is taken to succeed there.
test.each([
  ['aws ecr describe-registry', { exitCode: 0, unknown: null }],
  ['aws ecs wait tasks-running --cluster yoctogram-cluster --tasks x', { exitCode: 0 }],
  ['aws iam get-role --role-name x', { exitCode: null }],
  ['! aws ecr describe-registry', { exitCode: null }],
  ['if aws ecr describe-registry; then aws ecr delete-repository; fi', { exitCode: null }],
  ['unset AWS_ACCESS_KEY_ID; aws ecr describe-registry', { exitCode: 253 }],
  ['aws ecs wait services-stabel', { exitCode: 252 }],
])('%s, which only looks', async (script, ended) => {
  const { run } = testJob()
  expect(await run(script)).toMatchObject(ended)
})
