import type { WrongAttempt } from '../../solution.ts'
import { target } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Variable sans valeur par défaut',
	async run(learner) {
		await target(learner, '')
	},
	fails: { check: 'variable-declaree', message: 'n’a pas de valeur par défaut' },
}
