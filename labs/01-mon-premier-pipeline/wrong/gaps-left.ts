import type { CreatePipelineCommandInput } from '@aws-sdk/client-codepipeline'
import type { WrongAttempt } from '../../solution.ts'
import { createRefused } from '../create-refused.ts'

export const attempt: WrongAttempt = {
	title: 'pipeline.json envoyé sans être complété',
	run: (learner) =>
		createRefused(learner, JSON.parse(learner.readText('pipeline.json')) as CreatePipelineCommandInput),
	fails: { check: 'pipeline-v2', message: 'La dernière création a été refusée. ValidationException' },
}
