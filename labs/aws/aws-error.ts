/**
 * A refusal in AWS's own words. Services throw it; the protocol of the call
 * turns it into bytes. Anything else that is thrown is our own bug and becomes
 * an InternalFailure (HTTP 500).
 */
export class AwsError extends Error {
	override readonly name = 'AwsError'
	/** The code on the wire, e.g. `PipelineNotFoundException`. */
	readonly code: string
	/** HTTP status; the model's own status for a modelled error wins. */
	readonly status: number
	/** Further members of the error's shape (S3: `BucketName`, `Key`, …). */
	readonly fields: Readonly<Record<string, unknown>>
	/** Headers of the answer, by lower-case name, where its protocol has them (S3). */
	readonly headers: Readonly<Record<string, string>>

	constructor(
		code: string,
		message: string,
		status = 400,
		fields: Record<string, unknown> = {},
		headers: Record<string, string> = {},
	) {
		super(message)
		this.code = code
		this.status = status
		this.fields = fields
		this.headers = headers
	}
}
