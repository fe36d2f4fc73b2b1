import type { DecodeAuthorizationMessageRequest } from '@aws-sdk/client-sts'
import { AwsError } from '../../aws-error.ts'
import { decodeRefusal } from '../../identity/authorization-message.ts'
import { operation } from '../../service.ts'

/** What the encoded message of a refusal says; messages of other worlds are not read. */
export const decodeAuthorizationMessage = operation<DecodeAuthorizationMessageRequest, object>({
	access: () => ({ action: 'sts:DecodeAuthorizationMessage', resource: '*' }),
	run({ EncodedMessage = '' }, { world }) {
		const DecodedMessage = decodeRefusal(world, EncodedMessage)
		if (DecodedMessage !== undefined) return { DecodedMessage }
		// The wording is ours.
		throw new AwsError('InvalidAuthorizationMessageException', 'Message is not valid', 400)
	},
})
