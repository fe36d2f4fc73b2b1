import { parseArn } from '../../arn.ts'
import { awsService } from '../../identity/principal.ts'
import type { Sandbox } from '../../world/sandbox.ts'

/**
 * Completes a connection, or the host of one, without its page; tells where that
 * page is. Throws AwsError for what is neither.
 */
export async function acceptConnection(sandbox: Sandbox, arn: string): Promise<object> {
	const { account = '', region = '', resource = '' } = parseArn(arn) ?? {}
	const ask = (operation: string, input: object) =>
		sandbox.call({
			principal: awsService('codeconnections'),
			scope: { account, region },
			service: 'codeconnections',
			...{ operation, input },
		})
	if (resource.startsWith('host/')) await ask('RegisterAppCode', { HostArn: arn })
	else await ask('UpdateConnectionInstallation', { ConnectionArn: arn })
	const { Url } = (await ask('GetInstallationUrl', { Arn: arn })) as { Url: string }
	return { status: 'AVAILABLE', url: Url }
}
