import { z } from 'zod'
import { AwsError } from '../../../aws-error.ts'
import { awsService } from '../../../identity/principal.ts'
import { type HttpResponse, type ParsedRequest, parseQuery } from '../../../wire/protocols/message.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { repositories } from '../../codecommit/collections.ts'
import { isHostArn, requireConnection, requireHost, scopeOf } from '../arns.ts'
import { hostOf } from '../connections/provider-host.ts'
import { PROVIDERS_PATH } from '../providers/access-token.ts'
import { PROVIDERS, providerScope } from '../providers/provider.ts'
import { fullRepositoryIdOf, isFullRepositoryId } from '../providers/repository-name.ts'
import { errorPage, html, page } from './page.ts'
import type { ProviderRequest } from './provider-address.ts'

/** Largest form of these pages; pushes, which come by the same door, may be larger. */
const FORM_BYTES = 64 * 1024

const newRepository = z.object({ name: z.string().trim().refine(isFullRepositoryId) })
const authorization = z.object({ arn: z.string().max(256) })

/** Pages of a provider: its repositories, and whether AWS may see them. */
export async function servePage(
	sandbox: Sandbox,
	request: ParsedRequest,
	asked: ProviderRequest,
): Promise<HttpResponse> {
	if (request.body.byteLength > FORM_BYTES) {
		return errorPage(413, 'Demande trop longue', 'Ce formulaire est trop long. Raccourcissez-le.')
	}
	try {
		switch (`${request.method} ${asked.path}`) {
			case 'GET ':
				return frontPage(sandbox, asked)
			case 'POST /-/repositories':
				return await makeRepository(sandbox, request, asked)
			case 'GET /-/authorize':
				return authorizePage(sandbox, asked, Object.fromEntries(request.query))
			case 'POST /-/authorize':
				return await authorize(sandbox, asked, formOf(request))
		}
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'ResourceNotFoundException') return notFound()
		return errorPage(error.status, 'Demande refusée', error.message)
	}
	return notFound()
}

function notFound(): HttpResponse {
	return errorPage(
		404,
		'Page introuvable',
		'Cette page n’existe pas, ou plus. Reprenez le lien depuis votre connexion.',
	)
}

function formOf({ body }: ParsedRequest): Record<string, string> {
	return Object.fromEntries(parseQuery(Buffer.from(body).toString('utf8'), true))
}

function baseOf({ host, token }: ProviderRequest): string {
	return `${PROVIDERS_PATH}${host}/${token}`
}

function frontPage({ world }: Sandbox, asked: ProviderRequest, refused?: string): HttpResponse {
	const base = baseOf(asked)
	const kept = world.list(repositories, providerScope(asked.host))
	const items = kept.map(({ name, defaultBranch }) => {
		const full = fullRepositoryIdOf(name)
		const branch = defaultBranch ? `branche ${defaultBranch}` : 'vide'
		return html`<li>${full} (${branch}) : <code>git clone ${`${base}/${full}.git`}</code></li>\n`
	})
	return page(
		refused === undefined ? 200 : 400,
		`${asked.host} (simulé)`,
		html`<p>Cette page joue le fournisseur de dépôts. Elle n’appartient qu’à votre bac à sable : gardez son adresse pour vous. Pour git, faites-la précéder de l’adresse de l’émulateur.</p>
<h2>Dépôts</h2>
${items.length > 0 ? html`<ul>\n${items}</ul>` : html`<p>Aucun dépôt.</p>`}
<h2>Nouveau dépôt</h2>
${refused === undefined ? html`` : html`<p role="alert" id="refused">${refused}</p>`}
<form method="post" action="${`${base}/-/repositories`}">
<label for="name">Nom complet, tel que <code>propriétaire/dépôt</code></label>
<input id="name" name="name" required maxlength="100" autocomplete="off" spellcheck="false"${refused === undefined ? html`` : html` aria-invalid="true" aria-describedby="refused"`}>
<button>Créer le dépôt</button>
</form>`,
	)
}

async function makeRepository(sandbox: Sandbox, request: ParsedRequest, asked: ProviderRequest) {
	const form = newRepository.safeParse(formOf(request))
	if (!form.success) {
		const refused =
			'Ce nom n’est pas celui d’un dépôt. Écrivez propriétaire/dépôt, en lettres sans accent, chiffres, tirets, points et soulignés.'
		return frontPage(sandbox, asked, refused)
	}
	try {
		await sandbox.call({
			principal: awsService('codeconnections'),
			scope: providerScope(asked.host),
			service: 'codeconnections',
			operation: 'CreateProviderRepository',
			input: { ProviderHost: asked.host, FullRepositoryId: form.data.name },
		})
	} catch (error) {
		if (!(error instanceof AwsError) || error.code !== 'RepositoryNameExistsException') throw error
		return frontPage(sandbox, asked, 'Un dépôt de ce nom existe déjà. Choisissez-en un autre.')
	}
	return seeOther(baseOf(asked))
}

function seeOther(location: string): HttpResponse {
	return { status: 303, headers: { location }, body: new Uint8Array(0) }
}

/** What asks for access, at this provider. Throws ResourceNotFoundException. */
function asking({ world }: Sandbox, { host }: ProviderRequest, form: Record<string, string>) {
	const { arn } = authorization.catch({ arn: '' }).parse(form)
	const isHost = isHostArn(arn)
	const found = isHost ? requireHost({ world }, arn) : requireConnection({ world }, arn)
	const at = 'endpoint' in found ? new URL(found.endpoint).host : hostOf({ world }, found)
	if (at !== host) throw new AwsError('ResourceNotFoundException', 'It is of another provider')
	return { found, isHost }
}

function authorizePage(sandbox: Sandbox, asked: ProviderRequest, form: Record<string, string>): HttpResponse {
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
		`Autoriser AWS Connector for ${label} ?`,
		html`<p>Le compte AWS ${scopeOf(found).account} demande à lire vos dépôts de ${asked.host} par ${what} <strong>${found.name}</strong>.</p>
<ul>
<li>lecture du code, des branches et des étiquettes ;</li>
<li>avis des envois de commits et des demandes de fusion.</li>
</ul>
<form method="post" action="${`${baseOf(asked)}/-/authorize`}">
<input type="hidden" name="arn" value="${found.arn}">
<button>Autoriser l’accès</button>
</form>
<p>Pour refuser, fermez cette page : rien ne change.</p>`,
	)
}

async function authorize(sandbox: Sandbox, asked: ProviderRequest, form: Record<string, string>) {
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
