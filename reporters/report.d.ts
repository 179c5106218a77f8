export interface Report {
  schema: 'grade4/report@1'
  assignment: 'cs40-a4'
  student: string | null
  /**
   * 12 digits; null when no credentials told.
   */
  account: string | null
  region: string
  /**
   * OWNER/NAME; null when none was found.
   */
  repository: string | null
  startedAt: string
  finishedAt: string
  /**
   * When the graded state came to be: start of the graded run, or push of the image where no run made it; null if unknown.
   */
  submittedAt: string | null
  /**
   * What submittedAt is taken from: the start of the graded run, or the push of the image.
   */
  submittedFrom: ('run' | 'image') | null
  /**
   * The deadline; null when none was given.
   */
  due: string | null
  /**
   * False also where it is not known; lateBySeconds tells the two apart.
   */
  late: boolean
  /**
   * 0 when in time; null when there is no deadline, or submittedAt is not known.
   */
  lateBySeconds: number | null
  /**
   * What being late costs; score and range are after it. Null: nothing.
   */
  latePenalty: {
    rule: string
    points: number
  } | null
  score: number
  /**
   * Lowest and highest score still possible.
   *
   * @minItems 2
   * @maxItems 2
   */
  range: [number, number]
  maxScore: number
  /**
   * False while any check is error, or waits for one that is.
   */
  complete: boolean
  /**
   * In rubric order.
   */
  checks: {
    id:
      | 'ecr.repository'
      | 'ecr.latest'
      | 'ecr.platform'
      | 'stack.deployed'
      | 'ecs.image'
      | 'oidc.provider'
      | 'role.trust'
      | 'role.subject'
      | 'role.audience'
      | 'role.policies'
      | 'role.session'
      | 'delivery.redeploy'
      | 'repo.private'
      | 'repo.actions'
      | 'repo.secret'
      | 'workflow.valid'
      | 'workflow.trigger'
      | 'workflow.credentials'
      | 'workflow.build'
      | 'workflow.tags'
      | 'workflow.untag'
      | 'workflow.push'
      | 'workflow.redeploy'
      | 'delivery.run'
      | 'delivery.image'
    title: string
    section: string
    status: 'passed' | 'failed' | 'blocked' | 'error'
    score: number
    maxScore: number
    /**
     * One line; every finding of the check, or what was seen.
     */
    message: string
    /**
     * The next thing to do; null where there is nothing to do here.
     */
    hint: string | null
    expected: string | null
    actual: string | null
    blockedBy:
      | (
          | 'ecr.repository'
          | 'ecr.latest'
          | 'ecr.platform'
          | 'stack.deployed'
          | 'ecs.image'
          | 'oidc.provider'
          | 'role.trust'
          | 'role.subject'
          | 'role.audience'
          | 'role.policies'
          | 'role.session'
          | 'delivery.redeploy'
          | 'repo.private'
          | 'repo.actions'
          | 'repo.secret'
          | 'workflow.valid'
          | 'workflow.trigger'
          | 'workflow.credentials'
          | 'workflow.build'
          | 'workflow.tags'
          | 'workflow.untag'
          | 'workflow.push'
          | 'workflow.redeploy'
          | 'delivery.run'
          | 'delivery.image'
        )
      | null
    /**
     * The step of the plan by which it passes, from 1; null where there is none.
     */
    change: number | null
    location: {
      file: string
      line: number
      column: number
      source: string | null
    } | null
    /**
     * Each fault by itself; message joins them.
     */
    findings: {
      message: string
      expected: string | null
      actual: string | null
      location: {
        file: string
        line: number
        column: number
        source: string | null
      } | null
      hint: string | null
    }[]
    durationMs: number
  }[]
  /**
   * What to do, in order; null where the course keeps it back, or it is not known.
   */
  plan:
    | {
        /**
         * What to do and why, one line.
         */
        title: string
        kind: 'workflow' | 'cdk' | 'command' | 'setting' | 'push'
        /**
         * Edits of main.yml; they never overlap.
         */
        edits: {
          file: string
          /**
           * From 1, in the file as it was graded.
           */
          line: number
          /**
           * Inclusive; line - 1 where the new lines come before line and replace none.
           */
          endLine: number
          /**
           * The lines as they are, joined by newlines.
           */
          before: string
          /**
           * The lines that replace them; null: they go.
           */
          after: string | null
        }[]
        /**
         * Lines of CDK, a command, or the way through settings.
         */
        text: string | null
        /**
         * The checks that pass by it, in rubric order.
         */
        wins: (
          | 'ecr.repository'
          | 'ecr.latest'
          | 'ecr.platform'
          | 'stack.deployed'
          | 'ecs.image'
          | 'oidc.provider'
          | 'role.trust'
          | 'role.subject'
          | 'role.audience'
          | 'role.policies'
          | 'role.session'
          | 'delivery.redeploy'
          | 'repo.private'
          | 'repo.actions'
          | 'repo.secret'
          | 'workflow.valid'
          | 'workflow.trigger'
          | 'workflow.credentials'
          | 'workflow.build'
          | 'workflow.tags'
          | 'workflow.untag'
          | 'workflow.push'
          | 'workflow.redeploy'
          | 'delivery.run'
          | 'delivery.image'
        )[]
        points: number
        /**
         * The score once this step and those before it are done.
         */
        scoreAfter: number
      }[]
    | null
  /**
   * With --template and an account: the checks that come out otherwise once the template is deployed; checks has them as deployed now.
   */
  deploy?: {
    id:
      | 'ecr.repository'
      | 'ecr.latest'
      | 'ecr.platform'
      | 'stack.deployed'
      | 'ecs.image'
      | 'oidc.provider'
      | 'role.trust'
      | 'role.subject'
      | 'role.audience'
      | 'role.policies'
      | 'role.session'
      | 'delivery.redeploy'
      | 'repo.private'
      | 'repo.actions'
      | 'repo.secret'
      | 'workflow.valid'
      | 'workflow.trigger'
      | 'workflow.credentials'
      | 'workflow.build'
      | 'workflow.tags'
      | 'workflow.untag'
      | 'workflow.push'
      | 'workflow.redeploy'
      | 'delivery.run'
      | 'delivery.image'
    status: 'passed' | 'failed' | 'blocked' | 'error'
    message: string
  }[]
  advice: {
    id: string
    message: string
  }[]
  /**
   * GitHub's record of the graded run, step by step, against main.yml as grade4 runs it; null when no check needed it.
   */
  reality?: {
    /**
     * Number of the graded run; null when there is none, or it is not known.
     */
    run: number | null
    compared: boolean
    /**
     * Why it was not compared; null where it was.
     */
    reason: string | null
    disagreements: {
      job: string
      /**
       * Name of the step; null: the job as a whole.
       */
      step: string | null
      simulated: 'success' | 'failure' | 'skipped'
      recorded: 'success' | 'failure' | 'skipped'
      /**
       * True: the checks that hang on the step are error, whatever grade4 finds.
       */
      decides: boolean
    }[]
  } | null
  requests: {
    aws: number
    github: number
  }
  /**
   * With --debug: what main.yml does, step by step, on a copy of the account.
   */
  trace?: {
    [k: string]: unknown
  }
}
