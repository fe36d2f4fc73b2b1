/** What anyone may know of a lab before starting it. */
export interface LabAbout {
	id: string
	slug: string
	number: number
	title: string
	summary: string
	minutes: number
	objectives: ReadonlyArray<string>
	/** Slugs of the lessons that prepare for it. */
	lessons: ReadonlyArray<string>
	/** Each task with the sentences of its checks: what will be verified is said beforehand. */
	tasks: Array<{ title: string; checks: Array<string> }>
}
