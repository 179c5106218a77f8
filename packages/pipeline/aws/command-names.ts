function names(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** All commands of the services that the grader follows. Source: botocore 1.43's service models and version 2 of the command line. */
const COMMANDS: Readonly<Record<string, ReadonlySet<string>>> = {
  ecr: names(`
    batch-check-layer-availability batch-delete-image batch-get-image batch-get-
    repository-scanning-configuration complete-layer-upload create-pull-through-cache-
    rule create-repository create-repository-creation-template delete-lifecycle-policy
    delete-pull-through-cache-rule delete-registry-policy delete-repository delete-
    repository-creation-template delete-repository-policy delete-signing-configuration
    deregister-pull-time-update-exclusion describe-image-replication-status describe-
    image-scan-findings describe-image-signing-status describe-images describe-pull-
    through-cache-rules describe-registry describe-repositories describe-repository-
    creation-templates get-account-setting get-authorization-token get-download-url-for-
    layer get-lifecycle-policy get-lifecycle-policy-preview get-login-password get-
    registry-policy get-registry-scanning-configuration get-repository-policy get-
    signing-configuration initiate-layer-upload list-image-referrers list-images list-
    pull-time-update-exclusions list-tags-for-resource put-account-setting put-image
    put-image-scanning-configuration put-image-tag-mutability put-lifecycle-policy put-
    registry-policy put-registry-scanning-configuration put-replication-configuration
    put-signing-configuration register-pull-time-update-exclusion set-repository-policy
    start-image-scan start-lifecycle-policy-preview tag-resource untag-resource update-
    image-storage-class update-pull-through-cache-rule update-repository-creation-
    template upload-layer-part validate-pull-through-cache-rule wait`),
  ecs: names(`
    continue-service-deployment create-capacity-provider create-cluster create-daemon
    create-express-gateway-service create-service create-task-set delete-account-setting
    delete-attributes delete-capacity-provider delete-cluster delete-daemon delete-
    daemon-task-definition delete-express-gateway-service delete-service delete-task-
    definitions delete-task-set deploy deregister-container-instance deregister-task-
    definition describe-capacity-providers describe-clusters describe-container-
    instances describe-daemon describe-daemon-deployments describe-daemon-revisions
    describe-daemon-task-definition describe-express-gateway-service describe-service-
    deployments describe-service-revisions describe-services describe-task-definition
    describe-task-sets describe-tasks discover-poll-endpoint execute-command get-task-
    protection list-account-settings list-attributes list-clusters list-container-
    instances list-daemon-deployments list-daemon-task-definitions list-daemons list-
    service-deployments list-services list-services-by-namespace list-tags-for-resource
    list-task-definition-families list-task-definitions list-tasks monitor-express-
    gateway-service put-account-setting put-account-setting-default put-attributes put-
    cluster-capacity-providers register-container-instance register-daemon-task-
    definition register-task-definition run-task start-task stop-service-deployment
    stop-task submit-attachment-state-changes submit-container-state-change submit-task-
    state-change tag-resource untag-resource update-capacity-provider update-cluster
    update-cluster-settings update-container-agent update-container-instances-state
    update-daemon update-express-gateway-service update-service update-service-primary-
    task-set update-task-protection update-task-set wait`),
  sts: names(`
    assume-role assume-role-with-saml assume-role-with-web-identity assume-root decode-
    authorization-message get-access-key-info get-caller-identity get-delegated-access-
    token get-federation-token get-session-token get-web-identity-token`),
}

/** Whether a service has a command; `undefined` for a service whose commands are not listed here. */
export function isCommand(service: string, command: string): boolean | undefined {
  return Object.hasOwn(COMMANDS, service) ? COMMANDS[service]?.has(command) : undefined
}
