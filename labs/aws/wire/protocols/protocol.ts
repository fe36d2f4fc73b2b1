import type { AwsError } from '../../aws-error.ts'
import type { SignatureStyle } from '../../identity/signature/refusals.ts'
import { findError, type OperationModel, type ServiceModel, type Shape } from '../model.ts'
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

/** An error on the wire; what the model says wins. */
export interface WireError {
	/** Of its shape: what the JSON and CBOR protocols name an error by. */
	name: string
	/** What the query protocols and S3 name it by. */
	code: string
	status: number
	shape?: Shape
}

/** What every service may answer, as the JSON and the query protocols call it. */
const QUERY_CODES: Readonly<Record<string, string>> = {
	AccessDeniedException: 'AccessDenied',
	ExpiredTokenException: 'ExpiredToken',
	IncompleteSignatureException: 'IncompleteSignature',
	InvalidParameterValueException: 'InvalidParameterValue',
	InvalidSignatureException: 'SignatureDoesNotMatch',
	MissingAuthenticationTokenException: 'MissingAuthenticationToken',
	SerializationException: 'MalformedInput',
	UnknownOperationException: 'InvalidAction',
	UnrecognizedClientException: 'InvalidClientTokenId',
	ValidationException: 'ValidationError',
}

export function wireError(model: ServiceModel, error: AwsError): WireError {
	const modelled = findError(model, error.code)
	const status = modelled?.shape.error?.httpStatusCode ?? error.status
	if (modelled) return { ...modelled, status }
	return { name: error.code, code: QUERY_CODES[error.code] ?? error.code, status }
}

/** The members of an error, its message under the name that its shape has for it. */
export function errorMembers({ shape }: WireError, error: AwsError): Record<string, unknown> {
	const named = Object.keys(shape?.members ?? {}).find((name) => name.toLowerCase() === 'message')
	return error.message ? { [named ?? 'message']: error.message, ...error.fields } : { ...error.fields }
}

/** Whose fault an error is, as the query protocols say it. */
export function faultOf({ status }: WireError): 'Sender' | 'Receiver' {
	return status >= 500 ? 'Receiver' : 'Sender'
}
