import type { GetFederationTokenRequest } from '@aws-sdk/client-sts'
import type { FederatedPrincipal } from '../../identity/principal.ts'
import { operation } from '../../service.ts'
import { tagContext } from '../iam/tags.ts'
import { packedSize, readSessionPolicies } from './session-policies.ts'
import { readSessionTags } from './session-tags.ts'
import { requireLongTerm, secondsFor } from './session-token.ts'
import { openSession } from './sessions.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html */
export const getFederationToken = operation<GetFederationTokenRequest, object>({
	access({ Name = '', Tags = [] }, { scope }) {
		const resource = `arn:aws:sts::${scope.account}:federated-user/${Name}`
		const access = { resource, resourceAccount: scope.account, context: tagContext(Tags) }
		const actions = Tags.length > 0 ? ['GetFederationToken', 'TagSession'] : ['GetFederationToken']
		return actions.map((action) => ({ ...access, action: `sts:${action}` }))
	},
	run({ Name = '', DurationSeconds, ...input }, call) {
		const issuer = requireLongTerm(call, 'GetFederationToken')
		const { account } = call.scope
		const sessionPolicies = readSessionPolicies(call, account, input)
		const { tags } = readSessionTags(issuer, input)
		const session: FederatedPrincipal = {
			type: 'federated',
			account,
			arn: `arn:aws:sts::${account}:federated-user/${Name}`,
			name: Name,
			issuer,
			sessionPolicies,
			sessionTags: Object.keys(tags).length > 0 ? tags : undefined,
		}
		return {
			Credentials: openSession(call, session, secondsFor(issuer, DurationSeconds)),
			FederatedUser: { FederatedUserId: `${account}:${Name}`, Arn: session.arn },
			PackedPolicySize: packedSize(sessionPolicies, tags),
		}
	},
})
