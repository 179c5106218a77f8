import './aws/cloudformation.js'
import './aws/ecr.js'
import './aws/ecs.js'
import './aws/iam.js'
import './aws/sts.js'
import './github/actions.js'
import './github/repository.js'
import './local-file.js'
import './template/template-place.js'
import { declaredQuestions } from './question.js'

/** Every question that can be asked: what a saved answer may be an answer to. */
export const QUESTIONS = declaredQuestions
