import { type CatalogLab, loadLabs } from '#labs/catalog.ts'
import type { Lab } from '#labs/lab.ts'

/** Every lab, in the order of the course; a lab that does not hold together stops the server from starting. */
export const catalog: ReadonlyArray<CatalogLab> = await loadLabs()

export function findLab(id: string): Lab | undefined {
	return catalog.find(({ lab }) => lab.id === id)?.lab
}

export function findCatalogLab(slug: string): CatalogLab | undefined {
	return catalog.find(({ lab }) => lab.slug === slug)
}
