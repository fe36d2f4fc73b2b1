import { AwsError } from '../../aws-error.ts'
import { loadModel } from '../model.ts'
import { type ParsedRequest, parseQuery } from './message.ts'
import type { Protocol } from './protocol.ts'

// For tests of what travels: requests as clients write them, answers as they read them.

export function request(
	url: string,
	body: string | Uint8Array,
	rest: Partial<ParsedRequest> = {},
): ParsedRequest {
	const [path = '', search = ''] = url.split('?')
	return { method: 'POST', path, query: parseQuery(search), headers: {}, body: Buffer.from(body), ...rest }
}

/** What a service gets of a request. */
export function read(service: string, protocol: Protocol, asked: ParsedRequest) {
	const model = loadModel(service)
	const operation = protocol.findOperation(model, asked)
	const input = protocol.parseInput(model, operation, asked)
	protocol.checkInput(model, operation, input)
	return { operation: operation.name, input }
}

/** What goes out for an output or a refusal. */
export function write(service: string, protocol: Protocol, operation: string, output: object | AwsError) {
	const model = loadModel(service)
	const shape = model.operations[operation]
	if (!shape) throw new Error(`No operation ${operation}`)
	const answer =
		output instanceof AwsError
			? protocol.formatError(model, output, 'r1', 'POST')
			: protocol.formatOutput(model, shape, output, 'r1')
	return {
		...answer,
		text: Buffer.from(answer.body).toString(),
		hex: Buffer.from(answer.body).toString('hex'),
	}
}
