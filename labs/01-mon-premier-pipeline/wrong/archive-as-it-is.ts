import type { WrongAttempt } from '../../solution.ts'
import { allow, create, definition, release, retry, upload } from '../solution.ts'

export const attempt: WrongAttempt = {
	title: 'Archive déposée telle quelle : Extract à false, avec ObjectKey',
	async run(learner) {
		const input = definition(learner, { A_COMPLETER_decompresser_ou_non: 'false' })
		const [action] = input.pipeline?.stages?.[1]?.actions ?? []
		Object.assign(action?.configuration ?? {}, { ObjectKey: 'site.zip' })
		await create(learner, input)
		await allow(learner)
		await retry(learner)
		await upload(learner)
		await release(learner)
	},
	fails: { check: 'nouvelle-version', message: 'L’exécution a réussi, mais index.html n’a pas changé' },
}
