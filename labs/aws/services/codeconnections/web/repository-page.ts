import { z } from 'zod'
import { AwsError } from '../../../aws-error.ts'
import type { HttpResponse } from '../../../wire/protocols/message.ts'
import type { Sandbox } from '../../../world/sandbox.ts'
import { repositories } from '../../codecommit/collections.ts'
import {
	paddedNumber,
	pullRequests,
	repositoryPullRequests,
} from '../../codecommit/pull-requests/collections.ts'
import { refsOf } from '../../codecommit/web/refs.ts'
import { providerScope } from '../providers/provider.ts'
import { isFullRepositoryId, keptName } from '../providers/repository-name.ts'
import { ownCall } from './own-call.ts'
import { type Html, html, page, seeOther } from './page.ts'
import { baseOf, type ProviderRequest } from './provider-address.ts'

/** Pull requests that the page shows, the newest first. */
const SHOWN = 50

/** What a form of the page asks for. */
const action = z.discriminatedUnion('do', [
	z.object({
		do: z.literal('open'),
		title: z.string().trim().min(1).max(150),
		source: z.string().max(255),
		destination: z.string().max(255),
	}),
	z.object({ do: z.enum(['merge', 'close']), id: z.string().max(9) }),
])

/** A repository: where git finds it, its branches, its pull requests. Undefined when there is none. */
export function repositoryPage(
	{ world, host }: Sandbox,
	asked: ProviderRequest,
	full: string,
	refused?: string,
): HttpResponse | undefined {
	const scope = providerScope(asked.host)
	const repository = isFullRepositoryId(full) ? world.get(repositories, scope, keptName(full)) : undefined
	if (!repository) return
	const address = `${host.endpoint ?? ''}${baseOf(asked)}/${full}.git`
	const branches = refsOf(world, scope, repository).flatMap(({ name }) =>
		name.startsWith('refs/heads/') ? [name.slice('refs/heads/'.length)] : [],
	)
	const requests = world
		.list(repositoryPullRequests, scope, { prefix: `${repository.id}/` })
		.slice(-SHOWN)
		.toReversed()
		.flatMap(({ id }) => world.get(pullRequests, scope, paddedNumber(id)) ?? [])
	const place = `${baseOf(asked)}/-/repositories/${full}`
	return page(
		refused === undefined ? 200 : 400,
		full,
		html`<p><a href="${baseOf(asked)}">Tous les dépôts</a></p>
${refused === undefined ? html`` : html`<p role="alert">${refused}</p>`}
<h2>Avec git</h2>
<p><code>git clone ${address}</code></p>
<p>L’adresse contient votre jeton. Elle sert aussi à envoyer vos commits.</p>
<h2>Branches</h2>
${branches.length > 0 ? html`<ul>${branches.map((name) => html`<li>${name}</li>`)}</ul>` : html`<p>Aucune branche. Envoyez un premier commit.</p>`}
<h2>Demandes de fusion</h2>
${requests.length > 0 ? html`<ul>\n${requests.map((one) => requestItem(place, one))}</ul>` : html`<p>Aucune demande.</p>`}
${branches.length > 1 ? openForm(place, branches, repository.defaultBranch) : html``}`,
	)
}

type PullRequest = Readonly<NonNullable<(typeof pullRequests)['document']>>

function requestItem(place: string, { id, title, status, merge, ...refs }: PullRequest): Html {
	const short = (reference: string) => reference.replace('refs/heads/', '')
	const way = `de ${short(refs.sourceReference)} vers ${short(refs.destinationReference)}`
	const state = status === 'OPEN' ? 'ouverte' : merge ? 'fusionnée' : 'fermée'
	if (status !== 'OPEN') return html`<li>${title}, ${way}, ${state}</li>\n`
	return html`<li>${title}, ${way}, ${state}
<form method="post" action="${place}"><input type="hidden" name="id" value="${id}">
<button name="do" value="merge">Fusionner « ${title} »</button>
<button name="do" value="close">Fermer « ${title} »</button></form></li>\n`
}

function openForm(place: string, branches: ReadonlyArray<string>, first: string | undefined): Html {
	const options = (chosen: string | undefined) =>
		branches.map((name) => html`<option${name === chosen ? html` selected` : html``}>${name}</option>`)
	return html`<h2>Nouvelle demande de fusion</h2>
<form method="post" action="${place}">
<label for="title">Titre</label>
<input id="title" name="title" required maxlength="150">
<label for="source">Depuis la branche</label>
<select id="source" name="source">${options(branches.find((name) => name !== first))}</select>
<label for="destination">Vers la branche</label>
<select id="destination" name="destination">${options(first)}</select>
<button name="do" value="open">Ouvrir la demande</button>
</form>`
}

/** Does what a form asks for; what the provider refuses is told above the page. */
export async function changeRepository(
	sandbox: Sandbox,
	asked: ProviderRequest,
	full: string,
	given: Record<string, string>,
): Promise<HttpResponse | undefined> {
	const form = action.safeParse(given)
	if (!form.success)
		return repositoryPage(
			sandbox,
			asked,
			full,
			'Ce formulaire est incomplet. Donnez un titre et deux branches.',
		)
	try {
		await perform(sandbox, asked, full, form.data)
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		return repositoryPage(sandbox, asked, full, REFUSALS[error.code] ?? error.message)
	}
	return seeOther(`${baseOf(asked)}/-/repositories/${full}`)
}

const REFUSALS: Readonly<Record<string, string>> = {
	ManualMergeRequiredException:
		'Les deux branches se contredisent. Fusionnez-les sur votre poste, puis envoyez le résultat.',
	PullRequestAlreadyClosedException: 'Cette demande est déjà fermée.',
	SourceAndDestinationAreSameException: 'Les deux branches sont la même. Choisissez-en une autre.',
}

function perform(
	sandbox: Sandbox,
	asked: ProviderRequest,
	FullRepositoryId: string,
	form: z.infer<typeof action>,
): Promise<unknown> {
	if (form.do === 'open') {
		const { title: Title, source: SourceBranch, destination: DestinationBranch } = form
		const input = { FullRepositoryId, Title, SourceBranch, DestinationBranch }
		return ownCall(sandbox, asked, 'OpenProviderPullRequest', input)
	}
	const operation = form.do === 'merge' ? 'MergeProviderPullRequest' : 'CloseProviderPullRequest'
	return ownCall(sandbox, asked, operation, { FullRepositoryId, PullRequestId: form.id })
}
