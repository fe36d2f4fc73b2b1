import { parseArn } from '../../arn.ts'
import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'
import { eventInvokeConfigs, type FunctionVersion, type Invocation } from './collections.ts'
import { functionArn } from './find.ts'
import type { FunctionAnswer } from './function-work.ts'
import { executionRole } from './invoke.ts'

/** Retries of an event whose function fails: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async.html */
const RETRIES = 2
/** Largest message of a queue. */
const RECORD_BYTES = 1_048_576

/** How often an event is tried again after it failed. */
export function retriesOf(call: Call, { functionName, qualifier }: Invocation): number {
	return configOf(call, functionName, qualifier)?.retries ?? RETRIES
}

function configOf(call: Call, name: string, qualifier = '$LATEST') {
	return call.world.get(eventInvokeConfigs, call.scope, `${name}|${qualifier}`)
}

/** Tells the destination of an event how it ended, and the dead-letter queue of one that failed, under the execution role. */
export async function deliverFailure(
	call: Call,
	invocation: Invocation,
	version: Readonly<FunctionVersion>,
	answer: FunctionAnswer,
): Promise<void> {
	const { destinations } = configOf(call, invocation.functionName, invocation.qualifier) ?? {}
	const destination = (answer.ok ? destinations?.OnSuccess : destinations?.OnFailure)?.Destination
	// What no queue or topic would take is not written down for them either.
	if (destination && answer.payload.length <= RECORD_BYTES)
		await send(call, version, destination, await recordOf(call, invocation, answer))
	const deadLetters = version.deadLetterConfig?.TargetArn
	if (!answer.ok && deadLetters) {
		const event = Buffer.from(await call.blobs.get(invocation.payload)).toString('utf8')
		await send(call, version, deadLetters, event)
	}
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
async function recordOf(call: Call, invocation: Invocation, answer: FunctionAnswer): Promise<string> {
	const { id, functionName, qualifier = '$LATEST', version, attempts } = invocation
	return JSON.stringify({
		version: '1.0',
		timestamp: new Date(call.now).toISOString(),
		requestContext: {
			requestId: id,
			functionArn: functionArn(call.scope, functionName, qualifier),
			condition: answer.ok ? 'Success' : 'RetriesExhausted',
			approximateInvokeCount: attempts,
		},
		requestPayload: JSON.parse(Buffer.from(await call.blobs.get(invocation.payload)).toString('utf8')),
		responseContext: {
			statusCode: 200,
			executedVersion: version,
			...(!answer.ok && { functionError: 'Unhandled' }),
		},
		responsePayload: JSON.parse(answer.payload),
	})
}

async function send(
	call: Call,
	version: Readonly<FunctionVersion>,
	arn: string,
	text: string,
): Promise<void> {
	const role = executionRole(call, version)
	const { service, account, resource, region } = parseArn(arn) ?? {}
	if (!role || resource === undefined) return
	try {
		if (service === 'sqs')
			await call.invoke(role, 'sqs', 'SendMessage', {
				QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${resource}`,
				MessageBody: text,
			})
		if (service === 'sns') await call.invoke(role, 'sns', 'Publish', { TopicArn: arn, Message: text })
		if (service === 'lambda')
			await call.invoke(role, 'lambda', 'Invoke', {
				...{ FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(text) },
			})
	} catch (error) {
		// A destination that is gone, or that the role may not reach, loses the record, as in AWS.
		if (!(error instanceof AwsError)) throw error
	}
}
