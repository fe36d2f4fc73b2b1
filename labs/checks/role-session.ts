import { iamScope, nameId, roles } from '#labs/aws/services/iam/collections.ts'
import { type Session, sessions } from '#labs/aws/services/sts/collections.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import type { Sandbox } from '#labs/aws/world/sandbox.ts'
import type { LabPlace } from './context.ts'

/** Virtual milliseconds that such a session lasts; forks that jump further open another. */
const LASTS = 12 * 3600 * 1000

/**
 * Temporary credentials as a service gets them when it assumes a role. Only for
 * forks: it asks no trust policy. Undefined when the account has no such role.
 */
export async function openRoleSession(
	fork: Sandbox,
	{ account }: LabPlace,
	roleName: string,
	service: string,
): Promise<Session | undefined> {
	const role = fork.world.get(roles, iamScope(account), nameId(roleName))
	if (!role) return
	let session: Session | undefined
	await fork.arrange(
		'OpenRoleSession',
		({ ids, now, world }) => {
			const accessKeyId = ids.accessKeyId('ASIA')
			const sessionName = `controle-${ids.hex(8)}`
			session = world.put(sessions, WORLD_SCOPE, accessKeyId, {
				accessKeyId,
				secretAccessKey: ids.secretAccessKey(),
				sessionToken: ids.base64url(43),
				createdAt: now,
				expiresAt: now + LASTS,
				principal: {
					type: 'role',
					account,
					arn: `arn:aws:sts::${account}:assumed-role/${role.roleName}/${sessionName}`,
					roleArn: role.arn,
					roleName: role.roleName,
					roleId: role.roleId,
					sessionName,
					invokedBy: service,
					accessKeyId,
				},
			})
		},
		WORLD_SCOPE,
	)
	return session
}
