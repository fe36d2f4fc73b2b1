import type { WrongAttempt } from '../../solution.ts'
import { inQueue, publishFour, update } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Relecture perdue dans la mise à jour',
	async run(learner) {
		await publishFour(learner)
		await update(learner, (pipeline) => ({
			...inQueue(pipeline),
			stages: pipeline.stages?.map((stage) => ({
				...stage,
				actions: stage.actions?.filter(({ actionTypeId }) => actionTypeId?.category !== 'Approval'),
			})),
		}))
	},
	fails: { check: 'une-a-la-fois', message: 'Aucune version n’attend de relecture' },
}
