// What AWS asks of the resources of an identity's policy, in its words.

const PARTITIONS = /^(aws|aws-cn|aws-us-gov|aws-iso(-[a-z])?|aws-eusc|\*)$/

/** Services whose ARNs hold no Region, with how AWS words it. */
const REGIONLESS: Readonly<Record<string, string>> = {
	iam: 'IAM resource {} cannot contain region information.',
	s3: 'Resource {} can not contain region information.',
}
const IAM_PATHS = [
	'user/',
	'federated-user/',
	'role/',
	'group/',
	'instance-profile/',
	'mfa/',
	'server-certificate/',
	'policy/',
	'sms-mfa/',
	'saml-provider/',
	'oidc-provider/',
	'report/',
	'access-report/',
]

/** What is wrong with a resource, when anything is. */
export function resourceProblem(resource: string): string | undefined {
	if (resource === '*') return
	const [, partition, service, region = '', account, ...rest] = resource.split(':')
	if (partition === undefined) return `Resource ${resource} must be in ARN format or "*".`
	if (!PARTITIONS.test(partition)) {
		const parts = [service, region, account, rest.join(':')].map((part) => part || undefined)
		const [vendor = service ?? '*', where = wildcard(resource, 3), who = wildcard(resource, 4), what = '*'] =
			parts
		return `Partition "${partition}" is not valid for resource "arn:${partition}:${vendor}:${where}:${who}:${what}".`
	}
	if (service === undefined || !/^[\w-]*$/.test(service)) {
		return 'Resource vendor must be fully qualified and cannot contain regexes.'
	}
	const id = rest.join(':')
	const refusal = REGIONLESS[service]
	const mayHaveRegion = region === '' || region === '*' || (service === 's3' && id.startsWith('accesspoint/'))
	if (refusal && !mayHaveRegion) return refusal.replace('{}', resource)
	if (
		service === 'iam' &&
		account !== undefined &&
		id !== '*' &&
		!IAM_PATHS.some((path) => id.startsWith(path))
	) {
		return `IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`
	}
}

/** A part that is missing from an ARN stands for anything; one that is empty stays so. */
function wildcard(resource: string, part: number): string {
	return resource.split(':').length > part ? '' : '*'
}

/** Whether a resource is of a form that AWS's older parser stops at: parts are missing before the last colons. */
export function failsLegacyParsing(resource: string): boolean {
	if (resource === '*') return false
	const parts = resource.split(':')
	return (parts.length < 6 && resource.includes('::')) || parts[2] === ''
}
