import { expect, test } from 'vitest'
import { judge, REFERENCE, referenceStep } from './test-pipeline.js'

// Any value of a right main.yml may be kept in a variable that can't be read: it may be the right one, so no check
// may fail for it.

const VARIABLE = '${{ vars.X }}'

/** Lines of the reference, by the step that they stand in or `-`, and in them each value that is put in the variable. */
const PLACES = `
  - AWS_REGION: ‹us-west-2›
  - ECR_REGISTRY: ‹\${{ secrets.AWS_ACCOUNT_ID }}.dkr.ecr.us-west-2.amazonaws.com›
  - ECR_REPOSITORY: ‹cs40›
  - runs-on: ‹ubuntu-latest›
  1 name: ‹1 Retrieve Timestamp›
  1 run: ‹echo "::set-output name=timestamp::$(date +%s%3N)"›
  1 run: ‹echo› ‹"::set-output name=timestamp::$(date +%s%3N)"›
  3 role-to-assume: ‹arn:aws:iam::\${{ secrets.AWS_ACCOUNT_ID }}:role/github-actions›
  3 aws-region: ‹us-west-2›
  6 context: ‹.›
  6 platforms: ‹linux/arm64›
  6 push: ‹false›
  6 tags: ‹|›
  6 ‹\${{ env.ECR_REGISTRY }}/\${{ env.ECR_REPOSITORY }}:latest›
  6 ‹\${{ env.ECR_REGISTRY }}/\${{ env.ECR_REPOSITORY }}:\${{ steps.timestamp.outputs.timestamp }}›
  7 run: ‹aws ecr batch-delete-image --repository-name cs40 --image-ids imageTag=latest --region us-west-2›
  7 run: ‹aws› ‹ecr› ‹batch-delete-image› ‹--repository-name› ‹cs40› ‹--image-ids› imageTag=‹latest› ‹--region› ‹us-west-2›
  7 --image-ids ‹imageTag=latest›
  8 context: ‹.›
  8 platforms: ‹linux/arm64›
  8 push: ‹true›
  8 tags: ‹|›
  8 ‹\${{ env.ECR_REGISTRY }}/\${{ env.ECR_REPOSITORY }}:latest›
  8 ‹\${{ env.ECR_REGISTRY }}/\${{ env.ECR_REPOSITORY }}:\${{ steps.timestamp.outputs.timestamp }}›
  9 run: ‹aws ecs update-service --cluster yoctogram-cluster --service yoctogram-service --force-new-deployment --region us-west-2›
  9 run: ‹aws› ‹ecs› ‹update-service› ‹--cluster› ‹yoctogram-cluster› ‹--service› ‹yoctogram-service› ‹--force-new-deployment› ‹--region› ‹us-west-2›
`

/** Each place by its line with the variable in it, and the reference with that. */
const CASES = PLACES.trim()
  .split('\n')
  .flatMap((place) => {
    const [, step = '', marked = ''] = /^ *(\S) (.*)$/.exec(place) ?? []
    const parts = marked.split(/[‹›]/)
    const whole = step === '-' ? REFERENCE : referenceStep(Number(step))
    if (!whole.includes(parts.join(''))) throw new Error(`not in step ${step}: ${marked}`)
    return parts.flatMap((_, index) => {
      if (index % 2 === 0) return []
      const line = parts.with(index, VARIABLE).join('')
      const changed = whole.replace(parts.join(''), () => line)
      return [[step, line, REFERENCE.replace(whole, () => changed)] as const]
    })
  })

test.each(CASES)('no check fails for a value that is not known: %s %s', async (_, _line, text) => {
  const { refusal: _refusal, ...outcomes } = await judge(text)
  const failed = Object.entries(outcomes).filter(([, { outcome }]) => outcome === 'failed')
  expect(failed).toEqual([])
})
