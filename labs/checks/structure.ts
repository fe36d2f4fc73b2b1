import {
	type ActionDeclaration,
	GetPipelineCommand,
	type PipelineDeclaration,
	PipelineNotFoundException,
} from '@aws-sdk/client-codepipeline'
import type { Clients } from './clients.ts'

/** A pipeline's structure, or undefined when there is none by that name. */
export async function findPipeline(
	{ codepipeline }: Clients,
	name: string,
): Promise<PipelineDeclaration | undefined> {
	try {
		const { pipeline } = await codepipeline.send(new GetPipelineCommand({ name }))
		return pipeline
	} catch (error) {
		if (error instanceof PipelineNotFoundException) return
		throw error
	}
}

/** The actions of one category and provider, whatever they are called. */
export function actionsOf(
	pipeline: PipelineDeclaration,
	category: string,
	provider: string,
): Array<ActionDeclaration> {
	return (pipeline.stages ?? [])
		.flatMap((stage) => stage.actions ?? [])
		.filter(({ actionTypeId }) => actionTypeId?.category === category && actionTypeId.provider === provider)
}

/** Where a pipeline takes its archive from: the S3 source's bucket and key. */
export function sourceOf(pipeline: PipelineDeclaration): { bucket: string; key: string } | undefined {
	const { S3Bucket: bucket, S3ObjectKey: key } = actionsOf(pipeline, 'Source', 'S3')[0]?.configuration ?? {}
	if (bucket && key) return { bucket, key }
}

/** The name of a role from its ARN, its path left out. */
export function roleNameOf(arn = ''): string {
	return arn.split('/').at(-1) ?? ''
}
