import { posix } from 'node:path'
import { byHand, hasHole } from '@grade4/unknown'
import { isGradedRepository } from '../build-context.js'
import { githubText, workspaceOf } from '../contexts.js'
import { mayReadRepository } from '../jobs/repository-access.js'
import { type Action, failed, input, succeeded } from './action.js'

/** What names the pushed commit, as long as nobody pushes another one. */
const OWN_REFS = ['', 'main', 'refs/heads/main']

/**
 * actions/checkout: the repository's files are there, if the job's token may read them.
 * Source: aws-actions/configure-aws-credentials issue 318 on `{ id-token: write }` alone.
 */
export const checkout: Action = async (call) => {
  const { run } = call
  const own = input(call, 'repository') === '' && !call.inputs.has('token')
  if (own && !call.inputs.has('ssh-key') && !mayReadRepository(run)) {
    return failed(
      'contents-permission',
      `its token may not read the private repository (${run.permissions.words} leaves out contents: read)`,
    )
  }
  const path = input(call, 'path')
  // Where the files are is not known then.
  if (hasHole(path)) run.mayHoldFiles = true
  const repository = input(call, 'repository')
  const sha = githubText(run.push, run.job, 'sha')
  const isOwn = repository === '' || isGradedRepository(run, repository)
  run.machine.checkedOut({
    directory: posix.resolve(workspaceOf(run.push), path),
    repository: isOwn ? null : repository,
    isGradedCommit: isOwn && [...OWN_REFS, sha].includes(input(call, 'ref')),
  })
  return succeeded({
    others: byHand('the outputs of actions/checkout depend on the commit', 'what depends on them'),
  })
}
