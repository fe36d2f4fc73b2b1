import { AwsError } from '../../../aws-error.ts'
import type { ParsedRequest } from '../../../wire/protocols/message.ts'

/** A form with its file, as browsers and `requests` send it. */
export interface UploadForm {
	/** By lower-case name, those before the file; S3 passes over what comes after it. */
	fields: Readonly<Record<string, string>>
	file: Uint8Array
}

/** The fields of a form and its file. Throws AwsError, in S3's words, for what is not such a form. */
export async function readForm({ headers, body }: ParsedRequest): Promise<UploadForm> {
	const type = headers['content-type'] ?? ''
	const form = await new Response(Buffer.from(body), { headers: { 'content-type': type } })
		.formData()
		.catch(() => {
			const message = 'The body of your POST request is not well-formed multipart/form-data.'
			throw new AwsError('MalformedPOSTRequest', message, 400)
		})
	const fields: Record<string, string> = {}
	for (const [name, value] of form) {
		if (name.toLowerCase() === 'file')
			return { fields: withFileName(fields, value), file: await bytesOf(value) }
		if (typeof value === 'string') fields[name.toLowerCase()] = value
	}
	const message = 'POST requires exactly one file upload per request.'
	throw new AwsError('InvalidArgument', message, 400, { ArgumentName: 'file', ArgumentValue: '0' })
}

/** A key may ask for the name of the file. */
function withFileName(fields: Readonly<Record<string, string>>, file: string | File) {
	if (typeof file === 'string' || fields.key === undefined) return fields
	return { ...fields, key: fields.key.replace(/\$\{filename\}/g, () => file.name) }
}

async function bytesOf(file: string | File): Promise<Uint8Array> {
	return typeof file === 'string' ? Buffer.from(file, 'utf8') : new Uint8Array(await file.arrayBuffer())
}

/** A field that there must be. */
export function requireField(fields: Readonly<Record<string, string>>, name: string): string {
	const value = fields[name.toLowerCase()]
	if (value !== undefined) return value
	const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`
	throw new AwsError('InvalidArgument', message, 400, { ArgumentName: name })
}
