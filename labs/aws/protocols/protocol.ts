import type { AwsError } from '../aws-error.ts'
import { findError, type OperationModel, type ServiceModel } from '../model.ts'
import type { SignatureStyle } from '../signature/refusals.ts'
import type { HttpResponse, ParsedRequest } from './message.ts'

/** How one family of services puts operations on the wire. */
export interface Protocol {
	/** How refused signatures are worded. */
	readonly signatureStyle: SignatureStyle
	/** The operation a request asks for; throws AwsError when there is none. */
	findOperation(model: ServiceModel, request: ParsedRequest): OperationModel
	/** The typed input: `Date` for timestamps, `Uint8Array` for blobs and streams. Throws AwsError when unreadable. */
	parseInput(model: ServiceModel, operation: OperationModel, request: ParsedRequest): Record<string, unknown>
	/** Refuses an input that breaks its model's constraints. Throws AwsError. */
	checkInput(model: ServiceModel, operation: OperationModel, input: object): void
	formatOutput(
		model: ServiceModel,
		operation: OperationModel,
		output: object,
		requestId: string,
	): HttpResponse
	/** `method` is the request's: an answer to HEAD has no body. */
	formatError(model: ServiceModel, error: AwsError, requestId: string, method: string): HttpResponse
}

/** Code and status of an error on the wire: what the model says wins. */
export function wireError(model: ServiceModel, error: AwsError): { code: string; status: number } {
	const modelled = findError(model, error.code)
	return {
		code: modelled?.code ?? error.code,
		status: modelled?.shape.error?.httpStatusCode ?? error.status,
	}
}
