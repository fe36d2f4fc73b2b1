import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import {
	ARCHIVE,
	ARTIFACT_BUCKET,
	PIPELINE,
	ROLE_ARN,
	SECRET,
	SOURCE_BUCKET,
	TARGETS,
	targetBucket,
} from './names.ts'

const SOURCE = 'SourceOutput'

/** Ten minutes of a test, then its verdict. */
function test(name: string, runOrder: number, ...lines: Array<string>): ActionDeclaration {
	return {
		name,
		actionTypeId: { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' },
		runOrder,
		commands: ['sleep 600', ...lines],
		inputArtifacts: [{ name: SOURCE }],
	}
}

/** Four tests one after the other, ten minutes each; the site goes to one place, always the same. */
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
						outputArtifacts: [{ name: SOURCE }],
					},
				],
			},
			{
				name: 'Test',
				actions: [
					test('Lint', 1, 'test -s index.html'),
					test(
						'Unitaires',
						2,
						"grep -q 'Atelier du papier' index.html",
						'echo conforme > rapport-unitaires.txt',
					),
					test(
						'Securite',
						3,
						`if grep -q ${SECRET} index.html; then exit 1; fi`,
						'echo conforme > rapport-securite.txt',
					),
					test('BoutEnBout', 4, "grep -q '</footer>' index.html"),
				],
			},
			{
				name: 'Publication',
				actions: [
					{
						name: 'PublierLeSite',
						actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'S3', version: '1' },
						runOrder: 1,
						configuration: { BucketName: targetBucket(TARGETS[0]), Extract: 'true' },
						inputArtifacts: [{ name: SOURCE }],
					},
				],
			},
		],
		pipelineType: 'V2',
		executionMode: 'SUPERSEDED',
	}
}
