import type {
	DescribeImageScanFindingsRequest,
	ImageIdentifier,
	ImageScanFinding,
	PutImageScanningConfigurationRequest,
	StartImageScanRequest,
} from '@aws-sdk/client-ecr'
import { AwsError } from '../../../aws-error.ts'
import { operation } from '../../../service.ts'
import { type OfRepository, onRepository, requireRepository } from '../arns.ts'
import { knownFindings, repositories } from '../collections.ts'
import { scanNotFound } from '../ecr-error.ts'
import { severityCounts } from '../images/events.ts'
import { requireImage } from '../images/store.ts'
import { pageOf } from '../pages.ts'
import { startScan } from './run-scan.ts'

/** A basic scan of one image by hand, at most: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html */
const ONCE_IN = 86_400_000

export const putImageScanningConfiguration = operation<PutImageScanningConfigurationRequest, object>({
	access: onRepository('PutImageScanningConfiguration'),
	run({ imageScanningConfiguration, ...input }, call) {
		const { repository, scope } = requireRepository(call, input)
		const { scanOnPush = false } = imageScanningConfiguration ?? {}
		call.world.put(repositories, scope, repository.name, { ...repository, scanOnPush })
		const told = { registryId: scope.account, repositoryName: repository.name }
		return { ...told, imageScanningConfiguration: { scanOnPush } }
	},
})

export const startImageScan = operation<StartImageScanRequest, object>({
	access: onRepository('StartImageScan'),
	run({ imageId = {}, ...input }, call) {
		const place = requireRepository(call, input)
		const image = requireImage(call, place, imageId)
		if (image.scan && call.now - image.scan.startedAt < ONCE_IN)
			// As moto's test has it from AWS.
			throw new AwsError(
				'LimitExceededException',
				'The scan quota per image has been exceeded. Wait and try again.',
			)
		startScan(call, place, image.digest)
		return {
			registryId: place.scope.account,
			repositoryName: place.repository.name,
			imageId: { imageDigest: image.digest, ...(imageId.imageTag && { imageTag: imageId.imageTag }) },
			imageScanStatus: { status: 'IN_PROGRESS' },
		}
	},
})

export const describeImageScanFindings = operation<DescribeImageScanFindingsRequest, object>({
	access: onRepository('DescribeImageScanFindings'),
	run({ imageId = {}, maxResults, nextToken, ...input }, call) {
		const place = requireRepository(call, input)
		const { repository, scope } = place
		const { digest, scan } = requireImage(call, place, imageId)
		if (!scan) throw scanNotFound(imageId, repository.name, scope)
		const told = {
			registryId: scope.account,
			repositoryName: repository.name,
			imageId: { imageDigest: digest, ...(imageId.imageTag && { imageTag: imageId.imageTag }) },
		}
		if (scan.completedAt === undefined) return { ...told, imageScanStatus: { status: 'IN_PROGRESS' } }
		const { page, ...more } = pageOf(scan.findings, { maxResults, nextToken })
		const at = new Date(scan.completedAt)
		return {
			...told,
			imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
			imageScanFindings: {
				imageScanCompletedAt: at,
				vulnerabilitySourceUpdatedAt: at,
				findings: page,
				findingSeverityCounts: severityCounts(scan.findings),
			},
			...more,
		}
	},
})

interface FindingsInput extends OfRepository {
	imageId?: ImageIdentifier
	findings?: ReadonlyArray<ImageScanFinding>
}

/** Says what the next scan of an image finds: labs arrange it, and AWS has no such operation. */
export const putImageScanFindings = operation<FindingsInput, object>({
	access: onRepository('PutImageScanFindings'),
	run({ imageId = {}, findings = [], ...input }, call) {
		const place = requireRepository(call, input)
		const { digest } = requireImage(call, place, imageId)
		call.world.put(knownFindings, place.scope, digest, { findings })
		return {}
	},
})
