import type { WrongAttempt } from '../../solution.ts'
import { publishFour } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Mode laissé à SUPERSEDED',
	run: publishFour,
	fails: { check: 'tout-dans-l-ordre', message: 'Versions arrivées sur le site : 1, 4, sur quatre déposées' },
}
