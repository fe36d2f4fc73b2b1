import type { ServiceModel } from '../model.ts'
import { faultOf, type WireError } from './protocol.ts'

// Services that came from the query protocol to another keep its error codes in a header:
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait

/**
 * The header that keeps the code, for services that came from there. Clients of
 * today ask for it (`x-amzn-query-mode: true`); those that do not yet ask read it all the same.
 */
export function queryErrorHeader({ metadata }: ServiceModel, error: WireError): Record<string, string> {
	if (!metadata.awsQueryCompatible) return {}
	return { 'x-amzn-query-error': `${error.code};${faultOf(error)}` }
}
