import type { WrongAttempt } from '../../solution.ts'
import { createRefused } from '../create-refused.ts'
import { definition } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Extract à false, sans ObjectKey',
	run: (learner) => createRefused(learner, definition(learner, { A_COMPLETER_decompresser_ou_non: 'false' })),
	fails: { check: 'deux-etapes', message: 'Avec Extract=false il faut ObjectKey' },
}
