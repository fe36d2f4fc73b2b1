import { AttachRolePolicyCommand } from '@aws-sdk/client-iam'
import type { WrongAttempt } from '../../solution.ts'
import { ROLE } from '../names.ts'
import { create, release, retry, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'AmazonS3FullAccess attachée au rôle',
	async run(learner) {
		await create(learner)
		const PolicyArn = 'arn:aws:iam::aws:policy/AmazonS3FullAccess'
		await learner.aws.iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn }))
		await retry(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'role-borne', message: 'La politique AmazonS3FullAccess autorise' },
}
