import type { WebService } from '../../wire/face.ts'
import { batchDeleteImage } from './images/delete-images.ts'
import { putImage } from './images/put-image.ts'
import { batchGetImage, describeImages, listImages } from './images/read-images.ts'
import { batchCheckLayerAvailability, getLayer } from './layers/availability.ts'
import { completeLayerUpload, forgetUpload, initiateLayerUpload, uploadLayerPart } from './layers/uploads.ts'
import {
	deleteLifecyclePolicy,
	getLifecyclePolicy,
	getLifecyclePolicyPreview,
	putLifecyclePolicy,
	startLifecyclePolicyPreview,
} from './lifecycle/policies.ts'
import { applyLifecycle } from './lifecycle/schedule.ts'
import { describeRegistry, getAuthorizationToken } from './registry/authorization.ts'
import { deleteRegistryPolicy, getRegistryPolicy, putRegistryPolicy } from './registry/registry-policy.ts'
import { putImageTagMutability } from './repositories/mutability.ts'
import { createRepository, deleteRepository, describeRepositories } from './repositories/repositories.ts'
import {
	deleteRepositoryPolicy,
	getRepositoryPolicy,
	setRepositoryPolicy,
} from './repositories/repository-policy.ts'
import { listTagsForResource, tagResource, untagResource } from './repositories/tags.ts'
import { endScan } from './scans/run-scan.ts'
import {
	describeImageScanFindings,
	putImageScanFindings,
	putImageScanningConfiguration,
	startImageScan,
} from './scans/scans.ts'
import { registryFace } from './web/face.ts'

/** Amazon ECR: repositories of container images. */
export const ecr: WebService = {
	name: 'ecr',
	operations: {
		BatchCheckLayerAvailability: batchCheckLayerAvailability,
		BatchDeleteImage: batchDeleteImage,
		BatchGetImage: batchGetImage,
		CompleteLayerUpload: completeLayerUpload,
		CreateRepository: createRepository,
		DeleteLifecyclePolicy: deleteLifecyclePolicy,
		DeleteRegistryPolicy: deleteRegistryPolicy,
		DeleteRepository: deleteRepository,
		DeleteRepositoryPolicy: deleteRepositoryPolicy,
		DescribeImageScanFindings: describeImageScanFindings,
		DescribeImages: describeImages,
		DescribeRegistry: describeRegistry,
		DescribeRepositories: describeRepositories,
		GetAuthorizationToken: getAuthorizationToken,
		GetLifecyclePolicy: getLifecyclePolicy,
		GetLifecyclePolicyPreview: getLifecyclePolicyPreview,
		GetRegistryPolicy: getRegistryPolicy,
		GetRepositoryPolicy: getRepositoryPolicy,
		InitiateLayerUpload: initiateLayerUpload,
		ListImages: listImages,
		ListTagsForResource: listTagsForResource,
		PutImage: putImage,
		PutImageScanningConfiguration: putImageScanningConfiguration,
		PutImageTagMutability: putImageTagMutability,
		PutLifecyclePolicy: putLifecyclePolicy,
		PutRegistryPolicy: putRegistryPolicy,
		SetRepositoryPolicy: setRepositoryPolicy,
		StartImageScan: startImageScan,
		StartLifecyclePolicyPreview: startLifecyclePolicyPreview,
		TagResource: tagResource,
		UntagResource: untagResource,
		UploadLayerPart: uploadLayerPart,
	},
	internal: { GetLayer: getLayer, PutImageScanFindings: putImageScanFindings },
	face: registryFace,
	secrets: new Set(['authorizationToken']),
	async step(subject, call) {
		const [kind, first = '', second = ''] = subject.split('|')
		if (kind === 'lifecycle') await applyLifecycle(call, first)
		else if (kind === 'scan') endScan(call, first, second)
		else if (kind === 'upload') forgetUpload(call, first)
	},
}
