/** Home directory of the learner in every lab; files elsewhere do not outlive a command. */
export const HOME = '/home/apprenant'

/** A file's bytes in base64, since sessions cross a process boundary. By absolute path. */
export type SessionFiles = Readonly<Record<string, string>>

/** What one command line starts from. */
export interface CommandRequest {
	id: number
	line: string
	cwd: string
	env: Readonly<Record<string, string>>
	files: SessionFiles
	/** Address of the emulator, the only one that a command may reach. */
	endpoint: string
	/** Real milliseconds after which the command is stopped. */
	timeoutMs: number
}

/** What one command line leaves behind. */
export interface CommandResult {
	id: number
	stdout: string
	stderr: string
	exitCode: number
	cwd: string
	env: Readonly<Record<string, string>>
	/** Files of the home directory that are new or changed. */
	written: SessionFiles
	/** Paths of the home directory that are gone. */
	removed: ReadonlyArray<string>
}
