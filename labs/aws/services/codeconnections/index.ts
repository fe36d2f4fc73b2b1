import type { WebService } from '../../wire/face.ts'
import {
	createConnection,
	deleteConnection,
	getConnection,
	listConnections,
} from './connections/connections.ts'
import { getInstallationUrl, registerAppCode, updateConnectionInstallation } from './connections/handshake.ts'
import { createHost, deleteHost, getHost, listHosts, updateHost } from './connections/hosts.ts'
import { listTagsForResource, tagResource, untagResource } from './connections/tags.ts'
import { noticePullRequest, noticeReferences, tellConnections } from './providers/git-events.ts'
import {
	closeProviderPullRequest,
	mergeProviderPullRequest,
	openProviderPullRequest,
} from './providers/pull-requests.ts'
import { createProviderRepository, pushProviderFiles, pushProviderTag } from './providers/repositories.ts'
import { gitPull, listBranchCommits, startUploadArchive } from './providers/source.ts'
import { providerFace } from './web/face.ts'

const operations: WebService['operations'] = {
	CreateConnection: createConnection,
	CreateHost: createHost,
	DeleteConnection: deleteConnection,
	DeleteHost: deleteHost,
	GetConnection: getConnection,
	GetHost: getHost,
	ListConnections: listConnections,
	ListHosts: listHosts,
	ListTagsForResource: listTagsForResource,
	TagResource: tagResource,
	UntagResource: untagResource,
	UpdateHost: updateHost,
}

/** AWS CodeConnections: connections to providers of git repositories, and those providers themselves. */
export const codeconnections: WebService = {
	name: 'codeconnections',
	operations,
	internal: {
		CloseProviderPullRequest: closeProviderPullRequest,
		CreateProviderRepository: createProviderRepository,
		GetInstallationUrl: getInstallationUrl,
		GitPull: gitPull,
		ListBranchCommits: listBranchCommits,
		MergeProviderPullRequest: mergeProviderPullRequest,
		OpenProviderPullRequest: openProviderPullRequest,
		PushProviderFiles: pushProviderFiles,
		PushProviderTag: pushProviderTag,
		RegisterAppCode: registerAppCode,
		StartUploadArchiveToS3: startUploadArchive,
		UpdateConnectionInstallation: updateConnectionInstallation,
	},
	face: providerFace,
	step: tellConnections,
	hears: {
		'codecommit:ReferencesMoved': noticeReferences,
		'codecommit:CreatePullRequest': noticePullRequest('OPEN'),
		'codecommit:PullRequestFollowed': noticePullRequest('UPDATED'),
		'codecommit:UpdatePullRequestStatus': noticePullRequest('CLOSED'),
		'codecommit:MergePullRequestByThreeWay': noticePullRequest('CLOSED'),
		'codecommit:MergePullRequestBySquash': noticePullRequest('CLOSED'),
		'codecommit:MergePullRequestByFastForward': noticePullRequest('CLOSED'),
	},
}

/** The service under the name that it had before: the same connections, by the older API. */
export const codestarConnections: WebService = { name: 'codestar-connections', operations }
