import type { ActionDeclaration, PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import { ARCHIVE, ARTIFACT_BUCKET, PIPELINE, ROLE_ARN, SIGN, SOURCE_BUCKET, WEB_BUCKET } from './names.ts'

const BUILT = 'SiteConstruit'

export function commands(name: string, input: string, lines: Array<string>): ActionDeclaration {
	return {
		name,
		actionTypeId: { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' },
		runOrder: 1,
		commands: lines,
		inputArtifacts: [{ name: input }],
	}
}

/** The stage that the learner is to add, as `etape-test.json` has it. */
export const TEST_STAGE: StageDeclaration = {
	name: 'Test',
	actions: [commands('VerifierLaPage', BUILT, [`grep -q '${SIGN}' index.html`])],
}

/** Three stages; building takes five minutes, which leaves time to stop. */
export function siteDemo(): PipelineDeclaration {
	return {
		name: PIPELINE,
		roleArn: ROLE_ARN,
		artifactStore: { type: 'S3', location: ARTIFACT_BUCKET },
		stages: [
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
						outputArtifacts: [{ name: 'SourceOutput' }],
					},
				],
			},
			{
				name: 'Construction',
				actions: [
					{
						...commands('Construire', 'SourceOutput', ['sleep 300', 'echo construit > construit.txt']),
						outputArtifacts: [{ name: BUILT, files: ['index.html', 'construit.txt'] }],
					},
				],
			},
			{
				name: 'Deploy',
				actions: [
					{
						name: 'PublierLeSite',
						actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'S3', version: '1' },
						runOrder: 1,
						configuration: { BucketName: WEB_BUCKET, Extract: 'true' },
						inputArtifacts: [{ name: BUILT }],
					},
				],
			},
		],
		pipelineType: 'V2',
		executionMode: 'SUPERSEDED',
	}
}
