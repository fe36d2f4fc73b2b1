import { createHash } from 'node:crypto'
import type { Call } from '../../service.ts'
import { aliases, type Key, keys } from './collections.ts'

// Keys that a service makes in an account when they are first needed:
// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk

const SERVICES: ReadonlySet<string> = new Set([
	'codebuild',
	'codecommit',
	'ecr',
	's3',
	'secretsmanager',
	'sns',
	'ssm',
])

export function isManagedAlias(name: string): boolean {
	return name.startsWith('alias/aws/') && SERVICES.has(name.slice('alias/aws/'.length))
}

/** The key of a service in the caller's account and Region, made when it is not there yet. */
export function ensureManagedKey(call: Call, aliasName: string): Readonly<Key> {
	const { scope, now } = call
	const known = call.world.get(aliases, scope, aliasName)
	const key = known && call.world.get(keys, scope, known.keyId)
	if (key) return key
	const service = aliasName.slice('alias/aws/'.length)
	const keyId = managedKeyId(service, scope.account, scope.region)
	const prefix = `arn:aws:kms:${scope.region}:${scope.account}`
	const alias = { name: aliasName, arn: `${prefix}:${aliasName}`, keyId, createdAt: now, updatedAt: now }
	call.world.put(aliases, scope, aliasName, alias)
	return call.world.put(keys, scope, keyId, {
		keyId,
		arn: `${prefix}:key/${keyId}`,
		createdAt: now,
		description: `Default key that protects my ${service} data when no other key is defined`,
		usage: 'ENCRYPT_DECRYPT',
		spec: 'SYMMETRIC_DEFAULT',
		state: 'Enabled',
		manager: 'AWS',
		policy: policyOf(service, scope.account, scope.region),
		tags: {},
		materials: [call.ids.hex(64)],
	})
}

/** The id of a service's key: the same whenever it is asked for. */
export function managedKeyId(service: string, account: string, region: string): string {
	const hex = createHash('sha256').update(`aws/${service} ${account} ${region}`).digest('hex')
	const id = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
	return `${id.join('-')}-${hex.slice(20, 32)}`
}

/** Everybody of the account may use the key through its service, and nobody else. */
function policyOf(service: string, account: string, region: string): string {
	return JSON.stringify({
		Version: '2012-10-17',
		Id: `auto-${service}-1`,
		Statement: [
			{
				Sid: `Allow access through ${service} for all principals in the account that are authorized to use it`,
				Effect: 'Allow',
				Principal: { AWS: '*' },
				Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
				Resource: '*',
				Condition: {
					StringEquals: {
						'kms:CallerAccount': account,
						'kms:ViaService': `${service}.${region}.amazonaws.com`,
					},
				},
			},
			{
				Sid: 'Allow direct access to key metadata to the account',
				Effect: 'Allow',
				Principal: { AWS: `arn:aws:iam::${account}:root` },
				Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
				Resource: '*',
			},
		],
	})
}
