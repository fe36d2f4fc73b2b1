import { PutBucketVersioningCommand } from '@aws-sdk/client-s3'
import type { WrongAttempt } from '../../solution.ts'
import { SOURCE_BUCKET } from '../names.ts'
import { allow, create } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Versionnement du seau source suspendu avant la création',
	async run(learner) {
		const VersioningConfiguration = { Status: 'Suspended' } as const
		await learner.aws.s3.send(
			new PutBucketVersioningCommand({ Bucket: SOURCE_BUCKET, VersioningConfiguration }),
		)
		await allow(learner)
		await create(learner)
	},
	fails: { check: 'source-versionnee', message: 'La source S3 exige le versionnement' },
}
