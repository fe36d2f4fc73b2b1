import { AwsError } from '../../aws-error.ts'

/** The families of services that word a refused signature alike. */
export type SignatureStyle = 'json' | 'rest-json' | 'query' | 'ec2' | 's3'

// S3's words: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
// EC2's: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
// The others': https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html

type Words = readonly [code: string, message: string, status: number]

const UNKNOWN_TOKEN = 'The security token included in the request is invalid.'
const NOT_VALIDATED = 'AWS was not able to validate the provided access credentials'
const MISMATCH =
	'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

const MISSING: Record<SignatureStyle, Words> = {
	json: ['MissingAuthenticationTokenException', 'Missing Authentication Token', 400],
	'rest-json': ['MissingAuthenticationTokenException', 'Missing Authentication Token', 403],
	ec2: ['MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
	query: ['MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
	s3: ['AccessDenied', 'Access Denied', 403],
}
const UNKNOWN_KEY: Record<SignatureStyle, Words> = {
	json: ['UnrecognizedClientException', UNKNOWN_TOKEN, 400],
	'rest-json': ['UnrecognizedClientException', UNKNOWN_TOKEN, 403],
	ec2: ['AuthFailure', NOT_VALIDATED, 401],
	query: ['InvalidClientTokenId', UNKNOWN_TOKEN, 403],
	s3: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
}
const BAD_TOKEN: Record<SignatureStyle, Words> = {
	json: UNKNOWN_KEY.json,
	'rest-json': UNKNOWN_KEY['rest-json'],
	ec2: UNKNOWN_KEY.ec2,
	query: UNKNOWN_KEY.query,
	s3: ['InvalidToken', 'The provided token is malformed or otherwise invalid.', 400],
}
const EXPIRED_TOKEN: Record<SignatureStyle, Words> = {
	json: ['ExpiredTokenException', 'The security token included in the request is expired', 400],
	'rest-json': ['ExpiredTokenException', 'The security token included in the request is expired', 403],
	ec2: ['RequestExpired', 'Request has expired.', 400],
	query: ['ExpiredToken', 'The security token included in the request is expired', 403],
	s3: ['ExpiredToken', 'The provided token has expired.', 400],
}
const MISMATCHED: Record<SignatureStyle, Words> = {
	json: ['InvalidSignatureException', MISMATCH, 400],
	'rest-json': ['InvalidSignatureException', MISMATCH, 403],
	ec2: ['AuthFailure', NOT_VALIDATED, 401],
	query: ['SignatureDoesNotMatch', MISMATCH, 403],
	s3: [
		'SignatureDoesNotMatch',
		'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
		403,
	],
}

function refuse([code, message, status]: Words, fields?: Record<string, unknown>): AwsError {
	return new AwsError(code, message, status, fields)
}

export function missingSignature(style: SignatureStyle): AwsError {
	return refuse(MISSING[style])
}

export function unknownKey(style: SignatureStyle, accessKeyId: string): AwsError {
	return refuse(UNKNOWN_KEY[style], style === 's3' ? { AWSAccessKeyId: accessKeyId } : {})
}

export function badToken(style: SignatureStyle): AwsError {
	return refuse(BAD_TOKEN[style])
}

export function expiredToken(style: SignatureStyle): AwsError {
	return refuse(EXPIRED_TOKEN[style])
}

/** S3 shows what it signed itself, so that a client can be put right. */
export function mismatch(style: SignatureStyle, evidence: Record<string, string>): AwsError {
	return refuse(MISMATCHED[style], style === 's3' ? evidence : {})
}

/** A signature that lacks a part, or has one that cannot be read. */
export function incomplete(style: SignatureStyle, message: string): AwsError {
	if (style === 's3') return new AwsError('AuthorizationHeaderMalformed', message, 400)
	const isJson = style === 'json' || style === 'rest-json'
	return new AwsError(isJson ? 'IncompleteSignatureException' : 'IncompleteSignature', message, 400)
}

/** A presigned address that lacks a part, or has one that cannot be read. */
export function malformedAddress(style: SignatureStyle, message: string): AwsError {
	return style === 's3'
		? new AwsError('AuthorizationQueryParametersError', message, 400)
		: incomplete(style, message)
}

/** A client's clock is more than 15 minutes off. Times are epoch milliseconds. */
export function skewed(
	style: SignatureStyle,
	requestTime: string,
	now: number,
	skew: number,
	late: boolean,
): AwsError {
	if (style === 's3') {
		return new AwsError(
			'RequestTimeTooSkewed',
			'The difference between the request time and the current time is too large.',
			403,
			{
				RequestTime: requestTime,
				ServerTime: new Date(now).toISOString(),
				MaxAllowedSkewMilliseconds: skew,
			},
		)
	}
	const minutes = skew / 60_000
	const [word, side, bound, sign] = late
		? ['expired', 'earlier', now - skew, '-']
		: ['not yet current', 'later', now + skew, '+']
	const message = `Signature ${word}: ${requestTime} is now ${side} than ${amzDate(Number(bound))} (${amzDate(now)} ${sign} ${minutes} min.)`
	const [code, , status] = MISMATCHED[style]
	return new AwsError(code, message, status)
}

/** `20261123T101500Z` */
function amzDate(time: number): string {
	return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
}
