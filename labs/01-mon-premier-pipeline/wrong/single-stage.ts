import type { WrongAttempt } from '../../solution.ts'
import { createRefused } from '../create-refused.ts'
import { definition } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Une seule étape, pour la source et le déploiement',
	async run(learner) {
		const input = definition(learner)
		const stages = input.pipeline?.stages ?? []
		const actions = stages.flatMap((stage) => stage.actions ?? [])
		Object.assign(input.pipeline ?? {}, { stages: [{ name: 'Tout', actions }] })
		await createRefused(learner, input)
	},
	fails: { check: 'deux-etapes', message: 'La définition compte 1 étape' },
}
