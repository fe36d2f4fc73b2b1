import { AwsError } from '../../../aws-error.ts'
import { type HttpResponse, type ParsedRequest, parseQuery } from '../../../wire/protocols/message.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { authorize, authorizePage } from './authorize-page.ts'
import { frontPage, makeRepository } from './front-page.ts'
import { errorPage } from './page.ts'
import type { ProviderRequest } from './provider-address.ts'
import { changeRepository, repositoryPage } from './repository-page.ts'

/** Largest form of these pages; pushes, which come by the same door, may be larger. */
const FORM_BYTES = 64 * 1024
const REPOSITORY = /^\/-\/repositories\/(.+)$/

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
		return (await answer(sandbox, request, asked)) ?? notFound()
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		if (error.code === 'ResourceNotFoundException') return notFound()
		return errorPage(error.status, 'Demande refusée', error.message)
	}
}

async function answer(
	sandbox: Sandbox,
	request: ParsedRequest,
	asked: ProviderRequest,
): Promise<HttpResponse | undefined> {
	const { method } = request
	const [, full] = REPOSITORY.exec(asked.path) ?? []
	if (full !== undefined && method === 'GET') return repositoryPage(sandbox, asked, full)
	if (full !== undefined && method === 'POST') return changeRepository(sandbox, asked, full, formOf(request))
	switch (`${method} ${asked.path}`) {
		case 'GET ':
			return frontPage(sandbox, asked)
		case 'POST /-/repositories':
			return makeRepository(sandbox, asked, formOf(request))
		case 'GET /-/authorize':
			return authorizePage(sandbox, asked, Object.fromEntries(request.query))
		case 'POST /-/authorize':
			return authorize(sandbox, asked, formOf(request))
	}
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
