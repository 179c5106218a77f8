import type { Observed } from '@grade4/unknown'
import type { AccountView } from './twin/account-view.js'

/**
 * The view, noting why each answer that nobody has is missing. What a step came to is then not known for
 * want of evidence, which is the grader's lack and not the workflow's.
 */
export function noteGaps(view: AccountView, gaps: Set<string>): AccountView {
  const noted = async <T>(answer: Promise<Observed<T>>): Promise<Observed<T>> => {
    const observed = await answer
    if (observed.state === 'unknown') gaps.add(observed.because)
    return observed
  }
  return {
    account: view.account,
    region: view.region,
    ecrRepository: (name) => noted(view.ecrRepository(name)),
    images: (repository) => noted(view.images(repository)),
    clusters: () => noted(view.clusters()),
    services: (cluster) => noted(view.services(cluster)),
    service: (cluster, service) => noted(view.service(cluster, service)),
    taskDefinition: (arn) => noted(view.taskDefinition(arn)),
    stack: (name) => noted(view.stack(name)),
    stackResources: (name) => noted(view.stackResources(name)),
    role: (name) => noted(view.role(name)),
    oidcProviders: () => noted(view.oidcProviders()),
  }
}
