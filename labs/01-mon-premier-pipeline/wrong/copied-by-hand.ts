import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { WrongAttempt } from '../../solution.ts'
import { unzipFiles } from '../../zip.ts'
import { WEB_BUCKET } from '../names.ts'
import { allow, create, retry, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Copie de la version 2 directement dans le seau web',
	async run(learner) {
		await create(learner)
		await allow(learner)
		await retry(learner)
		await upload(learner)
		for (const [Key, Body] of Object.entries((await unzipFiles(learner.zip('site-v2'))) ?? {})) {
			await learner.aws.s3.send(new PutObjectCommand({ Bucket: WEB_BUCKET, Key, Body }))
		}
	},
	fails: {
		check: 'ecrit-par-le-pipeline',
		message: 'Le site est à jour mais aucune action Deploy ne l’a écrit',
	},
}
