import type { WrongAttempt } from '../../solution.ts'
import { updateStages } from '../solution.ts'
import { commands } from '../structure.ts'

export const attempt: WrongAttempt = {
	title: 'Test d’un fichier qui n’existe pas',
	async run(learner) {
		const stage = { name: 'Test', actions: [commands('Verifier', 'SiteConstruit', ['test -f accueil.html'])] }
		await updateStages(learner, (stages) => [...stages.slice(0, 2), stage, ...stages.slice(2)])
	},
	fails: { check: 'rien-de-perdu', message: 'L’exécution échoue dans l’action Verifier' },
}
