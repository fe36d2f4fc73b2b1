import type { GlossaryTerm } from './glossary.ts'

/** The course as its pages show it: its parts with their lessons and quizzes in order, its labs, its words, what can be tried, its news. */
export type Course = {
	parts: Array<Part>
	labs: Array<PlannedLab>
	glossary: Array<GlossaryTerm>
	examples: Array<Example>
	changes: Array<Change>
}

/** Something new in the course, for those who follow it. */
export type Change = {
	/** Never changes once published: feed readers know it by this. */
	id: string
	/** As YYYY-MM-DD. */
	date: string
	title: string
	text: string
	/** An address of this site. */
	link: string
}

/** A lab that the course announces. It is open when the labs' own catalog has it. */
export type PlannedLab = { id: string; title: string }

export type Part = {
	number: number
	slug: string
	title: string
	summary: string
	status: 'published' | 'planned'
	/** Titles of the sections to come, while the part is planned. */
	planned: Array<string>
	lessons: Array<Lesson>
	quiz: Quiz | null
	/** Path of its index.mdx from the root of the project. */
	file: string
}

export type Lesson = {
	number: number
	/** Unique in the whole course: progress is kept under it, so renumbering loses nothing. */
	slug: string
	title: string
	summary: string
	section: string
	minutes: number
	objectives: Array<string>
	/** Day of the last check against the AWS documentation, as YYYY-MM-DD. */
	verified: string
	/** Id of the lab that goes with it. */
	lab?: string
	sources: Array<{ title: string; url: string }>
	/** What one may point at in its text. */
	headings: Array<Heading>
	/** Questions asked at the end of the page, answered on the spot. */
	checks: Array<Check>
	file: string
}

/** A heading of a text; `id` is its anchor. */
export type Heading = { id: string; title: string }

/** A block of a lesson that can be tried in the free sandbox. */
export type Example = {
	/** `<slug of the lesson>/<place among its examples>` */
	id: string
	lesson: string
	title: string
	language: string
	code: string
	/** What it needs in the home directory, by name. */
	files: Record<string, string>
	/** What is typed. */
	commands: Array<string>
	/** What the lesson's earlier examples type, since one follows from another. */
	before: Array<string>
}

export type Quiz = { title: string; questions: Array<Question> }

export type Check = {
	id: string
	prompt: string
	type: 'single' | 'multiple'
	choices: Array<Choice>
}

/** A question of a quiz; `lesson` is the slug of the lesson, of the same part, that answers it. */
export type Question = Check & { lesson: string }

export type Choice = { text: string; correct: boolean; explanation: string }

/** « Partie 3 », or « Annexes » for the part that stands behind the course. */
export function partName({ number, slug }: { number: number; slug: string }): string {
	return isAnnex({ slug }) ? 'Annexes' : `Partie ${number}`
}

/** Whether a part stands behind the course instead of having a number in it. */
export function isAnnex({ slug }: { slug: string }): boolean {
	return slug === 'annexes'
}

/** The address of a part, of one of its lessons, or of its quiz. */
export function coursePath(part: { slug: string }, page?: { slug: string } | 'quiz'): string {
	if (!page) return `/cours/${part.slug}`
	return `/cours/${part.slug}/${page === 'quiz' ? 'quiz' : page.slug}`
}

/** The reading time of a part, in minutes. */
export function readingMinutes(part: Part): number {
	return part.lessons.reduce((total, lesson) => total + lesson.minutes, 0)
}
