import type { Observed } from '@grade4/unknown'
import type { AccountView } from './twin/account-view.js'

/**
 * The view with a mark on the reason of each answer that is missing: what hangs on it is then not known for want of
 * evidence, which the grader lacks and the workflow does not hide.
 */
export function markGaps(view: AccountView): AccountView {
  const marked = async <T>(answer: Promise<Observed<T>>): Promise<Observed<T>> => {
    const observed = await answer
    return observed.state === 'unknown'
      ? { ...observed, lacks: observed.lacks ?? 'evidence' }
      : observed
  }
  return {
    account: view.account,
    region: view.region,
    ecrRepository: (name) => marked(view.ecrRepository(name)),
    images: (repository) => marked(view.images(repository)),
    clusters: () => marked(view.clusters()),
    services: (cluster) => marked(view.services(cluster)),
    service: (cluster, service) => marked(view.service(cluster, service)),
    taskDefinition: (arn) => marked(view.taskDefinition(arn)),
    stack: (name) => marked(view.stack(name)),
    stackResources: (name) => marked(view.stackResources(name)),
    role: (name) => marked(view.role(name)),
    oidcProviders: () => marked(view.oidcProviders()),
  }
}
