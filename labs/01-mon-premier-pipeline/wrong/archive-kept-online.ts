import type { WrongAttempt } from '../../solution.ts'
import { allow, create, definition, release, retry, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Deux actions Deploy : l’une décompresse, l’autre dépose aussi l’archive',
	async run(learner) {
		const input = definition(learner)
		const stage = input.pipeline?.stages?.[1]
		const [action] = stage?.actions ?? []
		const configuration = { ...action?.configuration, Extract: 'false', ObjectKey: 'archives/site.zip' }
		Object.assign(stage ?? {}, { actions: [action, { ...action, name: 'GarderLArchive', configuration }] })
		await create(learner, input)
		await allow(learner)
		await retry(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'archive-corrompue', message: 'exécution Failed, seau web modifié' },
}
