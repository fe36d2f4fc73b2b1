import type {
	DeleteBucketCorsCommandInput,
	GetBucketCorsCommandInput,
	PutBucketCorsCommandInput,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { invalidRequest, malformedXml } from '../s3-error.ts'
import { type CorsRule, deleteSetting, putSetting, settingOf } from './settings.ts'

const RULES = 100
const METHODS = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE']

export const putBucketCors = operation<PutBucketCorsCommandInput, object>({
	access: bucketAccess('PutBucketCORS'),
	run({ Bucket = '', CORSConfiguration }, call) {
		requireBucket(call, Bucket)
		const rules = CORSConfiguration?.CORSRules ?? []
		if (rules.length === 0 || rules.length > RULES) throw malformedXml()
		putSetting(call, Bucket, 'cors', { rules: rules.map(readRule) })
		return {}
	},
})

function readRule(rule: Partial<CorsRule>): CorsRule {
	const { AllowedMethods = [], AllowedOrigins = [], AllowedHeaders = [], ExposeHeaders = [] } = rule
	if (AllowedMethods.length === 0 || AllowedOrigins.length === 0) throw malformedXml()
	const method = AllowedMethods.find((one) => !METHODS.includes(one))
	if (method !== undefined)
		throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`)
	for (const [what, values] of [
		['AllowedOrigin', AllowedOrigins],
		['AllowedHeader', AllowedHeaders],
	] as const) {
		const wild = values.find((value) => value.split('*').length > 2)
		if (wild !== undefined) throw invalidRequest(`${what} "${wild}" can not have more than one wildcard.`)
	}
	const exposed = ExposeHeaders.find((header) => header.includes('*'))
	if (exposed !== undefined) {
		throw invalidRequest(
			`ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`,
		)
	}
	return { ...rule, AllowedMethods, AllowedOrigins }
}

export const getBucketCors = operation<GetBucketCorsCommandInput, object>({
	access: bucketAccess('GetBucketCORS'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const found = settingOf(call.world, Bucket, 'cors')
		if (found) return { CORSRules: found.rules }
		const message = 'The CORS configuration does not exist'
		throw new AwsError('NoSuchCORSConfiguration', message, 404, { BucketName: Bucket })
	},
})

export const deleteBucketCors = operation<DeleteBucketCorsCommandInput, object>({
	access: bucketAccess('PutBucketCORS'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		deleteSetting(call, Bucket, 'cors')
		return {}
	},
})
