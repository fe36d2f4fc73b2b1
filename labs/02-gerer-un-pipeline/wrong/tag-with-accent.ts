import type { WrongAttempt } from '../../solution.ts'
import { tag } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Étiquette écrite équipe',
	run: (learner) => tag(learner, 'équipe'),
	fails: { check: 'etiquette', message: 'Étiquettes du pipeline : équipe' },
}
