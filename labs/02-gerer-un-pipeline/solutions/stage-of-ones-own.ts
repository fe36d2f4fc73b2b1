import type { Attempt } from '../../solution.ts'
import { operate, updateStages } from '../solution.ts'
import { commands } from '../structure.ts'

/** The stage and its commands are the learner's: what counts is that it stops what is wrong. */
export const attempt: Attempt = {
	title: 'Étape Verification, deux commandes à elle',
	async run(learner) {
		const lines = ['test -s index.html', 'if ! grep -q "papier</h1>" index.html; then exit 3; fi']
		const stage = { name: 'Verification', actions: [commands('Relire', 'SiteConstruit', lines)] }
		await updateStages(learner, (stages) => [...stages.slice(0, 2), stage, ...stages.slice(2)])
		await operate(learner)
	},
}
