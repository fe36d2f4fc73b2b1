import type { ParsedRequest } from './protocols/message.ts'
import type { Destination } from './routing.ts'

const KIB = 1024
const MIB = 1024 * KIB
/** Bodies up to this are read before it is known whose they are, in bytes. */
export const ASKED_FIRST = 64 * KIB

/** Largest object, or part of one, that is put at once. AWS takes 5 GiB; the limit is ours. */
const OBJECT_LIMIT = 64 * MIB
/** Largest body of a call whose service has no other limit. */
const CALL_LIMIT = 1 * MIB
/** Where AWS takes more in one call. */
const OF_SERVICE: Readonly<Record<string, number>> = {
	// 1 MiB of messages, and their names around them:
	// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
	sqs: 2 * MIB,
	// A file of 6 MB in base64: https://docs.aws.amazon.com/codecommit/latest/userguide/limits.html
	codecommit: 10 * MIB,
	// Code, and a part of a layer, in base64. AWS takes 50 and 20 MB; a document of that size is parsed at once here,
	// and larger code comes from a bucket.
	lambda: 12 * MIB,
	ecr: 12 * MIB,
	logs: 2 * MIB,
	cloudformation: 2 * MIB,
}
/** What is put of an object beside its bytes, and of a bucket: small documents. */
const SUBRESOURCES = new Set([
	'acl',
	'tagging',
	'retention',
	'legal-hold',
	'restore',
	'select',
	'uploadId',
	'delete',
])

type Head = Omit<ParsedRequest, 'body'>

/** Bytes that the body of a request may have, by what its head says. */
export function bodyLimit({ service }: Pick<Destination, 'service'>, head: Head): number {
	if (service !== 's3') return OF_SERVICE[service] ?? CALL_LIMIT
	if (head.method === 'GET' || head.method === 'HEAD' || head.method === 'DELETE') return CALL_LIMIT
	// A form of a browser, which holds the file.
	if (head.headers['content-type']?.startsWith('multipart/form-data')) return OBJECT_LIMIT + MIB
	if (head.method !== 'PUT') return 2 * MIB
	const isPart = head.query.some(([name]) => name === 'partNumber')
	if (isPart) return OBJECT_LIMIT
	return head.query.some(([name]) => SUBRESOURCES.has(name)) ? CALL_LIMIT : OBJECT_LIMIT
}
