import { z } from 'zod'
import { AwsError } from '../../../aws-error.ts'
import { awsService } from '../../../identity/principal.ts'
import type { HttpResponse } from '../../../wire/protocols/message.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { isHostArn, requireConnection, requireHost, scopeOf } from '../arns.ts'
import { hostOf } from '../connections/provider-host.ts'
import { PROVIDERS } from '../providers/provider.ts'
import { html, page, seeOther } from './page.ts'
import { baseOf, type ProviderRequest } from './provider-address.ts'

const authorization = z.object({ arn: z.string().max(256) })

/** What asks for access, at this provider. Throws ResourceNotFoundException. */
function asking({ world }: Sandbox, { host }: ProviderRequest, form: Record<string, string>) {
	const { arn } = authorization.catch({ arn: '' }).parse(form)
	const isHost = isHostArn(arn)
	const found = isHost ? requireHost({ world }, arn) : requireConnection({ world }, arn)
	const at = 'endpoint' in found ? new URL(found.endpoint).host : hostOf({ world }, found)
	if (at !== host) throw new AwsError('ResourceNotFoundException', 'It is of another provider')
	return { found, isHost }
}

/** Asks whether a connection, or a host, may see the repositories. */
export function authorizePage(
	sandbox: Sandbox,
	asked: ProviderRequest,
	form: Record<string, string>,
): HttpResponse {
	const { found, isHost } = asking(sandbox, asked, form)
	const { label } = PROVIDERS[found.providerType]
	const what = isHost ? 'l’hôte' : 'la connexion'
	if (found.status === 'AVAILABLE') {
		return page(
			200,
			'Accès accordé',
			html`<p role="status">AWS accède désormais à vos dépôts ${label} par ${what} <strong>${found.name}</strong>, dont l’état est AVAILABLE. Vous pouvez fermer cette page.</p>
<p><a href="${baseOf(asked)}">Voir les dépôts</a></p>`,
		)
	}
	return page(
		200,
		`Autoriser AWS Connector for ${label} ?`,
		html`<p>Le compte AWS ${scopeOf(found).account} demande à lire vos dépôts de ${asked.host} par ${what} <strong>${found.name}</strong>.</p>
<ul>
<li>lecture du code, des branches et des étiquettes ;</li>
<li>avis des envois de commits et des demandes de fusion.</li>
</ul>
<form method="post" action="${`${baseOf(asked)}/-/authorize`}">
<input type="hidden" name="arn" value="${found.arn}">
<button>Autoriser l’accès</button>
</form>
<p>Pour refuser, fermez cette page : rien ne change.</p>`,
	)
}

/** Lets it in. */
export async function authorize(sandbox: Sandbox, asked: ProviderRequest, form: Record<string, string>) {
	const { found, isHost } = asking(sandbox, asked, form)
	await sandbox.call({
		principal: awsService('codeconnections'),
		scope: scopeOf(found),
		service: 'codeconnections',
		operation: isHost ? 'RegisterAppCode' : 'UpdateConnectionInstallation',
		input: isHost ? { HostArn: found.arn } : { ConnectionArn: found.arn },
	})
	return seeOther(`${baseOf(asked)}/-/authorize?arn=${encodeURIComponent(found.arn)}`)
}
