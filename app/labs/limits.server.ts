import { env } from '#app/platform/env.server.ts'

const MEBIBYTE = 1024 * 1024

/** What sandboxes may hold; docs/security.md has the same table for people. */
export const limits = {
	/** Bytes of blobs: of one sandbox, of all of a learner's, of all there are. */
	sandboxBytes: env.storage.sandbox,
	learnerBytes: env.storage.learner,
	siteBytes: env.storage.site,
	/** Entries of a generation, and their bytes; past either, time stands still until a reset. */
	entries: 20_000,
	journalBytes: 64 * MEBIBYTE,
	/** Documents of a world: buckets, objects, roles, executions and all else. */
	documents: 20_000,
	/** Runs of a lab's checks that are kept, besides the first success. */
	checkRuns: 50,
	/** Observations of a world that are kept; up to twice as many before the oldest go. */
	observations: 1_000,
	/** Bytes of an observation that keeps its request; past them the request is left out. */
	observationBytes: 16 * 1024,
	/** Observations of the process that wait to be written; more are not kept. */
	waitingObservations: 10_000,
}
