import type { Principal } from '../../identity/principal.ts'
import type { Entry, InnerCall, Outcome, RecordedEntry } from '../../world/journal.ts'
import type { Json } from '../../world/json.ts'

/** One event of CloudTrail: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export interface TrailRecord {
	eventVersion: '1.11'
	eventID: string
	eventTime: string
	eventSource: string
	eventName: string
	eventType: 'AwsApiCall'
	eventCategory: 'Management'
	managementEvent: true
	readOnly: boolean
	awsRegion: string
	recipientAccountId: string
	sourceIPAddress: string
	userAgent: string
	requestID: string
	userIdentity: Readonly<Record<string, Json>>
	requestParameters: Json
	responseElements: Json
	errorCode?: string
	errorMessage?: string
}

/** Calls on what a resource holds are data events, which a trail has to ask for; the event history does not show them. */
const DATA_EVENTS: ReadonlySet<string> = new Set([
	...['Get', 'Put', 'Head', 'Copy', 'Delete'].map((verb) => `s3:${verb}Object`),
	...[
		's3:CompleteMultipartUpload',
		's3:DeleteObjects',
		'logs:PutLogEvents',
		'cloudwatch:PutMetricData',
		'lambda:Invoke',
		'sns:Publish',
	],
	...['SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteMessage'].map((name) => `sqs:${name}`),
])
const READS = /^(Get|List|Describe|Head|Lookup|BatchGet|PollFor|Simulate|Filter|Test|Search)/
/** Services whose source is not the name of their model. */
const SOURCES: Readonly<Record<string, string>> = {
	cloudwatch: 'monitoring',
	elbv2: 'elasticloadbalancing',
	stepfunctions: 'states',
}

export const isReadOnly = (operation: string) => READS.test(operation)

export const isDataEvent = (service: string, operation: string) => DATA_EVENTS.has(`${service}:${operation}`)

export const eventSource = (service: string) => `${SOURCES[service] ?? service}.amazonaws.com`

/**
 * The management events that an entry of the journal stands for: the call
 * itself, then those that services made on the way.
 */
export function trailRecords(entry: RecordedEntry | (Entry & { seq?: number })): Array<TrailRecord> {
	const own = entry.kind === 'call' ? [recordOf(entry, entry, 0)] : []
	const inner = entry.calls.map((call, index) => recordOf(entry, call, index + 1))
	return [...own, ...inner].flatMap((record) => record ?? [])
}

function recordOf(entry: Entry & { seq?: number }, call: InnerCall, index: number): TrailRecord | undefined {
	const { service, operation, principal, outcome } = call
	if (service === 'kernel' || isDataEvent(service, operation)) return
	const readOnly = isReadOnly(operation)
	const invokedBy = principal.type === 'role' ? principal.invokedBy : undefined
	const outside = index === 0 ? (entry.userAgent ?? 'unknown') : (invokedBy ?? principal.arn)
	return {
		eventVersion: '1.11',
		eventID: eventId(entry.requestId, index),
		eventTime: new Date(entry.at).toISOString().replace(/\.\d+Z$/, 'Z'),
		eventSource: eventSource(service),
		eventName: operation,
		eventType: 'AwsApiCall',
		eventCategory: 'Management',
		managementEvent: true,
		readOnly,
		awsRegion: entry.region,
		recipientAccountId: entry.account,
		// No network lies between the caller and the emulator.
		sourceIPAddress: index === 0 ? '127.0.0.1' : outside,
		userAgent: outside,
		requestID: entry.requestId,
		userIdentity: identityOf(principal),
		requestParameters: call.request,
		responseElements: readOnly ? null : responseOf(outcome),
		...errorOf(outcome),
	}
}

function responseOf(outcome: Outcome): Json {
	return outcome.ok ? (outcome.response ?? null) : null
}

function errorOf(outcome: Outcome): Pick<TrailRecord, 'errorCode' | 'errorMessage'> {
	return outcome.ok ? {} : { errorCode: outcome.code, errorMessage: outcome.message }
}

/** Who called, as events tell it. */
export function identityOf(principal: Principal): Readonly<Record<string, Json>> {
	const { account: accountId, arn } = principal
	switch (principal.type) {
		case 'root':
			return { type: 'Root', principalId: accountId, arn, accountId, ...keyOf(principal) }
		case 'user': {
			const { userId: principalId, userName } = principal
			return { type: 'IAMUser', principalId, arn, accountId, userName, ...keyOf(principal) }
		}
		case 'role': {
			const { roleArn, roleId, roleName, sessionName, invokedBy } = principal
			const issuer = { type: 'Role', principalId: roleId, arn: roleArn, accountId, userName: roleName }
			return {
				type: 'AssumedRole',
				principalId: `${roleId}:${sessionName}`,
				...{ arn, accountId, ...keyOf(principal) },
				sessionContext: { sessionIssuer: issuer },
				...(invokedBy && { invokedBy }),
			}
		}
		case 'federated': {
			const { name, issuer } = principal
			const user =
				issuer.type === 'user'
					? {
							type: 'IAMUser',
							principalId: issuer.userId,
							arn: issuer.arn,
							accountId,
							userName: issuer.userName,
						}
					: { type: 'Root', principalId: accountId, arn: issuer.arn, accountId }
			return {
				type: 'FederatedUser',
				principalId: `${accountId}:${name}`,
				...{ arn, accountId, ...keyOf(principal) },
				sessionContext: { sessionIssuer: user },
			}
		}
		case 'service':
			return { type: 'AWSService', invokedBy: principal.service }
		case 'anonymous':
			return { type: 'AWSAccount', principalId: '', accountId: 'anonymous' }
	}
}

function keyOf({ accessKeyId }: { accessKeyId?: string }): { accessKeyId?: string } {
	return accessKeyId === undefined ? {} : { accessKeyId }
}

/** The same event has the same id whenever it is asked for. */
function eventId(requestId: string, index: number): string {
	if (index === 0) return requestId
	return `${requestId.slice(0, 24)}${String(index).padStart(12, '0')}`
}
