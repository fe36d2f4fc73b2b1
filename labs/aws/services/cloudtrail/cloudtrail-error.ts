import { AwsError } from '../../aws-error.ts'
import type { Call } from '../../service.ts'

/** Words that moto's tests expect, which were taken from AWS. */
export function trailNotFound(call: Call, name: string): AwsError {
	return new AwsError('TrailNotFoundException', `Unknown trail: ${name} for the user: ${call.scope.account}`)
}

export function invalidName(message: string): AwsError {
	return new AwsError('InvalidTrailNameException', message)
}
