/** Why a build ends before its first command, as its DOWNLOAD_SOURCE phase tells it. */
export class DownloadFailure extends Error {
	override readonly name = 'DownloadFailure'
	readonly statusCode: string

	constructor(statusCode: string, message: string) {
		super(message)
		this.statusCode = statusCode
	}
}
