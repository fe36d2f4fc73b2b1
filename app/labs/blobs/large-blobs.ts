/**
 * Where the bytes of large blobs lie, outside the row that names them. The bytes
 * are written before the row, and the row goes before the bytes: a crash between
 * the two leaves bytes without a row, which are collected.
 */
export interface LargeBlobs {
	/** Keeps bytes, durably when it returns. Those that are there are only marked as fresh. */
	write(world: string, sha256: string, bytes: Uint8Array): Promise<void>
	/** The `size` bytes of a name; throws when they are not there, which is a bug. */
	read(world: string, sha256: string, size: number): Promise<Uint8Array>
	/** Names in a world that were last written before a moment. */
	writtenBefore(world: string, moment: Date): Promise<Array<string>>
	/** Removes bytes unless they were written again since a moment. */
	remove(world: string, sha256: string, unlessSince: Date): Promise<void>
	/** Removes all that a world had. */
	removeWorld(world: string): Promise<void>
}
