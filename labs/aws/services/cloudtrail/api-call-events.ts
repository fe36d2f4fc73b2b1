import type { Call, Notice } from '../../service.ts'
import type { Json } from '../../world/json.ts'
import { emitEvent } from '../events/bus.ts'
import { logging, type Trail, trails } from './collections.ts'
import { wants } from './event-selectors.ts'
import { eventSource, identityOf, isDataEvent, isReadOnly } from './trail-record.ts'

/**
 * Tells the bus of a call that a trail logs: « AWS API Call via CloudTrail ».
 * Calls that only read are not told, as in AWS; those that a service makes by
 * itself are not either, lest a rule call itself for ever.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function emitApiCall(call: Call, { service, operation, input, told }: Notice): void {
	const { principal, scope } = call
	const isOwn =
		principal.type === 'service' || (principal.type === 'role' && principal.invokedBy !== undefined)
	if (isOwn || service === 'kernel' || isReadOnly(operation)) return
	const parameters = service === 's3' ? ofObject(input) : told()
	const found = call.world
		.list(logging, scope)
		.filter(({ region, isMultiRegion }) => isMultiRegion || region === scope.region)
		.flatMap(({ name, region }) => call.world.get(trails, { account: scope.account, region }, name) ?? [])
	const isTold = found.some((trail) =>
		isDataEvent(service, operation)
			? wantsObject(trail, parameters)
			: wants(trail, false, eventSource(service)),
	)
	if (!isTold) return
	emitEvent(call, {
		source: `aws.${service}`,
		'detail-type': 'AWS API Call via CloudTrail',
		resources: [],
		detail: {
			eventVersion: '1.11',
			userIdentity: identityOf(principal),
			eventTime: new Date(call.now).toISOString().replace(/\.\d+Z$/, 'Z'),
			eventSource: eventSource(service),
			eventName: operation,
			awsRegion: scope.region,
			sourceIPAddress: '127.0.0.1',
			requestParameters: parameters,
			responseElements: null,
			requestID: call.requestId,
			eventID: call.requestId,
			readOnly: false,
			eventType: 'AwsApiCall',
			managementEvent: !isDataEvent(service, operation),
			recipientAccountId: scope.account,
			eventCategory: isDataEvent(service, operation) ? 'Data' : 'Management',
		},
	})
}

/** S3's parameters as CloudTrail names them. */
function ofObject(input: object): Record<string, Json> {
	const { Bucket, Key } = input as { Bucket?: string; Key?: string }
	return { ...(Bucket !== undefined && { bucketName: Bucket }), ...(Key !== undefined && { key: Key }) }
}

/** Whether a trail asks for the data events of an object, by the beginning of its ARN. */
function wantsObject({ selectors = [] }: Readonly<Trail>, parameters: Json): boolean {
	const { bucketName = '', key = '' } = (parameters ?? {}) as { bucketName?: string; key?: string }
	const arn = `arn:aws:s3:::${bucketName}/${key}`
	return selectors.some(
		({ ReadWriteType = 'All', DataResources = [] }) =>
			ReadWriteType !== 'ReadOnly' &&
			DataResources.some(
				({ Type, Values = [] }) =>
					Type === 'AWS::S3::Object' && Values.some((value) => value !== '' && arn.startsWith(value)),
			),
	)
}
