import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import type { Attempt } from '../../solution.ts'
import { WEB_BUCKET } from '../names.ts'
import { allow, create, release, retry, upload } from '../solution.ts'

/** Trying things out is no fault: a copy by hand, taken away, and a first policy on the wrong resource. */
export const attempt: Attempt = {
	title: 'Des essais, puis la bonne voie',
	async run(learner) {
		const page = { Bucket: WEB_BUCKET, Key: 'essai.html' }
		await learner.aws.s3.send(new PutObjectCommand({ ...page, Body: 'essai' }))
		await create(learner)
		const wrong = { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${WEB_BUCKET}` }
		await allow(learner, JSON.stringify({ Version: '2012-10-17', Statement: [wrong] }))
		await retry(learner)
		await allow(learner)
		await retry(learner)
		await upload(learner)
		await release(learner)
		await release(learner)
		await learner.aws.s3.send(new DeleteObjectCommand(page))
	},
}
