import type { WrongAttempt } from '../../solution.ts'
import { allow, create, definition, release, retry, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Site décompressé sous un préfixe',
	async run(learner) {
		const input = definition(learner)
		const [action] = input.pipeline?.stages?.[1]?.actions ?? []
		Object.assign(action?.configuration ?? {}, { ObjectKey: 'site' })
		await create(learner, input)
		await allow(learner)
		await retry(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'deux-etapes', message: 'publie sous le préfixe site' },
}
