/** What a world would hold after an entry. */
export interface Holding {
	/** Entries of the journal, this one included. */
	entries: number
	documents: number
	/** Whether the entry adds documents rather than leave or remove some. */
	grows: boolean
}

/** Keeps worlds within what their host lets them hold, in the words of the service that asks. */
export interface Quota {
	/** Throws QuotaExceeded when an entry is one too many. */
	assertEntry(world: string, service: string, holding: Holding): Promise<void>
	/** Throws QuotaExceeded when so many bytes of blobs more are too many. */
	assertBytes(world: string, service: string, bytes: number): Promise<void>
}
