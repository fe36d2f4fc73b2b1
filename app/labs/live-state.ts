import type { PipelineDiagram } from '#app/ui/pipeline/pipeline-diagram.ts'

/** What the lab page shows of a world, and hears again at every change. */
export interface LiveState {
	/** The generation and the seq that this state is of. */
	generation: number
	seq: number
	/** Virtual time, epoch milliseconds, and virtual seconds for each real one. */
	virtualNow: number
	speed: number
	pipelines: Array<PipelineDiagram>
	journal: Array<JournalRow>
	/** Whether a call has come from the learner's own machine. */
	remoteCallAt: string | null
	usage: Array<Usage>
}

/** What a sandbox holds of one thing, and what it may hold: bytes of contents and journals, else a number. */
export interface Usage {
	what: 'content' | 'allContent' | 'resources' | 'entries' | 'journal'
	used: number
	limit: number
}

/** One line of the journal as the page lists it. */
export interface JournalRow {
	key: string
	/** Virtual time, ISO 8601. */
	at: string
	who: string
	what: string
	/** Null when it succeeded. */
	refusal: { code: string; message: string; missing: string | null } | null
}
