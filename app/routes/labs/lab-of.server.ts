import { requireUser } from '#app/accounts/guards.server.ts'
import { findCatalogLab, findSceneBySlug } from '#app/labs/labs.server.ts'
import { findSandbox, type OpenSandbox } from '#app/labs/sandboxes.server.ts'
import type { CatalogLab } from '#labs/catalog.ts'
import type { Scene } from '#labs/scene.ts'

/** The lab of an address, or a 404 that says where to look. */
export function labOf(slug: string): CatalogLab {
	const found = findCatalogLab(slug)
	if (found) return found
	throw new Response('Cet atelier n’existe pas. La liste des ateliers est à l’adresse /ateliers.', {
		status: 404,
	})
}

/** The signed-in learner's own sandbox of a lab or of the free scene; nobody else's can be named. */
export async function requireSandbox(request: Request, slug: string): Promise<OpenSandbox & { lab: Scene }> {
	const lab = findSceneBySlug(slug) ?? labOf(slug).lab
	const user = await requireUser(request)
	const open = await findSandbox({ userId: user.id, labId: lab.id })
	if (open) return { ...open, lab }
	throw new Response('Cet atelier n’est pas commencé. Démarrez-le depuis sa page.', { status: 404 })
}
