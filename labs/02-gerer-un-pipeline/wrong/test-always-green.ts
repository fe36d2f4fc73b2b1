import type { WrongAttempt } from '../../solution.ts'
import { updateStages } from '../solution.ts'
import { commands } from '../structure.ts'

export const attempt: WrongAttempt = {
	title: 'Test suivi de || true',
	async run(learner) {
		const lines = ['grep -q "Atelier du papier" index.html || true']
		const stage = { name: 'Test', actions: [commands('VerifierLaPage', 'SiteConstruit', lines)] }
		await updateStages(learner, (stages) => [...stages.slice(0, 2), stage, ...stages.slice(2)])
	},
	fails: { check: 'test-rouge', message: 'publication démarrée' },
}
