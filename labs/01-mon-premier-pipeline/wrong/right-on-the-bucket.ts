import type { WrongAttempt } from '../../solution.ts'
import { WEB_BUCKET } from '../names.ts'
import { allow, create, release, retry, upload } from '../solution.ts'

const POLICY = {
	Version: '2012-10-17',
	Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${WEB_BUCKET}` }],
}

export const attempt: WrongAttempt = {
	title: 'Droit donné sur le seau au lieu de ses objets',
	async run(learner) {
		await create(learner)
		await allow(learner, JSON.stringify(POLICY))
		await retry(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'role-peut-publier', message: 'Écriture refusée au rôle site-demo-pipeline' },
}
