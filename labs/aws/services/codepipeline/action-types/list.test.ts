import { ListActionTypesCommand } from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { loadModel } from '../../../wire/model.ts'
import { validateOutput } from '../../../wire/protocols/validate-output.ts'
import { BUILD, openWorkshop, refusal } from '../jobs/worker.fixture.ts'
import { AWS_ACTION_TYPES } from '../structure/aws-action-types.ts'

test('AWS’s types come with their keys, counts and addresses', async () => {
	const { pipelines } = await openWorkshop()
	const answer = await pipelines.send(new ListActionTypesCommand({ actionOwnerFilter: 'AWS' }))
	expect(answer.actionTypes).toHaveLength(AWS_ACTION_TYPES.length)
	const codeDeploy = answer.actionTypes?.find(({ id }) => id?.provider === 'CodeDeploy')
	expect(codeDeploy).toEqual({
		id: { category: 'Deploy', owner: 'AWS', provider: 'CodeDeploy', version: '1' },
		actionConfigurationProperties: [
			{ name: 'ApplicationName', required: true, key: true, secret: false, queryable: false },
			{ name: 'DeploymentGroupName', required: true, key: true, secret: false, queryable: false },
		],
		inputArtifactDetails: { minimumCount: 1, maximumCount: 1 },
		outputArtifactDetails: { minimumCount: 0, maximumCount: 0 },
		settings: {
			entityUrlTemplate:
				'https://console.aws.amazon.com/codedeploy/home?#/applications/{Config:ApplicationName}/deployment-groups/{Config:DeploymentGroupName}',
			executionUrlTemplate:
				'https://console.aws.amazon.com/codedeploy/home?#/deployments/{ExternalExecutionId}',
		},
	})
	const { $metadata: _, ...output } = answer
	expect(validateOutput(loadModel('codepipeline'), 'ListActionTypes', output)).toEqual([])
})

test('partners’ types are listed by their owner, GitHub with its secret', async () => {
	const { pipelines } = await openWorkshop()
	const { actionTypes = [] } = await pipelines.send(
		new ListActionTypesCommand({ actionOwnerFilter: 'ThirdParty' }),
	)
	expect(new Set(actionTypes.map(({ id }) => id?.owner))).toEqual(new Set(['ThirdParty']))
	const gitHub = actionTypes.find(({ id }) => id?.provider === 'GitHub')
	expect(gitHub?.actionConfigurationProperties).toContainEqual({
		...{ name: 'OAuthToken', required: true, key: false, secret: true, queryable: false },
	})
})

test('a long list comes in pages; a token of another list is refused', async () => {
	const { defineType, pipelines } = await openWorkshop()
	for (let n = 1; n <= 20; n++) await defineType({ version: String(n) })
	const seen: Array<string> = []
	let nextToken: string | undefined
	let pages = 0
	do {
		const page = await pipelines.send(new ListActionTypesCommand({ nextToken }))
		seen.push(...(page.actionTypes ?? []).map(({ id }) => JSON.stringify(id)))
		nextToken = page.nextToken
		pages++
	} while (nextToken)
	expect(pages).toBe(2)
	expect(new Set(seen).size).toBe(seen.length)
	expect(seen.filter((id) => id.includes('"Custom"'))).toHaveLength(20)
	const foreign = new ListActionTypesCommand({ nextToken: 'bm90aGluZw' })
	await expect(pipelines.send(foreign)).rejects.toMatchObject({ name: 'InvalidNextTokenException' })
})

test('a custom type belongs to its Region', async () => {
	const { defineType, pipelines } = await openWorkshop()
	await defineType()
	const namesIn = async (regionFilter: string) => {
		const command = new ListActionTypesCommand({ regionFilter, actionOwnerFilter: 'Custom' })
		return (await pipelines.send(command)).actionTypes?.map(({ id }) => id)
	}
	expect(await namesIn('eu-west-3')).toEqual([BUILD])
	expect(await namesIn('us-east-1')).toEqual([])
	await expect(namesIn('paris')).rejects.toEqual(
		refusal('ValidationException', "'paris' is not a valid AWS Region"),
	)
})
