import { CreatePipelineCommand } from '@aws-sdk/client-codepipeline'
import type { WrongAttempt } from '../../solution.ts'
import { allow, definition } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Pipeline créé sous un autre nom',
	async run(learner) {
		const input = definition(learner)
		Object.assign(input.pipeline ?? {}, { name: 'mon-site' })
		await allow(learner)
		await learner.aws.codepipeline.send(new CreatePipelineCommand(input))
		await learner.waitForPipeline('mon-site')
	},
	fails: { check: 'pipeline-v2', message: 'Aucun pipeline ne s’appelle site-demo' },
}
