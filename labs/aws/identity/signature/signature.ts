import type { ParsedRequest } from '../../wire/protocols/message.ts'
import type { CredentialScope } from './canonical-request.ts'
import { incomplete, malformedAddress, type SignatureStyle } from './refusals.ts'

/** What a request says of its own signature, in its headers or in its address. */
export interface Signature {
	accessKeyId: string
	scope: CredentialScope
	signedHeaders: ReadonlyArray<string>
	/** 64 hexadecimal digits when it is well-formed. */
	value: string
	/** `20261123T101500Z` */
	dateTime: string
	sessionToken?: string
	/** Seconds that a presigned address is good for. */
	expiresSeconds?: number
}

/** Longest life of a presigned address, in seconds: one week. */
const EXPIRES_AT_MOST = 604_800
const ALGORITHM = 'AWS4-HMAC-SHA256'
const DATE_TIME = /^\d{8}T\d{6}Z$/

/** The scope that a request names, without judging the rest; undefined when it names none. */
export function peekCredential(
	request: Pick<ParsedRequest, 'headers' | 'query'>,
): { accessKeyId: string; scope: CredentialScope } | undefined {
	const { authorization } = request.headers
	const text = authorization
		? /Credential=([^,\s]+)/.exec(authorization)?.[1]
		: request.query.find(([name]) => name === 'X-Amz-Credential')?.[1]
	return text === undefined ? undefined : splitCredential(text)
}

function splitCredential(text: string): { accessKeyId: string; scope: CredentialScope } | undefined {
	const [accessKeyId, date, region, service, terminator, ...more] = text.split('/')
	if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || more.length > 0) return
	return { accessKeyId, scope: { date, region, service } }
}

/** Whether a request claims to come from somebody, in whatever form. */
export function isSigned({ headers, query }: Pick<ParsedRequest, 'headers' | 'query'>): boolean {
	if (headers.authorization !== undefined) return true
	return query.some(([name]) => /^(X-Amz-(Algorithm|Credential|Signature)|AWSAccessKeyId)$/.test(name))
}

/** Reads the signature of a request; undefined when it has none. Throws AwsError when it is incomplete. */
export function readSignature(request: ParsedRequest, style: SignatureStyle): Signature | undefined {
	const { authorization } = request.headers
	if (authorization !== undefined) return readHeader(authorization, request, style)
	const query = new Map(request.query)
	return query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature') ? readAddress(query, style) : undefined
}

function readHeader(authorization: string, { headers }: ParsedRequest, style: SignatureStyle): Signature {
	if (!authorization.startsWith(`${ALGORITHM} `)) {
		throw incomplete(style, `Unsupported authorization type: only ${ALGORITHM} is emulated.`)
	}
	const parts = new Map(
		authorization
			.slice(ALGORITHM.length + 1)
			.split(',')
			.map((part): [string, string] => {
				const equals = part.indexOf('=')
				return [part.slice(0, equals).trim(), part.slice(equals + 1).trim()]
			}),
	)
	const missing = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parts.get(name))
	const dateTime = headers['x-amz-date'] ?? toAmzDate(headers.date)
	if (missing.length > 0 || dateTime === undefined) {
		const lacks = missing.map((name) => `Authorization header requires '${name}' parameter. `)
		if (dateTime === undefined)
			lacks.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ")
		throw incomplete(style, `${lacks.join('')}(Hashed with SHA-256 and encoded with Base64) Authorization`)
	}
	const credential = splitCredential(parts.get('Credential') ?? '')
	if (!credential)
		throw incomplete(
			style,
			`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${parts.get('Credential')}'`,
		)
	assertDateTime(dateTime, credential.scope, (message) => incomplete(style, message))
	return {
		...credential,
		signedHeaders: (parts.get('SignedHeaders') ?? '').toLowerCase().split(';'),
		value: parts.get('Signature') ?? '',
		dateTime,
		sessionToken: headers['x-amz-security-token'],
	}
}

function toAmzDate(date: string | undefined): string | undefined {
	const time = date === undefined ? Number.NaN : Date.parse(date)
	return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
}

function readAddress(query: ReadonlyMap<string, string>, style: SignatureStyle): Signature {
	const names = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires']
	if (!names.every((name) => query.get(`X-Amz-${name}`))) {
		const message =
			'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.'
		throw malformedAddress(style, message)
	}
	if (query.get('X-Amz-Algorithm') !== ALGORITHM)
		throw malformedAddress(style, `X-Amz-Algorithm only supports "${ALGORITHM}"`)
	const expires = query.get('X-Amz-Expires') ?? ''
	if (!/^-?\d+$/.test(expires)) throw malformedAddress(style, 'X-Amz-Expires should be a number')
	const expiresSeconds = Number(expires)
	if (expiresSeconds < 0) throw malformedAddress(style, 'X-Amz-Expires must be non-negative')
	if (expiresSeconds > EXPIRES_AT_MOST) {
		throw malformedAddress(
			style,
			`X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${EXPIRES_AT_MOST} seconds`,
		)
	}
	const credential = splitCredential(query.get('X-Amz-Credential') ?? '')
	if (!credential) {
		const message =
			'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'
		throw malformedAddress(style, message)
	}
	const dateTime = query.get('X-Amz-Date') ?? ''
	assertDateTime(dateTime, credential.scope, (message) => malformedAddress(style, message))
	return {
		...credential,
		signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').toLowerCase().split(';'),
		value: query.get('X-Amz-Signature') ?? '',
		dateTime,
		sessionToken: query.get('X-Amz-Security-Token'),
		expiresSeconds,
	}
}

function assertDateTime(dateTime: string, scope: CredentialScope, refuse: (message: string) => Error): void {
	if (!DATE_TIME.test(dateTime))
		throw refuse(
			`Date must be in ISO-8601 'basic format'. Got '${dateTime}'. See http://en.wikipedia.org/wiki/ISO_8601`,
		)
	if (dateTime.startsWith(scope.date)) return
	throw refuse(
		`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${scope.date}' != '${dateTime.slice(0, 8)}', from '${dateTime}'.`,
	)
}
