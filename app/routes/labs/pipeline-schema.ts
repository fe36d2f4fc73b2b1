import { pipelineSchema } from '#labs/aws/wire/json-schema.ts'

/** The JSON schema with which the editor checks a pipeline's definition as it is typed. */
export function loader() {
	return Response.json(pipelineSchema(), { headers: { 'Cache-Control': 'public, max-age=3600' } })
}
