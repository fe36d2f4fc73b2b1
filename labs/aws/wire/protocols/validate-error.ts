import type { AwsError } from '../../aws-error.ts'
import { findError, type ServiceModel } from '../model.ts'

// What every service may answer, by the family of its protocol:
// https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
// https://docs.aws.amazon.com/codepipeline/latest/APIReference/CommonErrors.html
const JSON_ERRORS = [
	'AccessDeniedException',
	'ExpiredTokenException',
	'IncompleteSignatureException',
	'InternalFailure',
	'InvalidSignatureException',
	'MissingAuthenticationTokenException',
	'SerializationException',
	'UnknownOperationException',
	'UnrecognizedClientException',
	'ValidationException',
]
const QUERY_ERRORS = [
	'AccessDenied',
	'ExpiredToken',
	'IncompleteSignature',
	'InternalFailure',
	'InvalidAction',
	'InvalidClientTokenId',
	'InvalidParameterCombination',
	'InvalidParameterValue',
	'MalformedInput',
	'MissingAction',
	'MissingAuthenticationToken',
	'SignatureDoesNotMatch',
	'ValidationError',
]
// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
const EC2_ERRORS = [
	'AuthFailure',
	'IncompleteSignature',
	'InternalError',
	'InvalidParameterValue',
	'MissingAction',
	'MissingAuthenticationToken',
	'MissingParameter',
	'RequestExpired',
	'UnauthorizedOperation',
]
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
const S3_ERRORS = [
	'AccessControlListNotSupported',
	'AccessDenied',
	'AccessForbidden',
	'AuthorizationHeaderMalformed',
	'AuthorizationQueryParametersError',
	'BadDigest',
	'BadRequest',
	'BucketAlreadyExists',
	'BucketAlreadyOwnedByYou',
	'BucketNotEmpty',
	'ConditionalRequestConflict',
	'EntityTooLarge',
	'EntityTooSmall',
	'ExpiredToken',
	'CrossLocationLoggingProhibitted',
	'IllegalLocationConstraintException',
	'IllegalVersioningConfigurationException',
	'IncompleteBody',
	'IncorrectEndpoint',
	'InternalError',
	'InvalidAccessKeyId',
	'InvalidArgument',
	'InvalidBucketAclWithObjectOwnership',
	'InvalidBucketName',
	'InvalidBucketOwnerAWSAccountID',
	'InvalidBucketState',
	'InvalidDigest',
	'InvalidEncryptionAlgorithmError',
	'InvalidLocationConstraint',
	'InvalidObjectState',
	'InvalidPart',
	'InvalidPartNumber',
	'InvalidPartOrder',
	'InvalidRange',
	'InvalidRedirectLocation',
	'InvalidRequest',
	'InvalidStorageClass',
	'InvalidTag',
	'InvalidTargetBucketForLogging',
	'InvalidToken',
	'InvalidURI',
	'KeyTooLongError',
	'MalformedACLError',
	'MalformedPolicy',
	'MalformedXML',
	'MaxMessageLengthExceeded',
	'MetadataTooLarge',
	'MethodNotAllowed',
	'MissingContentLength',
	'MissingRequestBodyError',
	'MissingSecurityHeader',
	'NoSuchBucket',
	'NoSuchBucketPolicy',
	'NoSuchCORSConfiguration',
	'NoSuchKey',
	'NoSuchLifecycleConfiguration',
	'NoSuchObjectLockConfiguration',
	'NoSuchPublicAccessBlockConfiguration',
	'NoSuchTagSet',
	'NoSuchUpload',
	'NoSuchVersion',
	'NoSuchWebsiteConfiguration',
	'NotFound',
	'NotModified',
	'ObjectLockConfigurationNotFoundError',
	'OperationAborted',
	'OwnershipControlsNotFoundError',
	'PermanentRedirect',
	'PreconditionFailed',
	'ReplicationConfigurationNotFoundError',
	'RequestTimeTooSkewed',
	'ServerSideEncryptionConfigurationNotFoundError',
	'SignatureDoesNotMatch',
	'SlowDown',
	'TooManyBuckets',
	'UnexpectedContent',
	'UnresolvableGrantByEmailAddress',
	'XAmzContentSHA256Mismatch',
	// KMS's refusals, as S3 passes them on.
	'KMS.DisabledException',
	'KMS.InvalidKeyUsageException',
	'KMS.KMSInvalidStateException',
	'KMS.NotFoundException',
]
const COMMON: Readonly<Record<string, ReadonlySet<string>>> = {
	ec2: new Set(EC2_ERRORS),
	json: new Set(JSON_ERRORS),
	query: new Set(QUERY_ERRORS),
	'rest-json': new Set(JSON_ERRORS),
	'rest-xml': new Set(S3_ERRORS),
	'smithy-rpc-v2-cbor': new Set(JSON_ERRORS),
}
/** What services say that their own models leave out, by endpoint: recorded by LocalStack's tests. */
const OF_SERVICE: Readonly<Record<string, ReadonlySet<string>>> = {
	monitoring: new Set(['ValidationError']),
	sqs: new Set(['InvalidParameterValueException', 'MissingParameter']),
}
/** What the emulator alone says, of what it does not emulate or take. */
const OUR_OWN = new Map([
	['NotImplemented', 501],
	['RequestEntityTooLarge', 413],
])

/**
 * Where a refusal is none of AWS's: a code that neither the service's model nor
 * the errors common to all services have, or members that its shape has not.
 * For tests; an empty list is what they want.
 */
export function validateError(model: ServiceModel, operation: string, error: AwsError): Array<string> {
	const at = `${operation} refused with ${error.code}`
	if (OUR_OWN.get(error.code) === error.status) return []
	// Services also answer errors of theirs that the operation's own list leaves out.
	const modelled = findError(model, error.code)
	const { protocol } = model.metadata
	const common =
		COMMON[protocol]?.has(error.code) || OF_SERVICE[model.metadata.endpointPrefix]?.has(error.code)
	if (!modelled && !common) return [`${at}, which is no error of its service`]
	if (error.status < 400 && error.status !== 304) return [`${at} and the status ${error.status}`]
	if (error.status >= 500) return [`${at} and the status ${error.status}`]
	// S3 tells more in its errors than its model does.
	if (!modelled || protocol === 'rest-xml') return []
	const members = modelled.shape.members ?? {}
	const unknown = Object.keys(error.fields).filter((member) => !Object.hasOwn(members, member))
	return unknown.map((member) => `${at}: ${member} is unknown`)
}
