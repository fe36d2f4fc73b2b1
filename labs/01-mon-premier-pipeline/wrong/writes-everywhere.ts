import type { WrongAttempt } from '../../solution.ts'
import { allow, create, release, retry, upload } from '../solution.ts'

const POLICY = {
	Version: '2012-10-17',
	Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: '*' }],
}

export const attempt: WrongAttempt = {
	title: 's3:PutObject sur tous les seaux',
	async run(learner) {
		await create(learner)
		await allow(learner, JSON.stringify(POLICY))
		await retry(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'role-borne', message: 'Trop large : quelles actions et quel seau suffisent ?' },
}
