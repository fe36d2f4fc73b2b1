import { z } from 'zod'
import { AwsError } from '../../../aws-error.ts'
import type { HttpResponse } from '../../../wire/protocols/message.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { repositories } from '../../codecommit/collections.ts'
import { providerScope } from '../providers/provider.ts'
import { fullRepositoryIdOf, isFullRepositoryId } from '../providers/repository-name.ts'
import { ownCall } from './own-call.ts'
import { html, page, seeOther } from './page.ts'
import { baseOf, type ProviderRequest } from './provider-address.ts'

const newRepository = z.object({ name: z.string().trim().refine(isFullRepositoryId) })

/** The repositories of a provider, and a form for a new one. */
export function frontPage({ world }: Sandbox, asked: ProviderRequest, refused?: string): HttpResponse {
	const base = baseOf(asked)
	const items = world.list(repositories, providerScope(asked.host)).map(({ name, defaultBranch }) => {
		const full = fullRepositoryIdOf(name)
		const branch = defaultBranch ? `branche ${defaultBranch}` : 'vide'
		return html`<li><a href="${`${base}/-/repositories/${full}`}">${full}</a> (${branch})</li>\n`
	})
	const isRefused = refused !== undefined
	return page(
		isRefused ? 400 : 200,
		`${asked.host} (simulé)`,
		html`<p>Cette page joue le fournisseur de dépôts. Elle n’appartient qu’à votre bac à sable. Gardez son adresse pour vous.</p>
<h2>Dépôts</h2>
${items.length > 0 ? html`<ul>\n${items}</ul>` : html`<p>Aucun dépôt.</p>`}
<h2>Nouveau dépôt</h2>
${isRefused ? html`<p role="alert" id="refused">${refused}</p>` : html``}
<form method="post" action="${`${base}/-/repositories`}">
<label for="name">Nom complet, tel que <code>propriétaire/dépôt</code></label>
<input id="name" name="name" required maxlength="100" autocomplete="off" spellcheck="false"${isRefused ? html` aria-invalid="true" aria-describedby="refused"` : html``}>
<button>Créer le dépôt</button>
</form>`,
	)
}

/** Makes a repository of the form's name; what is wrong with it is told beside the field. */
export async function makeRepository(
	sandbox: Sandbox,
	asked: ProviderRequest,
	given: Record<string, string>,
): Promise<HttpResponse> {
	const form = newRepository.safeParse(given)
	if (!form.success) {
		const refused =
			'Ce nom n’est pas celui d’un dépôt. Écrivez propriétaire/dépôt, en lettres sans accent, chiffres, tirets, points et soulignés.'
		return frontPage(sandbox, asked, refused)
	}
	try {
		await ownCall(sandbox, asked, 'CreateProviderRepository', { FullRepositoryId: form.data.name })
	} catch (error) {
		if (!(error instanceof AwsError) || error.code !== 'RepositoryNameExistsException') throw error
		return frontPage(sandbox, asked, 'Un dépôt de ce nom existe déjà. Choisissez-en un autre.')
	}
	return seeOther(`${baseOf(asked)}/-/repositories/${form.data.name}`)
}
