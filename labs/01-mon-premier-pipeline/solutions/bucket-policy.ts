import { UpdatePipelineCommand } from '@aws-sdk/client-codepipeline'
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import type { Attempt } from '../../solution.ts'
import { ROLE_ARN, WEB_BUCKET } from '../names.ts'
import { create, definition, release, retry, upload } from '../solution.ts'

/** The right comes from the bucket's side; the first definition is a V1 put right by an update. */
export const attempt: Attempt = {
	title: 'Droit donné par la politique du seau web, type corrigé par update-pipeline',
	async run(learner) {
		await create(learner, definition(learner, { A_COMPLETER_type_de_pipeline: 'V1' }))
		const statement = {
			Effect: 'Allow',
			Principal: { AWS: ROLE_ARN },
			Action: ['s3:PutObject', 's3:PutObjectAcl'],
			Resource: `arn:aws:s3:::${WEB_BUCKET}/*`,
		}
		const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statement })
		await learner.aws.s3.send(new PutBucketPolicyCommand({ Bucket: WEB_BUCKET, Policy }))
		await retry(learner)
		await learner.aws.codepipeline.send(new UpdatePipelineCommand(definition(learner)))
		await upload(learner)
		await release(learner)
	},
}
