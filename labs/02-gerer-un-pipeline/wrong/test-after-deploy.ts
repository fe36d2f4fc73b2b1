import type { WrongAttempt } from '../../solution.ts'
import { updateStages } from '../solution.ts'
import { TEST_STAGE } from '../structure.ts'

export const attempt: WrongAttempt = {
	title: 'Test ajouté à la fin',
	run: (learner) => updateStages(learner, (stages) => [...stages, TEST_STAGE]),
	fails: { check: 'test-avant-deploy', message: 'Le test vient après la publication' },
}
