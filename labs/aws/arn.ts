/** The parts of an ARN. `region` and `account` are empty for some services (iam, s3). */
export interface Arn {
	partition: string
	service: string
	region: string
	account: string
	resource: string
}

/** `arn:aws:service:region:account:resource` */
export function formatArn(parts: Omit<Arn, 'partition'>): string {
	return `arn:aws:${parts.service}:${parts.region}:${parts.account}:${parts.resource}`
}

/** The parts of an ARN, or undefined when the text is not one. */
export function parseArn(text: string): Arn | undefined {
	const [prefix, partition, service, region, account, ...resource] = text.split(':')
	if (prefix !== 'arn' || !partition || !service || region === undefined || account === undefined) return
	if (resource.length === 0) return
	return { partition, service, region, account, resource: resource.join(':') }
}
