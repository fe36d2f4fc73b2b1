import type { GetAccessKeyInfoRequest } from '@aws-sdk/client-sts'
import { AwsError } from '../../aws-error.ts'
import { operation } from '../../service.ts'
import { WORLD_SCOPE } from '../../world/kernel.ts'
import { accessKeys } from '../iam/collections.ts'
import { sessions } from './collections.ts'

/** The account that a key belongs to, whoever's it is. */
export const getAccessKeyInfo = operation<GetAccessKeyInfoRequest, object>({
	access: () => ({ action: 'sts:GetAccessKeyInfo', resource: '*' }),
	run({ AccessKeyId = '' }, { world }) {
		const key = world.get(accessKeys, WORLD_SCOPE, AccessKeyId)
		const account = key?.account ?? world.get(sessions, WORLD_SCOPE, AccessKeyId)?.principal.account
		// AWS reads the account from the id itself, so that it knows every key. The wording is ours.
		if (account === undefined) {
			throw new AwsError('ValidationError', `No account here has the access key ${AccessKeyId}`, 400)
		}
		return { Account: account }
	},
})
