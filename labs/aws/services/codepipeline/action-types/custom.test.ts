import {
	type CreateCustomActionTypeCommandInput,
	DeleteCustomActionTypeCommand,
	GetPipelineCommand,
	ListActionExecutionsCommand,
	ListActionTypesCommand,
	ListTagsForResourceCommand,
	StartPipelineExecutionCommand,
	TagResourceCommand,
	UntagResourceCommand,
	UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline'
import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import {
	ATELIER,
	BUILD,
	buildAction,
	builtSite,
	openWorkshop,
	REGION,
	refusal,
} from '../jobs/worker.fixture.ts'

const ARN = `arn:aws:codepipeline:${REGION}:${ACCOUNT}:actiontype:Custom/Build/Atelier/1`
const { category, provider, version } = ATELIER
const NAMES = { category, provider, version }
const property = (name: string, change: object = {}) => ({
	...{ name, required: true, key: false, secret: false },
	...change,
})

test('a custom type is answered as it was defined, its owner imposed', async () => {
	const { defineType, pipelines } = await openWorkshop()
	const { actionType, tags } = await defineType({ tags: [{ key: 'equipe', value: 'web' }] })
	expect(actionType).toEqual({
		id: BUILD,
		settings: ATELIER.settings,
		actionConfigurationProperties: ATELIER.configurationProperties,
		inputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
		outputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
	})
	expect(tags).toEqual([{ key: 'equipe', value: 'web' }])
	const custom = new ListActionTypesCommand({ actionOwnerFilter: 'Custom' })
	expect((await pipelines.send(custom)).actionTypes).toEqual([actionType])
})

const REFUSED: Array<[message: string, change: Partial<CreateCustomActionTypeCommandInput>]> = [
	[
		"Multiple queryable configuration properties found with names 'A, B'. Up to one queryable property may be specified.",
		{ configurationProperties: [property('A', { queryable: true }), property('B', { queryable: true })] },
	],
	[
		"Invalid queryable property 'A'. Queryable configuration properties must be required and non-secret.",
		{ configurationProperties: [property('A', { queryable: true, secret: true })] },
	],
	[
		"Invalid queryable property 'A'. Queryable configuration properties must be required and non-secret.",
		{ configurationProperties: [property('A', { queryable: true, required: false })] },
	],
	[
		"Configuration property 'A' is defined more than once",
		{ configurationProperties: [property('A'), property('A')] },
	],
	[
		'Maximum Number of Artifacts (0) has to be greater than or equal to minimum (1).',
		{ inputArtifactDetails: { minimumCount: 1, maximumCount: 0 } },
	],
	[
		'Maximum Number of Artifacts (2) has to be greater than or equal to minimum (3).',
		{ outputArtifactDetails: { minimumCount: 3, maximumCount: 2 } },
	],
	['entityUrlTemplate must be an http or https address', { settings: { entityUrlTemplate: 'javascript:1' } }],
	['A custom action type cannot be of category Compute', { category: 'Compute' }],
	[
		"1 validation error detected: Value '6' at 'inputArtifactDetails.maximumCount' failed to satisfy constraint: Member must have value less than or equal to 5",
		{ inputArtifactDetails: { minimumCount: 0, maximumCount: 6 } },
	],
]

test.for(REFUSED)('refused: %s', async ([message, change]) => {
	const { defineType } = await openWorkshop()
	await expect(defineType(change)).rejects.toEqual(refusal('ValidationException', message))
})

test('eleven properties are one too many', async () => {
	const { defineType } = await openWorkshop()
	const configurationProperties = Array.from({ length: 11 }, (_, index) => property(`P${index}`))
	await expect(defineType({ configurationProperties })).rejects.toMatchObject({
		name: 'ValidationException',
		message: expect.stringMatching(
			/at 'configurationProperties' failed to satisfy constraint: Member must have length less than or equal to 10$/,
		),
	})
})

test('a version that was used is not free for another definition, and comes back as it was', async () => {
	const { defineType, pipelines, poll } = await openWorkshop()
	await defineType()
	const type = "ActionType (Category: 'Build', Owner: 'Custom', Provider: 'Atelier', Version: '1')"
	await expect(defineType()).rejects.toEqual(refusal('ValidationException', `${type} already exists`))
	await pipelines.send(new DeleteCustomActionTypeCommand(NAMES))
	await pipelines.send(new DeleteCustomActionTypeCommand(NAMES))
	await expect(poll()).rejects.toEqual(refusal('ActionTypeNotFoundException', `${type} is not available`))
	await expect(defineType({ configurationProperties: [property('Other')] })).rejects.toEqual(
		refusal('ValidationException', `${type} has been deleted. Create a new version of the action type.`),
	)
	await defineType({ version: '2', configurationProperties: [property('Other')] })
	await defineType()
	expect(await poll()).toEqual([])
})

test('there are fifty custom types at most in a Region, deleted ones aside', async () => {
	const { defineType, pipelines } = await openWorkshop()
	for (let n = 1; n <= 50; n++) await defineType({ version: String(n) })
	await expect(defineType({ version: '51' })).rejects.toEqual(
		refusal('LimitExceededException', 'There can only be up to 50 custom action types'),
	)
	await pipelines.send(new DeleteCustomActionTypeCommand(NAMES))
	await defineType({ version: '51' })
})

test('a type is tagged by its ARN, in either spelling, until it is deleted', async () => {
	const { defineType, pipelines } = await openWorkshop()
	await defineType()
	await pipelines.send(new TagResourceCommand({ resourceArn: ARN, tags: [{ key: 'a', value: '1' }] }))
	const other = ARN.replace('actiontype', 'actionType')
	await pipelines.send(new TagResourceCommand({ resourceArn: other, tags: [{ key: 'b', value: '2' }] }))
	await pipelines.send(new UntagResourceCommand({ resourceArn: ARN, tagKeys: ['a'] }))
	const list = new ListTagsForResourceCommand({ resourceArn: ARN })
	expect((await pipelines.send(list)).tags).toEqual([{ key: 'b', value: '2' }])
	await pipelines.send(new DeleteCustomActionTypeCommand(NAMES))
	await expect(pipelines.send(list)).rejects.toEqual(
		refusal('ResourceNotFoundException', `The resource ${ARN} does not exist`),
	)
})

test('a pipeline can only use a type that is there, within its artifacts and properties', async () => {
	const { createPipeline, defineType } = await openWorkshop()
	const invalid = (message: string) => refusal('InvalidActionDeclarationException', message)
	await expect(createPipeline()).rejects.toEqual(
		invalid(
			"ActionType (Category: 'Build', Provider: 'Atelier', Owner: 'Custom', Version: '1') in action 'Assemble' is not available in region 'EU_WEST_3'",
		),
	)
	await defineType({
		configurationProperties: [
			...(ATELIER.configurationProperties ?? []),
			property('Speed', { required: false, type: 'Number' }),
			property('Fast', { required: false, type: 'Boolean' }),
		],
	})
	const refusedFor = (change: object) => expect(createPipeline(builtSite(buildAction(change)))).rejects
	const of = "Action configuration for action 'Assemble'"
	await refusedFor({ configuration: {} }).toEqual(
		invalid(`${of} is missing required configuration 'Project'`),
	)
	await refusedFor({ configuration: { Project: 'site', Colour: 'red' } }).toEqual(
		invalid(`${of} contains unknown configuration 'Colour'`),
	)
	await refusedFor({ configuration: { Project: 'site web' } }).toEqual(
		invalid(
			`${of} has an invalid value for 'Project': a queryable value holds at most 50 letters, digits, underscores and hyphens`,
		),
	)
	await refusedFor({ configuration: { Project: 'site', Speed: 'fast' } }).toEqual(
		invalid(`${of} has an invalid value for 'Speed': not a number`),
	)
	await refusedFor({ configuration: { Project: 'site', Fast: 'yes' } }).toEqual(
		invalid(`${of} has an invalid value for 'Fast': not true or false`),
	)
	await refusedFor({ outputArtifacts: [{ name: 'BuildOutput' }, { name: 'Other' }] }).toEqual(
		invalid('Action Assemble declares 2 output artifacts which is more than the maximum count (1)'),
	)
	await createPipeline(
		builtSite(
			buildAction({
				configuration: { Project: 'site', Speed: '#{codepipeline.PipelineExecutionId}', Fast: 'True' },
			}),
		),
	)
})

test('secrets are never shown', async () => {
	const workshop = await openWorkshop()
	await workshop.defineType()
	const { pipeline: created } = await workshop.createPipeline()
	const secretOf = (pipeline: typeof created) => pipeline?.stages?.[1]?.actions?.[0]?.configuration?.Token
	expect(secretOf(created)).toBe('****')
	const { pipeline } = await workshop.pipelines.send(new GetPipelineCommand({ name: 'site' }))
	expect(secretOf(pipeline)).toBe('****')
	const updated = await workshop.pipelines.send(new UpdatePipelineCommand({ pipeline }))
	expect(secretOf(updated.pipeline)).toBe('****')
})

test('a secret reaches the worker after its pipeline was edited from what GetPipeline showed', async () => {
	const workshop = await openWorkshop()
	await workshop.defineType()
	await workshop.createPipeline()
	await workshop.pass(10)
	const shown = await workshop.pipelines.send(new GetPipelineCommand({ name: 'site' }))
	await workshop.pipelines.send(new UpdatePipelineCommand({ pipeline: shown.pipeline }))
	await workshop.pipelines.send(new StartPipelineExecutionCommand({ name: 'site' }))
	await workshop.pass(10)
	const [job] = await workshop.poll()
	expect(job?.data?.actionConfiguration?.configuration).toEqual({ Project: 'site', Token: 'sesame' })
	await workshop.pipelines.send(new DeleteCustomActionTypeCommand(NAMES))
	const { actionExecutionDetails = [] } = await workshop.pipelines.send(
		new ListActionExecutionsCommand({ pipelineName: 'site' }),
	)
	expect(JSON.stringify(actionExecutionDetails)).not.toContain('sesame')
})

test('a type that is deleted under a pipeline fails its action', async () => {
	const workshop = await openWorkshop()
	await workshop.defineType()
	await workshop.createPipeline()
	await workshop.pipelines.send(new DeleteCustomActionTypeCommand(NAMES))
	await workshop.pass(10)
	expect((await workshop.stage('Build')).action?.latestExecution?.errorDetails).toEqual({
		code: 'ConfigurationError',
		message:
			"ActionType (Category: 'Build', Owner: 'Custom', Provider: 'Atelier', Version: '1') is not available",
	})
})
