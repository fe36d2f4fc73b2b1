import { coursePath } from './course.ts'

/** The address of a part for paper. */
export function printPath(part: { slug: string }): string {
	return `${coursePath(part)}/imprimer`
}
