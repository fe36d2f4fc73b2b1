import { createHash } from 'node:crypto'
import type { MessageAttribute } from './collections.ts'

// What clients check: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html

export function md5(text: string): string {
	return createHash('md5').update(text).digest('hex')
}

/** The digest of attributes: names, types and values in the order of the names, each behind its length. */
export function md5OfAttributes(attributes: Readonly<Record<string, MessageAttribute>>): string | undefined {
	const names = Object.keys(attributes).sort()
	if (names.length === 0) return
	const hash = createHash('md5')
	for (const name of names) {
		const { DataType, StringValue, BinaryValue } = attributes[name] ?? { DataType: '' }
		const isBinary = DataType.startsWith('Binary')
		update(hash, Buffer.from(name))
		update(hash, Buffer.from(DataType))
		hash.update(Buffer.from([isBinary ? 2 : 1]))
		update(hash, isBinary ? Buffer.from(BinaryValue ?? '', 'base64') : Buffer.from(StringValue ?? ''))
	}
	return hash.digest('hex')
}

function update(hash: ReturnType<typeof createHash>, bytes: Buffer): void {
	const length = Buffer.alloc(4)
	length.writeUInt32BE(bytes.byteLength)
	hash.update(length).update(bytes)
}
