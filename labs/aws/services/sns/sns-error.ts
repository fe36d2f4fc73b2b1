import { AwsError } from '../../aws-error.ts'

// Texts of real answers, recorded by LocalStack's tests of SNS, unless said otherwise.

export function noSuchTopic(): AwsError {
	return new AwsError('NotFoundException', 'Topic does not exist', 404)
}

export function noSuchSubscription(): AwsError {
	return new AwsError('NotFoundException', 'Subscription does not exist', 404)
}

/** What is wrong with a parameter, after « Invalid parameter: ». */
export function invalidParameter(told: string): AwsError {
	return new AwsError('InvalidParameterException', `Invalid parameter: ${told}`)
}
