import type { WebService } from '../../wire/face.ts'
import {
	deleteCommentContent,
	getComment,
	getCommentsForComparedCommit,
	getCommentsForPullRequest,
	updateComment,
} from './comments/comments.ts'
import { postCommentForComparedCommit, postCommentForPullRequest, postCommentReply } from './comments/post.ts'
import { getCommentReactions, putCommentReaction } from './comments/reactions.ts'
import { commitFiles } from './commits/commit-files.ts'
import { createCommit } from './commits/create-commit.ts'
import { getDifferences } from './commits/differences.ts'
import { listFileCommitHistory } from './commits/file-history.ts'
import { deleteFile, putFile } from './commits/put-file.ts'
import { batchGetCommits, getCommit } from './commits/read-commits.ts'
import { getBlob, getFile, getFolder } from './commits/read-files.ts'
import { batchDescribeMergeConflicts, describeMergeConflicts, getMergeConflicts } from './merges/conflicts.ts'
import {
	createUnreferencedMergeCommit,
	getMergeCommit,
	getMergeOptions,
	mergeBranchesByFastForward,
	mergeBranchesBySquash,
	mergeBranchesByThreeWay,
} from './merges/merge-branches.ts'
import {
	evaluatePullRequestApprovalRules,
	getPullRequestApprovalStates,
	getPullRequestOverrideState,
	overridePullRequestApprovalRules,
	updatePullRequestApprovalState,
} from './pull-requests/approvals.ts'
import { createPullRequest } from './pull-requests/create.ts'
import {
	mergePullRequestByFastForward,
	mergePullRequestBySquash,
	mergePullRequestByThreeWay,
} from './pull-requests/merge.ts'
import {
	describePullRequestEvents,
	getPullRequest,
	listPullRequests,
	updatePullRequestDescription,
	updatePullRequestStatus,
	updatePullRequestTitle,
} from './pull-requests/pull-requests.ts'
import {
	createPullRequestApprovalRule,
	deletePullRequestApprovalRule,
	updatePullRequestApprovalRuleContent,
} from './pull-requests/rules.ts'
import {
	associateApprovalRuleTemplateWithRepository,
	batchAssociateApprovalRuleTemplateWithRepositories,
	batchDisassociateApprovalRuleTemplateFromRepositories,
	disassociateApprovalRuleTemplateFromRepository,
	listAssociatedApprovalRuleTemplatesForRepository,
	listRepositoriesForApprovalRuleTemplate,
} from './pull-requests/template-associations.ts'
import {
	createApprovalRuleTemplate,
	deleteApprovalRuleTemplate,
	getApprovalRuleTemplate,
	listApprovalRuleTemplates,
	updateApprovalRuleTemplateContent,
	updateApprovalRuleTemplateDescription,
	updateApprovalRuleTemplateName,
} from './pull-requests/templates.ts'
import { createBranch, deleteBranch, getBranch, listBranches, updateDefaultBranch } from './refs/branches.ts'
import { getRepositoryTriggers, putRepositoryTriggers, testRepositoryTriggers } from './refs/triggers.ts'
import {
	batchGetRepositories,
	createRepository,
	deleteRepository,
	getRepository,
	listRepositories,
	updateRepositoryDescription,
	updateRepositoryEncryptionKey,
	updateRepositoryName,
} from './repositories/repositories.ts'
import { listTagsForResource, tagResource, untagResource } from './repositories/tags.ts'
import { gitClone } from './transport/git-clone.ts'
import { gitPull } from './transport/git-pull.ts'
import { gitPush } from './transport/git-push.ts'
import { getUploadArchiveStatus, uploadArchive } from './transport/upload-archive.ts'
import { codecommitFace } from './web/face.ts'

/** AWS CodeCommit: git repositories behind an API and behind git's own protocol. */
export const codecommit: WebService = {
	name: 'codecommit',
	operations: {
		AssociateApprovalRuleTemplateWithRepository: associateApprovalRuleTemplateWithRepository,
		BatchAssociateApprovalRuleTemplateWithRepositories: batchAssociateApprovalRuleTemplateWithRepositories,
		BatchDescribeMergeConflicts: batchDescribeMergeConflicts,
		BatchDisassociateApprovalRuleTemplateFromRepositories:
			batchDisassociateApprovalRuleTemplateFromRepositories,
		BatchGetCommits: batchGetCommits,
		BatchGetRepositories: batchGetRepositories,
		CreateApprovalRuleTemplate: createApprovalRuleTemplate,
		CreateBranch: createBranch,
		CreateCommit: createCommit,
		CreatePullRequest: createPullRequest,
		CreatePullRequestApprovalRule: createPullRequestApprovalRule,
		CreateRepository: createRepository,
		CreateUnreferencedMergeCommit: createUnreferencedMergeCommit,
		DeleteApprovalRuleTemplate: deleteApprovalRuleTemplate,
		DeleteBranch: deleteBranch,
		DeleteCommentContent: deleteCommentContent,
		DeleteFile: deleteFile,
		DeletePullRequestApprovalRule: deletePullRequestApprovalRule,
		DeleteRepository: deleteRepository,
		DescribeMergeConflicts: describeMergeConflicts,
		DescribePullRequestEvents: describePullRequestEvents,
		DisassociateApprovalRuleTemplateFromRepository: disassociateApprovalRuleTemplateFromRepository,
		EvaluatePullRequestApprovalRules: evaluatePullRequestApprovalRules,
		GetApprovalRuleTemplate: getApprovalRuleTemplate,
		GetBlob: getBlob,
		GetBranch: getBranch,
		GetComment: getComment,
		GetCommentReactions: getCommentReactions,
		GetCommentsForComparedCommit: getCommentsForComparedCommit,
		GetCommentsForPullRequest: getCommentsForPullRequest,
		GetCommit: getCommit,
		GetDifferences: getDifferences,
		GetFile: getFile,
		GetFolder: getFolder,
		GetMergeCommit: getMergeCommit,
		GetMergeConflicts: getMergeConflicts,
		GetMergeOptions: getMergeOptions,
		GetPullRequest: getPullRequest,
		GetPullRequestApprovalStates: getPullRequestApprovalStates,
		GetPullRequestOverrideState: getPullRequestOverrideState,
		GetRepository: getRepository,
		GetRepositoryTriggers: getRepositoryTriggers,
		ListApprovalRuleTemplates: listApprovalRuleTemplates,
		ListAssociatedApprovalRuleTemplatesForRepository: listAssociatedApprovalRuleTemplatesForRepository,
		ListBranches: listBranches,
		ListFileCommitHistory: listFileCommitHistory,
		ListPullRequests: listPullRequests,
		ListRepositories: listRepositories,
		ListRepositoriesForApprovalRuleTemplate: listRepositoriesForApprovalRuleTemplate,
		ListTagsForResource: listTagsForResource,
		MergeBranchesByFastForward: mergeBranchesByFastForward,
		MergeBranchesBySquash: mergeBranchesBySquash,
		MergeBranchesByThreeWay: mergeBranchesByThreeWay,
		MergePullRequestByFastForward: mergePullRequestByFastForward,
		MergePullRequestBySquash: mergePullRequestBySquash,
		MergePullRequestByThreeWay: mergePullRequestByThreeWay,
		OverridePullRequestApprovalRules: overridePullRequestApprovalRules,
		PostCommentForComparedCommit: postCommentForComparedCommit,
		PostCommentForPullRequest: postCommentForPullRequest,
		PostCommentReply: postCommentReply,
		PutCommentReaction: putCommentReaction,
		PutFile: putFile,
		PutRepositoryTriggers: putRepositoryTriggers,
		TagResource: tagResource,
		TestRepositoryTriggers: testRepositoryTriggers,
		UntagResource: untagResource,
		UpdateApprovalRuleTemplateContent: updateApprovalRuleTemplateContent,
		UpdateApprovalRuleTemplateDescription: updateApprovalRuleTemplateDescription,
		UpdateApprovalRuleTemplateName: updateApprovalRuleTemplateName,
		UpdateComment: updateComment,
		UpdateDefaultBranch: updateDefaultBranch,
		UpdatePullRequestApprovalRuleContent: updatePullRequestApprovalRuleContent,
		UpdatePullRequestApprovalState: updatePullRequestApprovalState,
		UpdatePullRequestDescription: updatePullRequestDescription,
		UpdatePullRequestStatus: updatePullRequestStatus,
		UpdatePullRequestTitle: updatePullRequestTitle,
		UpdateRepositoryDescription: updateRepositoryDescription,
		UpdateRepositoryEncryptionKey: updateRepositoryEncryptionKey,
		UpdateRepositoryName: updateRepositoryName,
	},
	internal: {
		CommitFiles: commitFiles,
		GetUploadArchiveStatus: getUploadArchiveStatus,
		GitClone: gitClone,
		GitPull: gitPull,
		GitPush: gitPush,
		UploadArchive: uploadArchive,
	},
	face: codecommitFace,
}
