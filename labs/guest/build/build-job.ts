import type { BuildAnswer, BuildRequest, LogLine } from '#labs/aws/services/codebuild/build-work.ts'

/** A build as a worker takes it: its world's request, with the bytes in it. */
export type BuildJob = Omit<BuildRequest, 'sources'> & {
	sources: ReadonlyArray<{ directory: string; zip?: Uint8Array }>
	/** Where its `aws` reaches the emulator. */
	endpoint?: string
}

/** What a worker brings back. */
export type BuildOutcome = Omit<BuildAnswer, 'artifacts' | 'log'> & {
	log: ReadonlyArray<LogLine>
	artifacts: ReadonlyArray<{ id: string; name?: string; zip: Uint8Array }>
}
