import type { WrongAttempt } from '../../solution.ts'
import { allow, create, release, retry, upload } from '../solution.ts'

const POLICY = {
	Version: '2012-10-17',
	Statement: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }],
}

export const attempt: WrongAttempt = {
	title: 'Tout sauf IAM, par NotAction',
	async run(learner) {
		await create(learner)
		await allow(learner, JSON.stringify(POLICY))
		await retry(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'role-borne', message: 'a pu effacer un objet d’un seau sans rapport' },
}
