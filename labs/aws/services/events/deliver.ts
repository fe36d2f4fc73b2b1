import { type Arn, parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import { awsService, type Principal } from '../../identity/principal.ts'
import type { Call } from '../../service.ts'
import { openLog } from '../logs/deliver.ts'
import { assumeServiceRole, RoleNotAssumable } from '../sts/service-roles.ts'
import type { BusEvent } from './bus.ts'
import { type EventRule, ruleId, type Target, targets } from './collections.ts'
import { inputFor } from './input.ts'
import { count } from './matching.ts'
import { REACHED } from './targets.ts'

/** Brings an event to all the targets of a rule. What fails is told by metrics and by dead letters. */
export async function deliverEvent(
	call: Call,
	rule: Readonly<EventRule>,
	event: Readonly<BusEvent>,
): Promise<void> {
	for (const target of call.world.list(targets, call.scope, { prefix: `${ruleId(rule)}|` })) {
		count(call, call.scope, 'Invocations', rule)
		const failure = await attempt(call, rule, target, event)
		if (!failure) continue
		count(call, call.scope, 'FailedInvocations', rule)
		await sendToDeadLetters(call, rule, target, event, failure)
	}
}

interface Failure {
	code: string
	message: string
}

async function attempt(
	call: Call,
	rule: Readonly<EventRule>,
	target: Readonly<Target>,
	event: Readonly<BusEvent>,
): Promise<Failure | undefined> {
	const input = inputFor(target, event, rule)
	if (input === undefined) return { code: 'INVALID_JSON', message: 'The input template makes no valid JSON' }
	try {
		await reach(call, rule, target, input)
	} catch (error) {
		if (error instanceof RoleNotAssumable) return { code: 'NO_PERMISSIONS', message: error.message }
		if (!(error instanceof AwsError)) throw error
		const isRefusal = error.status === 403 || /^AccessDenied|^Authorization/.test(error.code)
		const isMissing = /NotFound|DoesNotExist|NonExistent/.test(error.code)
		const code = isRefusal ? 'NO_PERMISSIONS' : isMissing ? 'NO_RESOURCE' : 'SDK_CLIENT_ERROR'
		return { code, message: error.message }
	}
}

/** Calls the service of a target, as the target's role or in the bus's own name. */
async function reach(
	call: Call,
	rule: Readonly<EventRule>,
	target: Readonly<Target>,
	input: string,
): Promise<void> {
	const arn = parseArn(target.Arn)
	if (!arn) return
	const principal = speaker(call, rule, target, arn)
	if (arn.service === 'logs') return toLog(call, principal, arn, input)
	const { service, operation, request } = requestOf(call, rule, target, arn, input)
	await call.invoke(principal, service, operation, request, { account: arn.account, region: arn.region })
}

/** Each event is a stream of its own, with one line. */
async function toLog(call: Call, principal: Principal, { resource }: Arn, message: string): Promise<void> {
	const group = resource.replace(/^log-group:/, '').replace(/:\*$/, '')
	const stream = call.ids.uuid()
	await openLog(call, principal, { group, stream })
	await call.invoke(principal, 'logs', 'PutLogEvents', {
		...{ logGroupName: group, logStreamName: stream },
		logEvents: [{ timestamp: call.now, message }],
	})
}

function speaker(
	call: Call,
	rule: Readonly<EventRule>,
	{ RoleArn }: Readonly<Target>,
	{ service }: Arn,
): Principal {
	if (REACHED[service] === 'policy') return awsService('events', rule.arn)
	const source = { arn: rule.arn, account: call.scope.account }
	return assumeServiceRole(call, RoleArn ?? '', 'events.amazonaws.com', call.ids.hex(32), source)
}

interface Reached {
	service: string
	operation: string
	request: object
}

function requestOf(
	call: Call,
	rule: Readonly<EventRule>,
	{ Arn: arn, SqsParameters }: Readonly<Target>,
	{ service, resource, account }: Arn,
	input: string,
): Reached {
	switch (service) {
		case 'codebuild':
			return {
				service,
				operation: 'StartBuild',
				request: { ...objectOf(input), projectName: lastOf(resource) },
			}
		case 'codepipeline':
			return {
				service,
				operation: 'StartByRule',
				request: { ...startOf(input), name: resource, ruleArn: rule.arn },
			}
		case 'lambda':
			return {
				service,
				operation: 'Invoke',
				request: { FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(input) },
			}
		case 'sns':
			return { service, operation: 'Publish', request: { TopicArn: arn, Message: input } }
		case 'states':
			return {
				service: 'stepfunctions',
				operation: 'StartExecution',
				request: { stateMachineArn: arn, input },
			}
		default:
			return {
				service: 'sqs',
				operation: 'SendMessage',
				request: {
					QueueUrl: `${call.endpoint}/${account}/${resource}`,
					MessageBody: input,
					...SqsParameters,
				},
			}
	}
}

const lastOf = (resource: string) => resource.slice(resource.lastIndexOf('/') + 1)

function objectOf(text: string): Record<string, unknown> {
	const value: unknown = JSON.parse(text)
	return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
}

/** What the input of a pipeline may carry: https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-pipeline-variables.html */
function startOf(input: string) {
	const { variables, sourceRevisions } = objectOf(input)
	return {
		...(Array.isArray(variables) && { variables }),
		...(Array.isArray(sourceRevisions) && { sourceRevisions }),
	}
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
async function sendToDeadLetters(
	call: Call,
	rule: Readonly<EventRule>,
	{ Arn: arn, DeadLetterConfig }: Readonly<Target>,
	event: Readonly<BusEvent>,
	{ code, message }: Failure,
): Promise<void> {
	const queue = parseArn(DeadLetterConfig?.Arn ?? '')
	if (!queue) return
	const text = (StringValue: string) => ({ DataType: 'String', StringValue })
	const request = {
		QueueUrl: `${call.endpoint}/${queue.account}/${queue.resource}`,
		MessageBody: JSON.stringify(event),
		MessageAttributes: {
			RULE_ARN: text(rule.arn),
			TARGET_ARN: text(arn),
			ERROR_CODE: text(code),
			ERROR_MESSAGE: text(message),
		},
	}
	try {
		const scope = { account: queue.account, region: queue.region }
		await call.invoke(awsService('events', rule.arn), 'sqs', 'SendMessage', request, scope)
		count(call, call.scope, 'InvocationsSentToDlq', rule)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		count(call, call.scope, 'InvocationsFailedToBeSentToDlq', rule)
	}
}
