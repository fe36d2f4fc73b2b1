import type { WrongAttempt } from '../../solution.ts'
import { allow, create, release, retry, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Archive qui contient le dossier site-v2',
	async run(learner) {
		await create(learner)
		await allow(learner)
		await retry(learner)
		await upload(learner, learner.zip('site-v2', ''))
		await release(learner)
	},
	fails: { check: 'v2-publiee', message: 'L’archive range le site dans un dossier : site-v2/index.html' },
}
