import { expect, test } from 'vitest'
import model from '../../wire/models/codepipeline.json' with { type: 'json' }
import { approvalAction, deployAction, siteDemo, sourceAction, type World } from './pipeline.fixture.ts'
import { openWorld } from './world.fixture.ts'

interface Shape {
	type: string
	members?: Record<string, { shape: string }>
	required?: Array<string>
	member?: { shape: string }
	value?: { shape: string }
	enum?: Array<string>
	pattern?: string
	min?: number
	max?: number
}

const shapes = model.shapes as unknown as Record<string, Shape>
const operations = model.operations as unknown as Record<string, { output?: { shape: string } }>

/** Every way in which a value differs from its shape. */
function* faults(value: unknown, name: string, path: string): Generator<string> {
	const shape = shapes[name]
	if (!shape) throw new Error(`No shape ${name}`)
	if (shape.type === 'structure') yield* structureFaults(value, shape, path)
	else if (shape.type === 'list') {
		if (!Array.isArray(value)) yield `${path}: no list`
		else
			for (const [index, item] of value.entries())
				yield* faults(item, shape.member?.shape ?? '', `${path}[${index}]`)
	} else if (shape.type === 'map') {
		for (const [key, item] of Object.entries(value as object))
			yield* faults(item, shape.value?.shape ?? '', `${path}.${key}`)
	} else yield* scalarFaults(value, shape, path)
}

function* structureFaults(value: unknown, shape: Shape, path: string): Generator<string> {
	const members = Object.entries(value as object).filter(([, member]) => member !== undefined)
	for (const required of shape.required ?? []) {
		if (!members.some(([key]) => key === required)) yield `${path}.${required}: missing`
	}
	for (const [key, member] of members) {
		const known = shape.members?.[key]
		if (known) yield* faults(member, known.shape, `${path}.${key}`)
		else yield `${path}.${key}: unknown`
	}
}

const TYPES: Record<string, string> = { string: 'string', integer: 'number', boolean: 'boolean' }

function* scalarFaults(value: unknown, shape: Shape, path: string): Generator<string> {
	if (shape.type === 'timestamp') {
		if (!(value instanceof Date) || Number.isNaN(value.getTime())) yield `${path}: no date`
		return
	}
	if (typeof value !== TYPES[shape.type]) yield `${path}: ${typeof value}, not ${shape.type}`
	if (shape.enum && !shape.enum.includes(value as string)) yield `${path}: ${value}`
	if (shape.pattern && !new RegExp(`^(?:${shape.pattern})$`).test(String(value)))
		yield `${path}: pattern ${value}`
	const size = typeof value === 'string' ? value.length : Number(value)
	if (size < (shape.min ?? size) || size > (shape.max ?? size)) yield `${path}: size ${size}`
}

async function check(world: World, operation: string, input: object): Promise<Record<string, unknown>> {
	const output = await world.pipeline<Record<string, unknown>>(operation, input)
	const shape = operations[operation]?.output?.shape
	expect(shape ? [...faults(output, shape, operation)] : output).toEqual(shape ? [] : undefined)
	return output
}

async function checkReads(world: World) {
	const name = 'site-demo'
	await check(world, 'GetPipelineState', { name })
	await check(world, 'GetPipeline', { name })
	await check(world, 'ListPipelines', {})
	await check(world, 'ListActionExecutions', { pipelineName: name })
	const { pipelineExecutionSummaries } = await check(world, 'ListPipelineExecutions', { pipelineName: name })
	for (const { pipelineExecutionId } of pipelineExecutionSummaries as Array<{
		pipelineExecutionId: string
	}>) {
		await check(world, 'GetPipelineExecution', { pipelineName: name, pipelineExecutionId })
	}
}

test('at every moment of a run every answer has the shape of the model', async () => {
	const world = await openWorld()
	const stages = [
		{ name: 'Source', actions: [sourceAction()] },
		{ name: 'Review', actions: [approvalAction()] },
		{ name: 'Deploy', actions: [deployAction({ BucketName: 'not-there' })] },
	]
	const pipeline = siteDemo({ stages, variables: [{ name: 'Folder', defaultValue: 'prod' }] })
	await check(world, 'CreatePipeline', { pipeline, tags: [{ key: 'env', value: 'demo' }] })
	const transition = { pipelineName: 'site-demo', stageName: 'Deploy', transitionType: 'Inbound' }
	await check(world, 'DisableStageTransition', { ...transition, reason: 'gel' })
	for (let moment = 0; moment < 6; moment++) {
		await checkReads(world)
		await world.pass(1)
	}
	const state = await check(world, 'GetPipelineState', { name: 'site-demo' })
	const token = JSON.stringify(state).match(/"token":"([^"]+)"/)?.[1]
	await check(world, 'PutApprovalResult', {
		...{ pipelineName: 'site-demo', stageName: 'Review', actionName: 'Approve', token },
		result: { status: 'Approved', summary: '' },
	})
	await world.pass(2)
	await checkReads(world)
	await check(world, 'EnableStageTransition', transition)
	await world.pass(8)
	await checkReads(world)
	const { pipelineExecutionSummaries } = await check(world, 'ListPipelineExecutions', {
		pipelineName: 'site-demo',
	})
	const [execution] = pipelineExecutionSummaries as Array<{ pipelineExecutionId: string; status: string }>
	expect(execution?.status).toBe('Failed')
	await check(world, 'RetryStageExecution', {
		...{ pipelineName: 'site-demo', stageName: 'Deploy', retryMode: 'ALL_ACTIONS' },
		pipelineExecutionId: execution?.pipelineExecutionId,
	})
	await check(world, 'StopPipelineExecution', {
		...{ pipelineName: 'site-demo', pipelineExecutionId: execution?.pipelineExecutionId, abandon: true },
	})
	await checkReads(world)
	await check(world, 'StartPipelineExecution', { name: 'site-demo' })
	await check(world, 'UpdatePipeline', { pipeline })
	await checkReads(world)
})
