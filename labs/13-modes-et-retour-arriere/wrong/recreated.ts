import { CreatePipelineCommand, DeletePipelineCommand } from '@aws-sdk/client-codepipeline'
import type { WrongAttempt } from '../../solution.ts'
import { PIPELINE } from '../names.ts'
import { inQueue, publishABadOne, review, rollBack } from '../solution.ts'
import { siteDemo } from '../structure.ts'

export const attempt: WrongAttempt = {
	title: 'Pipeline supprimé et recréé en QUEUED',
	async run(learner) {
		await learner.aws.codepipeline.send(new DeletePipelineCommand({ name: PIPELINE }))
		await learner.aws.codepipeline.send(new CreatePipelineCommand({ pipeline: inQueue(siteDemo()) }))
		await review(learner)
		await publishABadOne(learner)
		await rollBack(learner)
	},
	fails: { check: 'cible-perimee', message: 'Le retour à la toute première exécution a été accepté' },
}
