import type { LogLine } from '#labs/aws/services/codebuild/build-work.ts'
import type { Surroundings } from '../surroundings.ts'

/** What stands in a log for a value that it may not show. */
const MASK = '***'
/** Access key ids are never shown: https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html */
const ACCESS_KEY = /\b(AKIA|ASIA)[A-Z2-7]{16}\b/g

/** The lines of a build, with what is secret masked. */
export class BuildLog {
	readonly lines: Array<LogLine> = []
	readonly #surroundings: Surroundings
	readonly #secrets: ReadonlyArray<string>

	constructor(surroundings: Surroundings, secrets: ReadonlyArray<string>) {
		this.#surroundings = surroundings
		this.#secrets = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length)
	}

	mask(text: string): string {
		const masked = this.#secrets.reduce((sum, secret) => sum.replaceAll(secret, MASK), text)
		return masked.replaceAll(ACCESS_KEY, MASK)
	}

	/** A line of CodeBuild's own. */
	note(text: string): void {
		const time = new Date(this.#surroundings.now()).toISOString().replaceAll('-', '/').replace('T', ' ')
		this.#add(`[Container] ${time.replace('Z', '000')} ${text}\n`)
	}

	/** What a command wrote, line by line. */
	output(text: string): void {
		for (const line of text.split(/(?<=\n)/))
			if (line !== '') this.#add(line.endsWith('\n') ? line : `${line}\n`)
	}

	#add(text: string): void {
		this.lines.push({ at: this.#surroundings.now(), text: this.mask(text) })
	}
}
