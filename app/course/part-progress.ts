/** How many lessons of a part are read, and the first one that is not. */
export function partProgress(
	{ lessons }: { lessons: ReadonlyArray<{ slug: string; title: string }> },
	completed: ReadonlyArray<string>,
): { done: number; next: { slug: string; title: string } | null } {
	const next = lessons.find(({ slug }) => !completed.includes(slug))
	return {
		done: lessons.filter(({ slug }) => completed.includes(slug)).length,
		next: next ? { slug: next.slug, title: next.title } : null,
	}
}
