import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import {
	ARCHIVE,
	ARTIFACT_BUCKET,
	PIPELINE,
	ROLE_ARN,
	SOURCE_BUCKET,
	STAGING_BUCKET,
	WEB_BUCKET,
} from './names.ts'

/** The artifact that goes through the pipeline. */
const ARTIFACT = 'SourceOutput'

function deploy(name: string, BucketName: string): ActionDeclaration {
	return {
		name,
		actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'S3', version: '1' },
		runOrder: 1,
		configuration: { BucketName, Extract: 'true' },
		inputArtifacts: [{ name: ARTIFACT }],
	}
}

function review(CustomData?: string): ActionDeclaration {
	return {
		name: 'Relire',
		actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
		runOrder: 2,
		...(CustomData && { configuration: { CustomData } }),
	}
}

/** What somebody reads over goes to the site; `request` is what the reviewer is told. */
export function siteDemo(request?: string): PipelineDeclaration {
	const stages: Array<StageDeclaration> = [
		{
			name: 'Source',
			actions: [
				{
					name: 'Archive',
					actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
					runOrder: 1,
					configuration: {
						S3Bucket: SOURCE_BUCKET,
						S3ObjectKey: ARCHIVE,
						PollForSourceChanges: 'false',
					},
					outputArtifacts: [{ name: ARTIFACT }],
				},
			],
		},
		{ name: 'Recette', actions: [deploy('PublierEnRecette', STAGING_BUCKET), review(request)] },
		{ name: 'Production', actions: [deploy('PublierLeSite', WEB_BUCKET)] },
	]
	return {
		name: PIPELINE,
		roleArn: ROLE_ARN,
		artifactStore: { type: 'S3', location: ARTIFACT_BUCKET },
		stages,
		pipelineType: 'V2',
		executionMode: 'SUPERSEDED',
	}
}
