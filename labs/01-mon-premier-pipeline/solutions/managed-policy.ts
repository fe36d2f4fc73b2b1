import { AttachRolePolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-iam'
import type { Attempt } from '../../solution.ts'
import { ROLE } from '../names.ts'
import { create, definition, filledIn, release, upload } from '../solution.ts'

/** Own names, a managed policy, and new executions instead of a retry. */
export const attempt: Attempt = {
	title: 'Politique gérée attachée au rôle, nouvelles exécutions, noms personnels',
	async run(learner) {
		const input = definition(learner)
		const [source, deploy] = input.pipeline?.stages ?? []
		const [fetch] = source?.actions ?? []
		const [publish] = deploy?.actions ?? []
		if (!source || !deploy || !fetch || !publish) throw new Error('pipeline.json has lost a stage')
		Object.assign(source, { name: 'Recuperer' })
		Object.assign(deploy, { name: 'Publier' })
		Object.assign(fetch, { name: 'LireLeZip', outputArtifacts: [{ name: 'Site' }] })
		Object.assign(publish, { name: 'MettreEnLigne', inputArtifacts: [{ name: 'Site' }] })
		await create(learner, input)
		const { Policy } = await learner.aws.iam.send(
			new CreatePolicyCommand({
				PolicyName: 'publication',
				PolicyDocument: filledIn(learner, 'politique-deploiement.json', {
					A_COMPLETER_action_refusee: 's3:PutObject*',
				}),
			}),
		)
		await learner.aws.iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: Policy?.Arn }))
		await release(learner)
		await upload(learner)
		await release(learner)
	},
}
