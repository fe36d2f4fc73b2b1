import type {
	GetRepositoryTriggersInput,
	PutRepositoryTriggersInput,
	RepositoryTrigger,
	TestRepositoryTriggersInput,
} from '@aws-sdk/client-codecommit'
import { parseArn } from '../../../arn.ts'
import { AwsError } from '../../../aws-error.ts'
import { rootOf } from '../../../identity/credentials.ts'
import { awsService } from '../../../identity/principal.ts'
import { type Call, operation } from '../../../service.ts'
import { onRepository, repositoryArn } from '../arns.ts'
import { refuse } from '../codecommit-error.ts'
import { type Repository, type Trigger, triggerConfigurations } from '../collections.ts'
import { isBranchName } from '../git/ref-names.ts'
import { requireRepository } from '../repositories/find.ts'
import type { ReferenceChange } from './events.ts'

// https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-notify.html

const TRIGGERS_AT_MOST = 10
const BRANCHES_AT_MOST = 10
const CUSTOM_DATA_AT_MOST = 1_000

export const getRepositoryTriggers = operation<GetRepositoryTriggersInput, object>({
	access: onRepository('GetRepositoryTriggers'),
	run({ repositoryName }, call) {
		const repository = requireRepository(call, repositoryName)
		const kept = call.world.get(triggerConfigurations, call.scope, repository.id)
		if (!kept) return { triggers: [] }
		return { configurationId: kept.configurationId, triggers: kept.triggers.map(describeTrigger) }
	},
})

function describeTrigger({ branches, events, ...trigger }: Trigger) {
	return { ...trigger, branches: [...branches], events: [...events] }
}

export const putRepositoryTriggers = operation<PutRepositoryTriggersInput, object>({
	access: onRepository('PutRepositoryTriggers'),
	run({ repositoryName, triggers = [] }, call) {
		const repository = requireRepository(call, repositoryName)
		const configurationId = call.ids.uuid()
		const kept = { configurationId, triggers: readTriggers(call, triggers) }
		call.world.put(triggerConfigurations, call.scope, repository.id, kept)
		return { configurationId }
	},
})

export const testRepositoryTriggers = operation<TestRepositoryTriggersInput, object>({
	access: onRepository('TestRepositoryTriggers'),
	async run({ repositoryName, triggers = [] }, call) {
		const repository = requireRepository(call, repositoryName)
		const configurationId = call.ids.uuid()
		const successfulExecutions: Array<string> = []
		const failedExecutions: Array<{ trigger: string; failureMessage: string }> = []
		for (const trigger of readTriggers(call, triggers)) {
			const reference = { ref: 'refs/heads/main', commit: call.ids.hex(40) }
			const record = recordOf(call, repository, trigger, configurationId, 'TriggerEventTest', [reference])
			const failureMessage = await send(call, trigger, record)
			if (failureMessage === undefined) successfulExecutions.push(trigger.name)
			else failedExecutions.push({ trigger: trigger.name, failureMessage })
		}
		return { successfulExecutions, failedExecutions }
	},
})

function readTriggers({ scope }: Call, given: ReadonlyArray<RepositoryTrigger>): Array<Trigger> {
	if (given.length > TRIGGERS_AT_MOST) throw refuse('MaximumRepositoryTriggersExceededException')
	const names = given.map(({ name }) => name)
	if (new Set(names).size < names.length) throw refuse('InvalidRepositoryTriggerNameException')
	return given.map((trigger) => readTrigger(scope, trigger))
}

function readTrigger(
	{ account, region }: Call['scope'],
	{ name, destinationArn, customData, branches = [], events = [] }: RepositoryTrigger,
): Trigger {
	if (!name) throw refuse('RepositoryTriggerNameRequiredException')
	if (!/^[\w.-]{1,100}$/.test(name)) throw refuse('InvalidRepositoryTriggerNameException')
	if (!destinationArn) throw refuse('RepositoryTriggerDestinationArnRequiredException')
	const destination = parseArn(destinationArn)
	if (!destination || !/^(sns|lambda)$/.test(destination.service) || !destination.account) {
		throw refuse('InvalidRepositoryTriggerDestinationArnException')
	}
	if (destination.region !== region) throw refuse('InvalidRepositoryTriggerRegionException')
	if (destination.account !== account && destination.service === 'lambda') {
		throw refuse('InvalidRepositoryTriggerDestinationArnException')
	}
	if ((customData?.length ?? 0) > CUSTOM_DATA_AT_MOST)
		throw refuse('InvalidRepositoryTriggerCustomDataException')
	if (branches.length > BRANCHES_AT_MOST) throw refuse('MaximumBranchesExceededException')
	if (!branches.every(isBranchName)) throw refuse('InvalidRepositoryTriggerBranchNameException')
	if (events.length === 0) throw refuse('RepositoryTriggerEventsListRequiredException')
	if (events.includes('all') && events.length > 1) throw refuse('InvalidRepositoryTriggerEventsException')
	return { name, destinationArn, ...(customData !== undefined && { customData }), branches, events }
}

const EVENT_OF = {
	created: 'createReference',
	updated: 'updateReference',
	deleted: 'deleteReference',
} as const

/** Runs the triggers of a repository that moved references concern; one that fails is nobody's error, as in AWS. */
export async function runTriggers(
	call: Call,
	repository: Readonly<Repository>,
	changes: ReadonlyArray<ReferenceChange>,
): Promise<void> {
	const kept = call.world.get(triggerConfigurations, call.scope, repository.id)
	for (const trigger of kept?.triggers ?? []) {
		const concerned = changes.filter((change) => concerns(trigger, change)).map(referenceOf)
		if (concerned.length === 0) continue
		const id = kept?.configurationId ?? ''
		await send(call, trigger, recordOf(call, repository, trigger, id, 'ReferenceChanges', concerned))
	}
}

function kindOf({ before, after }: ReferenceChange): keyof typeof EVENT_OF {
	return before === undefined ? 'created' : after === undefined ? 'deleted' : 'updated'
}

function concerns({ branches, events }: Trigger, change: ReferenceChange): boolean {
	if (!events.includes('all') && !events.includes(EVENT_OF[kindOf(change)])) return false
	return branches.length === 0 || branches.some((branch) => change.name === `refs/heads/${branch}`)
}

interface TriggerReference {
	commit: string
	ref: string
	created?: true
	deleted?: true
}

function referenceOf(change: ReferenceChange): TriggerReference {
	const kind = kindOf(change)
	const reference = { commit: change.after ?? change.before ?? '', ref: change.name }
	return kind === 'updated' ? reference : { ...reference, [kind]: true }
}

function recordOf(
	call: Call,
	{ name }: Readonly<Repository>,
	trigger: Trigger,
	configurationId: string,
	eventName: 'ReferenceChanges' | 'TriggerEventTest',
	references: ReadonlyArray<TriggerReference>,
) {
	return {
		awsRegion: call.scope.region,
		codecommit: { references },
		...(trigger.customData !== undefined && { customData: trigger.customData }),
		eventId: call.ids.uuid(),
		eventName,
		eventPartNumber: 1,
		eventSource: 'aws:codecommit',
		eventSourceARN: repositoryArn(call.scope, name),
		eventTime: new Date(call.now).toISOString().replace('Z', '+0000'),
		eventTotalParts: 1,
		eventTriggerConfigId: configurationId,
		eventTriggerName: trigger.name,
		eventVersion: '1.0',
		userIdentityARN: call.principal.arn,
	}
}

type TriggerRecord = ReturnType<typeof recordOf>

/** Hands a record to the trigger's destination; answers why that failed. */
async function send(
	call: Call,
	{ destinationArn }: Trigger,
	record: TriggerRecord,
): Promise<string | undefined> {
	const payload = JSON.stringify({ Records: [record] })
	const destination = parseArn(destinationArn)
	try {
		if (destination?.service === 'sns') {
			// A topic of the same account needs no policy for CodeCommit: its owner publishes.
			const own = destination.account === call.scope.account
			const principal = own ? rootOf(call.scope.account) : awsService('codecommit')
			await call.invoke(principal, 'sns', 'Publish', { TopicArn: destinationArn, Message: payload })
		} else {
			await call.invoke(awsService('codecommit', record.eventSourceARN), 'lambda', 'Invoke', {
				FunctionName: destinationArn,
				InvocationType: 'Event',
				Payload: Buffer.from(payload),
			})
		}
	} catch (error) {
		if (error instanceof AwsError) return error.message
		throw error
	}
}
