import {
	type ActionTypeDeclaration,
	type CodePipelineClient,
	GetActionTypeCommand,
	ListActionTypesCommand,
	UpdateActionTypeCommand,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { openPartnership, SCAN, scanAction, VIGIE } from '../jobs/partner.fixture.ts'
import { builtSite, refusal } from '../jobs/worker.fixture.ts'

const UNAVAILABLE = refusal(
	'ActionTypeNotFoundException',
	"ActionType (Category: 'Test', Owner: 'ThirdParty', Provider: 'Vigie', Version: '1') is not available",
)
const get = (client: CodePipelineClient) => client.send(new GetActionTypeCommand(SCAN))
const update = (client: CodePipelineClient, change: Partial<ActionTypeDeclaration> = {}) =>
	client.send(new UpdateActionTypeCommand({ actionType: { ...VIGIE, ...change } }))

test('an action type is told whole to who owns it and to who may use it', async () => {
	const { partner, pipelines, define } = await openPartnership()
	expect((await get(partner)).actionType).toEqual(VIGIE)
	expect((await get(pipelines)).actionType).toEqual(VIGIE)
	await define({ ...VIGIE, permissions: { allowedAccounts: ['555566667777'] } })
	expect((await get(partner)).actionType?.permissions).toEqual({ allowedAccounts: ['555566667777'] })
	await expect(get(pipelines)).rejects.toEqual(UNAVAILABLE)
})

test('types that AWS made itself have no integration model, and custom ones are not asked for', async () => {
	const { pipelines, defineType } = await openPartnership()
	await defineType()
	const ask = (owner: string, provider: string) =>
		pipelines.send(new GetActionTypeCommand({ category: 'Build', owner, provider, version: '1' }))
	await expect(ask('AWS', 'CodeBuild')).rejects.toMatchObject({ name: 'ActionTypeNotFoundException' })
	await expect(ask('Custom', 'Atelier')).rejects.toMatchObject({
		name: 'ValidationException',
		message: expect.stringContaining("'owner' failed to satisfy constraint"),
	})
})

test('its owner changes it, and nobody else', async () => {
	const { partner, pipelines } = await openPartnership()
	await update(partner, { description: 'Looks twice' })
	expect((await get(pipelines)).actionType?.description).toBe('Looks twice')
	await expect(update(pipelines)).rejects.toEqual(UNAVAILABLE)
	await expect(update(partner, { id: { ...SCAN, version: '2' } })).rejects.toMatchObject({
		name: 'ActionTypeNotFoundException',
	})
})

const WORKER = VIGIE.executor?.configuration?.jobWorkerExecutorConfiguration
const LAMBDA = { lambdaFunctionArn: 'arn:aws:lambda:eu-west-3:999988887777:function:scan' }
const QUERIED = 'An action type can have one queryable property, which must be required and not secret'
const property = (name: string, change: object = {}) => ({
	...{ name, optional: false, key: false, noEcho: false },
	...change,
})

const REFUSED: Array<[message: string, change: Partial<ActionTypeDeclaration>]> = [
	[
		'An executor of type Lambda must have its own configuration, and no other',
		{ executor: { type: 'Lambda', configuration: { jobWorkerExecutorConfiguration: WORKER } } },
	],
	[
		'An executor of type JobWorker must have its own configuration, and no other',
		{
			executor: {
				type: 'JobWorker',
				configuration: { jobWorkerExecutorConfiguration: WORKER, lambdaExecutorConfiguration: LAMBDA },
			},
		},
	],
	[
		'The job timeout of a Lambda executor must be at most 900 seconds',
		{
			executor: { type: 'Lambda', configuration: { lambdaExecutorConfiguration: LAMBDA }, jobTimeout: 901 },
		},
	],
	[
		'Maximum Number of Artifacts (1) has to be greater than or equal to minimum (2).',
		{ inputArtifactDetails: { minimumCount: 2, maximumCount: 1 } },
	],
	[QUERIED, { properties: [property('Project', { queryable: true, noEcho: true })] }],
	[QUERIED, { properties: [property('Project', { queryable: true, optional: true })] }],
	[
		"The property 'Depth' must be optional: only properties that were required can be",
		{ properties: [property('Project', { queryable: true }), property('Depth')] },
	],
	[
		"The property 'ApiKey' must be optional: only properties that were required can be",
		{ properties: [property('ApiKey')] },
	],
	[
		'entityUrlTemplate must be an http or https address',
		{ urls: { entityUrlTemplate: 'ftp://vigie.example' } },
	],
]

test.for(REFUSED)('a change is refused: %s', async ([message, change]) => {
	const { partner } = await openPartnership()
	await expect(update(partner, change)).rejects.toEqual(refusal('ValidationException', message))
})

test('pipelines use a third party’s type while its owner allows it', async () => {
	const { pipelines, createPipeline, partner } = await openPartnership()
	const list = new ListActionTypesCommand({ actionOwnerFilter: 'ThirdParty' })
	const isListed = async () =>
		(await pipelines.send(list)).actionTypes?.some(({ id }) => id?.provider === 'Vigie')
	expect(await isListed()).toBe(true)
	const action = scanAction({ configuration: { Project: 'site', Colour: 'red' } })
	await expect(createPipeline(builtSite(action))).rejects.toMatchObject({
		message: "Action configuration for action 'Scan' contains unknown configuration 'Colour'",
	})
	await createPipeline(builtSite(scanAction()))
	await update(partner, { permissions: { allowedAccounts: ['*'] } })
	expect(await isListed()).toBe(true)
	await update(partner, { permissions: { allowedAccounts: ['555566667777'] } })
	expect(await isListed()).toBe(false)
	await expect(createPipeline(builtSite(scanAction()), { name: 'other' })).rejects.toMatchObject({
		name: 'InvalidActionDeclarationException',
	})
})
