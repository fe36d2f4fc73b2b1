import type {
	CreateStateMachineInput,
	DeleteStateMachineInput,
	DescribeStateMachineForExecutionInput,
	DescribeStateMachineInput,
	ListStateMachinesInput,
	ListTagsForResourceInput,
	Tag,
	TagResourceInput,
	UntagResourceInput,
	UpdateStateMachineInput,
	ValidateStateMachineDefinitionInput,
} from '@aws-sdk/client-sfn'
import { AwsError } from '../../aws-error.ts'
import { type Call, operation } from '../../service.ts'
import { requirePassRole } from '../iam/policies/pass-role.ts'
import { trustsService } from '../sts/service-roles.ts'
import { type Complaint, readDefinition, type StateNode, type StatesNode } from './asl/definition.ts'
import { executions, machines, type StateMachine } from './collections.ts'
import { endExecution } from './end.ts'
import { machineArn, onExecution, onMachine, requireExecution, requireMachine } from './find.ts'
import { pageOf } from './pages.ts'
import { assertName, invalidDefinition } from './stepfunctions-error.ts'
import { isKnownResource } from './tasks/integrations.ts'

export const STATES = 'states.amazonaws.com'
/** The limits are ours. */
const MACHINES_AT_MOST = 100
const TAGS_AT_MOST = 50

export const createStateMachine = operation<CreateStateMachineInput, object>({
	access: ({ name = '' }, { scope }) => ({
		action: 'states:CreateStateMachine',
		resource: machineArn(scope, name),
	}),
	run(input, call) {
		const { name = '', definition = '', roleArn = '', type = 'STANDARD' } = input
		assertName(name)
		refuseUnknown(input)
		assertDefinition(definition)
		requirePassRole(call, roleArn, STATES)
		assertRole(call, roleArn)
		const arn = machineArn(call.scope, name)
		const known = call.world.get(machines, call.scope, name)
		if (known) {
			const isSame = known.definition === definition && known.roleArn === roleArn && known.type === type
			if (!isSame) throw new AwsError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`)
			return { stateMachineArn: arn, creationDate: new Date(known.createdAt) }
		}
		if (call.world.list(machines, call.scope).length >= MACHINES_AT_MOST)
			throw new AwsError(
				'StateMachineLimitExceeded',
				`There can only be up to ${MACHINES_AT_MOST} state machines`,
			)
		call.world.put(machines, call.scope, name, {
			...{ name, arn, type, definition, roleArn, createdAt: call.now, revisionId: call.ids.uuid() },
			...(input.loggingConfiguration && { logging: input.loggingConfiguration }),
			...(input.tracingConfiguration && { tracing: input.tracingConfiguration }),
			tags: checkedTags({}, input.tags),
		})
		return { stateMachineArn: arn, creationDate: new Date(call.now) }
	},
})

export const updateStateMachine = operation<UpdateStateMachineInput, object>({
	access: onMachine('UpdateStateMachine'),
	run(input, call) {
		const machine = requireMachine(call, input.stateMachineArn)
		const { definition = machine.definition, roleArn = machine.roleArn } = input
		refuseUnknown(input)
		assertDefinition(definition)
		if (input.roleArn !== undefined) {
			requirePassRole(call, roleArn, STATES)
			assertRole(call, roleArn)
		}
		const revisionId = call.ids.uuid()
		call.world.put(machines, call.scope, machine.name, {
			...{ ...machine, definition, roleArn, revisionId },
			...(input.loggingConfiguration && { logging: input.loggingConfiguration }),
		})
		return { updateDate: new Date(call.now), revisionId }
	},
})

export const describeStateMachine = operation<DescribeStateMachineInput, object>({
	access: onMachine('DescribeStateMachine'),
	run: ({ stateMachineArn }, call) => described(requireMachine(call, stateMachineArn)),
})

export const describeStateMachineForExecution = operation<DescribeStateMachineForExecutionInput, object>({
	access: onExecution('DescribeStateMachineForExecution'),
	run({ executionArn }, call) {
		const { machine, machineArn: arn, definition, roleArn, startedAt } = requireExecution(call, executionArn)
		return { stateMachineArn: arn, name: machine, definition, roleArn, updateDate: new Date(startedAt) }
	},
})

export const listStateMachines = operation<ListStateMachinesInput, object>({
	access: () => ({ action: 'states:ListStateMachines', resource: '*' }),
	run(input, call) {
		const { page, nextToken } = pageOf(call.world.entries(machines, call.scope), input)
		return {
			stateMachines: page.map(({ arn, name, type, createdAt }) => ({
				...{ stateMachineArn: arn, name, type, creationDate: new Date(createdAt) },
			})),
			...(nextToken !== undefined && { nextToken }),
		}
	},
})

/** A machine that runs is deleted with its runs, which end; AWS lets them come to their end first. */
export const deleteStateMachine = operation<DeleteStateMachineInput, object>({
	access: onMachine('DeleteStateMachine'),
	run({ stateMachineArn = '' }, call) {
		const name = stateMachineArn.split(':')[6] ?? ''
		const machine = call.world.get(machines, call.scope, name)
		if (machine?.arn !== stateMachineArn) return {}
		for (const execution of call.world.list(executions, call.scope, { prefix: `${name}/` }))
			if (execution.status === 'RUNNING') endExecution(call, execution, { status: 'ABORTED' })
		call.world.delete(machines, call.scope, name)
		return {}
	},
})

export const validateStateMachineDefinition = operation<ValidateStateMachineDefinitionInput, object>({
	access: () => ({ action: 'states:ValidateStateMachineDefinition', resource: '*' }),
	run({ definition = '' }) {
		const complaints = complaintsOf(definition)
		return {
			result: complaints.length > 0 ? 'FAIL' : 'OK',
			diagnostics: complaints.slice(0, 100).map((complaint) => ({ severity: 'ERROR', ...complaint })),
			truncated: complaints.length > 100,
		}
	},
})

export const tagResource = operation<TagResourceInput, object>({
	access: ({ resourceArn = '' }) => ({ action: 'states:TagResource', resource: resourceArn }),
	run({ resourceArn, tags }, call) {
		const machine = requireMachine(call, resourceArn)
		call.world.put(machines, call.scope, machine.name, { ...machine, tags: checkedTags(machine.tags, tags) })
		return {}
	},
})

export const untagResource = operation<UntagResourceInput, object>({
	access: ({ resourceArn = '' }) => ({ action: 'states:UntagResource', resource: resourceArn }),
	run({ resourceArn, tagKeys = [] }, call) {
		const machine = requireMachine(call, resourceArn)
		const tags = Object.fromEntries(Object.entries(machine.tags).filter(([key]) => !tagKeys.includes(key)))
		call.world.put(machines, call.scope, machine.name, { ...machine, tags })
		return {}
	},
})

export const listTagsForResource = operation<ListTagsForResourceInput, object>({
	access: ({ resourceArn = '' }) => ({ action: 'states:ListTagsForResource', resource: resourceArn }),
	run({ resourceArn }, call) {
		const { tags } = requireMachine(call, resourceArn)
		return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) }
	},
})

function described(machine: StateMachine) {
	const { arn, name, definition, roleArn, type, createdAt, revisionId, logging, tracing } = machine
	return {
		...{ stateMachineArn: arn, name, status: 'ACTIVE', definition, roleArn, type, revisionId },
		creationDate: new Date(createdAt),
		loggingConfiguration: logging ?? { level: 'OFF', includeExecutionData: false },
		tracingConfiguration: tracing ?? { enabled: false },
	}
}

/** The wording is ours. */
function refuseUnknown(input: Omit<UpdateStateMachineInput, 'stateMachineArn'>): void {
	const { publish, encryptionConfiguration, loggingConfiguration } = input
	if (publish) throw new AwsError('ValidationException', 'Versions are not emulated: leave publish out')
	if (encryptionConfiguration?.kmsKeyId !== undefined)
		throw new AwsError('InvalidEncryptionConfiguration', 'Encryption by a key of KMS is not emulated')
	if ((loggingConfiguration?.destinations?.length ?? 0) > 0)
		throw new AwsError(
			'InvalidLoggingConfiguration',
			'Logs of executions are not emulated: leave destinations out',
		)
}

function assertRole(call: Call, roleArn: string): void {
	if (trustsService(call.world, roleArn, STATES)) return
	throw new AwsError(
		'AccessDeniedException',
		`Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.`,
	)
}

function assertDefinition(definition: string): void {
	const complaints = complaintsOf(definition)
	if (complaints.length > 0) throw invalidDefinition(complaints)
}

/** All that is wrong with a definition: its language, and tasks that nothing here does. */
function complaintsOf(definition: string): Array<Complaint> {
	const { complaints, root } = readDefinition(definition)
	return root ? unknownTasks(root, '') : complaints
}

function unknownTasks(node: StatesNode, at: string): Array<Complaint> {
	return Object.entries(node.States).flatMap(([name, state]) => {
		const here = `${at}/States/${name}`
		if (state.Type === 'Task' && !isKnownResource(String(state.Resource)))
			return [
				{
					code: 'SCHEMA_VALIDATION_FAILED',
					message: `The resource provided ${state.Resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
					location: `${here}/Resource`,
				},
			]
		return nodesIn(state).flatMap(([inner, field]) => unknownTasks(inner, `${here}/${field}`))
	})
}

/** The definitions inside a state, with where they are. */
function nodesIn(state: StateNode): Array<[StatesNode, string]> {
	const branches = (state.Branches ?? []) as unknown as ReadonlyArray<StatesNode>
	const field = state.ItemProcessor === undefined ? 'Iterator' : 'ItemProcessor'
	const item = state[field] as unknown as StatesNode | undefined
	return [
		...branches.map((branch, index): [StatesNode, string] => [branch, `Branches[${index}]`]),
		...(item ? [[item, field] as [StatesNode, string]] : []),
	]
}

function checkedTags(known: Readonly<Record<string, string>>, tags: ReadonlyArray<Tag> = []) {
	const all = { ...known, ...Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])) }
	if (Object.keys(all).length > TAGS_AT_MOST)
		throw new AwsError('TooManyTags', 'The resource has too many tags')
	return all
}
