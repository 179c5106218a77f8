import type { Check } from './check.js'
import deliveryImage from './delivery/image.check.js'
import deliveryRedeploy from './delivery/redeploy.check.js'
import deliveryRun from './delivery/run.check.js'
import ecrLatest from './ecr/latest.check.js'
import ecrPlatform from './ecr/platform.check.js'
import ecrRepository from './ecr/repository.check.js'
import ecsImage from './ecs/image.check.js'
import oidcProvider from './oidc/provider.check.js'
import repoActions from './repo/actions.check.js'
import repoPrivate from './repo/private.check.js'
import repoSecret from './repo/secret.check.js'
import roleAudience from './role/audience.check.js'
import rolePolicies from './role/policies.check.js'
import roleSession from './role/session.check.js'
import roleSubject from './role/subject.check.js'
import roleTrust from './role/trust.check.js'
import type { CheckId } from './rubric.js'
import stackDeployed from './stack/deployed.check.js'
import workflowBuild from './workflow/build.check.js'
import workflowCredentials from './workflow/credentials.check.js'
import workflowPush from './workflow/push.check.js'
import workflowRedeploy from './workflow/redeploy.check.js'
import workflowTags from './workflow/tags.check.js'
import workflowTrigger from './workflow/trigger.check.js'
import workflowUntag from './workflow/untag.check.js'
import workflowValid from './workflow/valid.check.js'

/** Every check, in rubric order. One that is missing, or stands under another's id, does not compile. */
export const CHECKS: { readonly [Id in CheckId]: Check<Id> } = {
  'ecr.repository': ecrRepository,
  'ecr.latest': ecrLatest,
  'ecr.platform': ecrPlatform,
  'stack.deployed': stackDeployed,
  'ecs.image': ecsImage,
  'oidc.provider': oidcProvider,
  'role.trust': roleTrust,
  'role.subject': roleSubject,
  'role.audience': roleAudience,
  'role.policies': rolePolicies,
  'role.session': roleSession,
  'delivery.redeploy': deliveryRedeploy,
  'repo.private': repoPrivate,
  'repo.actions': repoActions,
  'repo.secret': repoSecret,
  'workflow.valid': workflowValid,
  'workflow.trigger': workflowTrigger,
  'workflow.credentials': workflowCredentials,
  'workflow.build': workflowBuild,
  'workflow.tags': workflowTags,
  'workflow.untag': workflowUntag,
  'workflow.push': workflowPush,
  'workflow.redeploy': workflowRedeploy,
  'delivery.run': deliveryRun,
  'delivery.image': deliveryImage,
}
