/** The lessons of a part under the headings of its outline, in order; `first` is the place of a heading's first lesson in the part, from 1. */
export function bySection<L extends { section: string }>(lessons: ReadonlyArray<L>) {
	return [...Map.groupBy(lessons, ({ section }) => section)].map(([section, under]) => ({
		section,
		first: lessons.findIndex((lesson) => lesson.section === section) + 1,
		lessons: under,
	}))
}
