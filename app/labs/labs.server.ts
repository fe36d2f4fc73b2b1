import { freeSandbox } from '#labs/bac-a-sable/scene.ts'
import { type CatalogLab, loadLabs } from '#labs/catalog.ts'
import type { Lab } from '#labs/lab.ts'
import type { Scene } from '#labs/scene.ts'

/** Every lab, in the order of the course; a lab that does not hold together stops the server from starting. */
export const catalog: ReadonlyArray<CatalogLab> = await loadLabs()

export function findLab(id: string): Lab | undefined {
	return catalog.find(({ lab }) => lab.id === id)?.lab
}

export function findCatalogLab(slug: string): CatalogLab | undefined {
	return catalog.find(({ lab }) => lab.slug === slug)
}

/** The scene that a sandbox is stored under: a lab, or the free sandbox. */
export function findScene(id: string): Scene | undefined {
	return id === freeSandbox.id ? freeSandbox : findLab(id)
}

/** The same by its address. */
export function findSceneBySlug(slug: string): Scene | undefined {
	return slug === freeSandbox.slug ? freeSandbox : findCatalogLab(slug)?.lab
}
