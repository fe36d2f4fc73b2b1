import type {
	DeleteBucketWebsiteCommandInput,
	GetBucketWebsiteCommandInput,
	PutBucketWebsiteCommandInput,
	RoutingRule,
	WebsiteConfiguration,
} from '@aws-sdk/client-s3'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { bucketAccess, requireBucket } from '../access/access.ts'
import { invalidArgument, invalidRequest, malformedXml } from '../s3-error.ts'
import { deleteSetting, putSetting, settingOf } from './settings.ts'

const ROUTING_RULES = 50

export const putBucketWebsite = operation<PutBucketWebsiteCommandInput, object>({
	access: bucketAccess('PutBucketWebsite'),
	run({ Bucket = '', WebsiteConfiguration: configuration = {} }, call) {
		requireBucket(call, Bucket)
		assertConfiguration(configuration)
		putSetting(call, Bucket, 'website', configuration)
		return {}
	},
})

export const getBucketWebsite = operation<GetBucketWebsiteCommandInput, object>({
	access: bucketAccess('GetBucketWebsite'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		const found = settingOf(call.world, Bucket, 'website')
		if (found) return found
		throw noSuchWebsite(Bucket)
	},
})

export const deleteBucketWebsite = operation<DeleteBucketWebsiteCommandInput, object>({
	access: bucketAccess('DeleteBucketWebsite'),
	run({ Bucket = '' }, call) {
		requireBucket(call, Bucket)
		deleteSetting(call, Bucket, 'website')
		return {}
	},
})

export function noSuchWebsite(bucket: string): AwsError {
	const message = 'The specified bucket does not have a website configuration'
	return new AwsError('NoSuchWebsiteConfiguration', message, 404, { BucketName: bucket })
}

function assertConfiguration(configuration: WebsiteConfiguration): void {
	const { RedirectAllRequestsTo, IndexDocument, ErrorDocument, RoutingRules } = configuration
	if (RedirectAllRequestsTo) {
		if (IndexDocument ?? ErrorDocument ?? RoutingRules) {
			const message = 'RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.'
			throw invalidArgument(message, 'RedirectAllRequestsTo', 'not null')
		}
		if (!RedirectAllRequestsTo.HostName) throw malformedXml()
		return
	}
	if (!IndexDocument) {
		const message = 'A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty'
		throw invalidArgument(message, 'IndexDocument', 'null')
	}
	const { Suffix = '' } = IndexDocument
	if (Suffix === '' || Suffix.includes('/'))
		throw invalidArgument('The IndexDocument Suffix is not well formed', 'IndexDocument', Suffix)
	if (ErrorDocument && !ErrorDocument.Key) throw malformedXml()
	if (!RoutingRules) return
	if (RoutingRules.length === 0) throw malformedXml()
	if (RoutingRules.length > ROUTING_RULES)
		throw invalidRequest(
			`The number of routing rules (${RoutingRules.length}) in the website configuration is more than the limit of ${ROUTING_RULES}.`,
		)
	for (const rule of RoutingRules) assertRule(rule)
}

function assertRule({ Condition, Redirect = {} }: RoutingRule): void {
	const { ReplaceKeyWith, ReplaceKeyPrefixWith, HttpRedirectCode } = Redirect
	if (ReplaceKeyWith !== undefined && ReplaceKeyPrefixWith !== undefined)
		throw invalidRequest('You can only define ReplaceKeyPrefix or ReplaceKey but not both.')
	if (Condition && Object.keys(Condition).length === 0) {
		throw invalidRequest(
			"Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.",
		)
	}
	if (HttpRedirectCode !== undefined && !/^3(0[1-9]|[1-9]\d)$/.test(HttpRedirectCode)) {
		throw invalidRequest(
			`The provided HTTP redirect code (${HttpRedirectCode}) is not valid. Valid codes are 3XX except 300.`,
		)
	}
	const code = Condition?.HttpErrorCodeReturnedEquals
	if (code !== undefined && !/^[45]\d\d$/.test(code)) {
		throw invalidRequest(`The provided HTTP error code (${code}) is not valid. Valid codes are 4XX or 5XX.`)
	}
}
