import { zipSync } from 'fflate'
import { AwsError } from '../../../aws-error.ts'
import { ActionFailure, type ActionProvider, type ActionRun, type Progress, settleFailure } from './action.ts'
import { actionRole } from './roles.ts'
import { putSourceArtifact } from './source-artifact.ts'

// https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECR.html

/** Virtual time that fetching takes, milliseconds. */
const TAKES = 2_000
/** So that one image makes one artifact, byte by byte. */
const DATED = Date.UTC(1980, 0, 2)

/** Takes what an image's tag names, or the image that the start names, as a zip that tells of it. */
export const ecrSource: ActionProvider = {
	start: ({ call }) => ({ state: 'pending', until: call.now + TAKES }),
	resume: (run) => settleFailure(() => fetchImage(run)),
	entityUrl: ({ RepositoryName = '' }, region) => consoleUrl(region, RepositoryName),
}

interface ImageDetail {
	registryId: string
	imageDigest: string
	imageTags?: ReadonlyArray<string>
	imageSizeInBytes: number
	imagePushedAt: Date
}

async function fetchImage(run: ActionRun): Promise<Progress> {
	const { call, attempt, declaration } = run
	const { RepositoryName = '', ImageTag = 'latest' } = attempt.configuration
	const image = await describeImage(run, RepositoryName, ImageTag)
	const { region } = call.scope
	const host = `${image.registryId}.dkr.ecr.${region}.amazonaws.com`
	const ImageURI = `${host}/${RepositoryName}@${image.imageDigest}`
	const detail = {
		ImageSizeInBytes: String(image.imageSizeInBytes),
		ImageDigest: image.imageDigest,
		Version: '1.0',
		ImagePushedAt: image.imagePushedAt.toUTCString(),
		RegistryId: image.registryId,
		RepositoryName,
		ImageURI,
		ImageTags: image.imageTags ?? [],
	}
	const files = { 'imageDetail.json': Buffer.from(JSON.stringify(detail)) }
	const output = await putSourceArtifact(run, zipSync(files, { mtime: DATED }), 'application/zip')
	return {
		state: 'settled',
		status: 'Succeeded',
		summary: ImageURI,
		externalExecutionId: image.imageDigest,
		outputs: [output],
		outputVariables: {
			RegistryId: image.registryId,
			RepositoryName,
			ImageTag,
			ImageDigest: image.imageDigest,
			ImageURI,
		},
		revision: {
			actionName: declaration.name ?? '',
			name: output.name,
			revisionId: image.imageDigest,
			revisionChangeIdentifier: image.imageDigest,
			revisionSummary: ImageURI,
			revisionUrl: consoleUrl(region, RepositoryName),
			createdAt: image.imagePushedAt.getTime(),
		},
	}
}

async function describeImage(run: ActionRun, repositoryName: string, imageTag: string): Promise<ImageDetail> {
	const { call, execution, declaration } = run
	const override = execution.overrides.find(
		({ actionName, revisionType }) => actionName === declaration.name && revisionType === 'IMAGE_DIGEST',
	)
	const imageId = override ? { imageDigest: override.revisionValue } : { imageTag }
	try {
		const { imageDetails } = await call.invoke<{ imageDetails: [ImageDetail] }>(
			actionRole(run),
			'ecr',
			'DescribeImages',
			{ repositoryName, imageIds: [imageId] },
		)
		return imageDetails[0]
	} catch (error) {
		if (!(error instanceof AwsError)) throw error
		const code = error.code === 'AccessDeniedException' ? 'PermissionError' : 'ConfigurationError'
		throw new ActionFailure(code, error.message)
	}
}

function consoleUrl(region: string, repositoryName: string): string {
	return `https://${region}.console.aws.amazon.com/ecr/repositories/private/${repositoryName}?region=${region}`
}
