import type { WrongAttempt } from '../../solution.ts'
import { addTest, close, publishTwo } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Porte de la construction fermée',
	async run(learner) {
		await addTest(learner)
		await close(learner, 'Gel', 'Construction')
		await publishTwo(learner)
	},
	fails: { check: 'transition-fermee', message: 'est celle de l’étape Construction, non celle de Deploy' },
}
