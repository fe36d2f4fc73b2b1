import { AwsError } from '../../aws-error.ts'

// AWS publishes no texts of CodeCommit's refusals beyond the documentation of their shapes, which is what stands
// here (botocore, codecommit/2015-04-13/service-2.json); three real ones are known and stand where they are thrown.

const TEXTS = {
	ApprovalRuleContentRequiredException:
		'The content for the approval rule is empty. You must provide some content for an approval rule. The content cannot be null.',
	ApprovalRuleDoesNotExistException: 'The specified approval rule does not exist.',
	ApprovalRuleNameAlreadyExistsException:
		'An approval rule with that name already exists. Approval rule names must be unique within the scope of a pull request.',
	ApprovalRuleNameRequiredException: 'An approval rule name is required, but was not specified.',
	ApprovalRuleTemplateContentRequiredException:
		'The content for the approval rule template is empty. You must provide some content for an approval rule template. The content cannot be null.',
	ApprovalRuleTemplateDoesNotExistException:
		'The specified approval rule template does not exist. Verify that the name is correct and that you are signed in to the Amazon Web Services Region where the template was created, and then try again.',
	ApprovalRuleTemplateInUseException:
		'The approval rule template is associated with one or more repositories. You cannot delete a template that is associated with a repository. Remove all associations, and then try again.',
	ApprovalRuleTemplateNameAlreadyExistsException:
		'You cannot create an approval rule template with that name because a template with that name already exists in this Amazon Web Services Region for your Amazon Web Services account. Approval rule template names must be unique.',
	ApprovalRuleTemplateNameRequiredException:
		'An approval rule template name is required, but was not specified.',
	ApprovalStateRequiredException: 'An approval state is required, but was not specified.',
	BeforeCommitIdAndAfterCommitIdAreSameException:
		'The before commit ID and the after commit ID are the same, which is not valid. The before commit ID and the after commit ID must be different commit IDs.',
	BlobIdDoesNotExistException: 'The specified blob does not exist.',
	BlobIdRequiredException: 'A blob ID is required, but was not specified.',
	BranchDoesNotExistException: 'The specified branch does not exist.',
	BranchNameExistsException:
		'Cannot create the branch with the specified name because the commit conflicts with an existing branch with the same name. Branch names must be unique.',
	BranchNameIsTagNameException:
		'The specified branch name is not valid because it is a tag name. Enter the name of a branch in the repository. For a list of valid branch names, use ListBranches.',
	BranchNameRequiredException: 'A branch name is required, but was not specified.',
	CannotDeleteApprovalRuleFromTemplateException:
		'The approval rule cannot be deleted from the pull request because it was created by an approval rule template and applied to the pull request automatically.',
	CannotModifyApprovalRuleFromTemplateException:
		'The approval rule cannot be modified for the pull request because it was created by an approval rule template and applied to the pull request automatically.',
	CommentContentRequiredException:
		'The comment is empty. You must provide some content for a comment. The content cannot be null.',
	CommentContentSizeLimitExceededException:
		'The comment is too large. Comments are limited to 10,240 characters.',
	CommentDeletedException:
		'This comment has already been deleted. You cannot edit or delete a deleted comment.',
	CommentDoesNotExistException:
		'No comment exists with the provided ID. Verify that you have used the correct ID, and then try again.',
	CommentIdRequiredException: 'The comment ID is missing or null. A comment ID is required.',
	CommentNotCreatedByCallerException:
		'You cannot modify or delete this comment. Only comment authors can modify or delete their comments.',
	CommitDoesNotExistException:
		'The specified commit does not exist or no commit was specified, and the specified repository has no default branch.',
	CommitIdDoesNotExistException: 'The specified commit ID does not exist.',
	CommitIdRequiredException: 'A commit ID was not specified.',
	CommitIdsLimitExceededException:
		'The maximum number of allowed commit IDs in a batch request is 100. Verify that your batch requests contains no more than 100 commit IDs, and then try again.',
	CommitIdsListRequiredException:
		'A list of commit IDs is required, but was either not specified or the list was empty.',
	CommitMessageLengthExceededException: 'The commit message is too long. Provide a shorter string.',
	CommitRequiredException: 'A commit was not specified.',
	ConcurrentReferenceUpdateException:
		'The merge cannot be completed because the target branch has been modified. Another user might have modified the target branch while the merge was in progress. Wait a few minutes, and then try again.',
	DefaultBranchCannotBeDeletedException:
		'The specified branch is the default branch for the repository, and cannot be deleted. To delete this branch, you must first set another branch as the default branch.',
	DirectoryNameConflictsWithFileNameException:
		'A file cannot be added to the repository because the specified path name has the same name as a file that already exists in this repository. Either provide a different name for the file, or specify a different path for the file.',
	EncryptionKeyDisabledException: 'The encryption key is disabled.',
	EncryptionKeyInvalidIdException: 'The Key Management Service encryption key is not valid.',
	EncryptionKeyInvalidUsageException:
		'A KMS encryption key was used to try and encrypt or decrypt a repository, but either the repository or the key was not in a valid state to support the operation.',
	EncryptionKeyNotFoundException: 'No encryption key was found.',
	EncryptionKeyUnavailableException: 'The encryption key is not available.',
	FileContentAndSourceFileSpecifiedException:
		'The commit cannot be created because both a source file and file content have been specified for the same file. You cannot provide both. Either specify a source file or provide the file content directly.',
	FileContentRequiredException:
		'The file cannot be added because it is empty. Empty files cannot be added to the repository with this API.',
	FileContentSizeLimitExceededException:
		'The file cannot be added because it is too large. The maximum file size is 6 MB, and the combined file content change size is 7 MB. Consider making these changes using a Git client.',
	FileDoesNotExistException:
		'The specified file does not exist. Verify that you have used the correct file name, full path, and extension.',
	FileEntryRequiredException:
		'The commit cannot be created because no files have been specified as added, updated, or changed (PutFile or DeleteFile) for the commit.',
	FileModeRequiredException:
		'The commit cannot be created because no file mode has been specified. A file mode is required to update mode permissions for a file.',
	FileNameConflictsWithDirectoryNameException:
		'A file cannot be added to the repository because the specified file name has the same name as a directory in this repository. Either provide another name for the file, or add the file in a directory that does not match the file name.',
	FilePathConflictsWithSubmodulePathException:
		'The commit cannot be created because a specified file path points to a submodule. Verify that the destination files have valid file paths that do not point to a submodule.',
	FileTooLargeException:
		'The specified file exceeds the file size limit for CodeCommit. For more information about limits in CodeCommit, see Quotas in the CodeCommit User Guide.',
	FolderDoesNotExistException:
		'The specified folder does not exist. Either the folder name is not correct, or you did not enter the full path to the folder.',
	IdempotencyParameterMismatchException:
		'The client request token is not valid. Either the token is not in a valid format, or the token has been used in a previous request and cannot be reused.',
	InvalidApprovalRuleContentException: 'The content for the approval rule is not valid.',
	InvalidApprovalRuleTemplateContentException: 'The content of the approval rule template is not valid.',
	InvalidApprovalRuleTemplateNameException:
		'The name of the approval rule template is not valid. Template names must be between 1 and 100 valid characters in length. For more information about limits in CodeCommit, see Quotas in the CodeCommit User Guide.',
	InvalidAuthorArnException:
		'The Amazon Resource Name (ARN) is not valid. Make sure that you have provided the full ARN for the author of the pull request, and then try again.',
	InvalidBlobIdException: 'The specified blob is not valid.',
	InvalidBranchNameException: 'The specified reference name is not valid.',
	InvalidClientRequestTokenException: 'The client request token is not valid.',
	InvalidCommentIdException:
		'The comment ID is not in a valid format. Make sure that you have provided the full comment ID.',
	InvalidCommitException: 'The specified commit is not valid.',
	InvalidCommitIdException: 'The specified commit ID is not valid.',
	InvalidConflictResolutionException: 'The specified conflict resolution list is not valid.',
	InvalidContinuationTokenException: 'The specified continuation token is not valid.',
	InvalidEmailException:
		'The specified email address either contains one or more characters that are not allowed, or it exceeds the maximum number of characters allowed for an email address.',
	InvalidFilePositionException:
		'The position is not valid. Make sure that the line number exists in the version of the file you want to comment on.',
	InvalidMaxConflictFilesException:
		'The specified value for the number of conflict files to return is not valid.',
	InvalidMaxMergeHunksException: 'The specified value for the number of merge hunks to return is not valid.',
	InvalidMaxResultsException: 'The specified number of maximum results is not valid.',
	InvalidMergeOptionException:
		'The specified merge option is not valid for this operation. Not all merge strategies are supported for all operations.',
	InvalidParentCommitIdException:
		'The parent commit ID is not valid. The commit ID cannot be empty, and must match the head commit ID for the branch of the repository where you want to add or update a file.',
	InvalidPathException: 'The specified path is not valid.',
	InvalidPullRequestIdException:
		'The pull request ID is not valid. Make sure that you have provided the full ID and that the pull request is in the specified repository, and then try again.',
	InvalidPullRequestStatusUpdateException:
		'The pull request status update is not valid. The only valid update is from OPEN to CLOSED.',
	InvalidReactionValueException:
		'The value of the reaction is not valid. For more information, see the CodeCommit User Guide.',
	InvalidReferenceNameException:
		'The specified reference name format is not valid. Reference names must conform to the Git references format (for example, refs/heads/main). For more information, see Git Internals - Git References or consult your Git documentation.',
	InvalidReplacementContentException:
		'Automerge was specified for resolving the conflict, but the replacement type is not valid or content is missing.',
	InvalidRepositoryNameException:
		'A specified repository name is not valid. This exception occurs only when a specified repository name is not valid. Other exceptions occur when a required repository parameter is missing, or when a specified repository does not exist.',
	InvalidRepositoryTriggerBranchNameException:
		'One or more branch names specified for the trigger is not valid.',
	InvalidRepositoryTriggerCustomDataException: 'The custom data provided for the trigger is not valid.',
	InvalidRepositoryTriggerDestinationArnException:
		'The Amazon Resource Name (ARN) for the trigger is not valid for the specified destination. The most common reason for this error is that the ARN does not meet the requirements for the service type.',
	InvalidRepositoryTriggerEventsException:
		'One or more events specified for the trigger is not valid. Check to make sure that all events specified match the requirements for allowed events.',
	InvalidRepositoryTriggerNameException: 'The name of the trigger is not valid.',
	InvalidRepositoryTriggerRegionException:
		'The Amazon Web Services Region for the trigger target does not match the Amazon Web Services Region for the repository. Triggers must be created in the same Amazon Web Services Region as the target for the trigger.',
	InvalidResourceArnException:
		'The value for the resource ARN is not valid. For more information about resources in CodeCommit, see CodeCommit Resources and Operations in the CodeCommit User Guide.',
	InvalidRevisionIdException: 'The revision ID is not valid. Use GetPullRequest to determine the value.',
	InvalidRuleContentSha256Exception: 'The SHA-256 hash signature for the rule content is not valid.',
	InvalidSystemTagUsageException: 'The specified tag is not valid. Key names cannot be prefixed with aws:.',
	InvalidTargetBranchException: 'The specified target branch is not valid.',
	InvalidTargetsException:
		'The targets for the pull request is not valid or not in a valid format. Targets are a list of target objects. Each target object must contain the full values for the repository name, source branch, and destination branch for a pull request.',
	ManualMergeRequiredException:
		'The pull request cannot be merged automatically into the destination branch. You must manually merge the branches and resolve any conflicts.',
	MaximumBranchesExceededException: 'The number of branches for the trigger was exceeded.',
	MaximumConflictResolutionEntriesExceededException:
		'The number of allowed conflict resolution entries was exceeded.',
	MaximumFileEntriesExceededException:
		'The number of specified files to change as part of this commit exceeds the maximum number of files that can be changed in a single commit. Consider using a Git client for these changes.',
	MaximumItemsToCompareExceededException:
		'The number of items to compare between the source or destination branches and the merge base has exceeded the maximum allowed.',
	MaximumNumberOfApprovalsExceededException:
		'The number of approvals required for the approval rule exceeds the maximum number allowed.',
	MaximumOpenPullRequestsExceededException:
		'You cannot create the pull request because the repository has too many open pull requests. The maximum number of open pull requests for a repository is 1,000. Close one or more open pull requests, and then try again.',
	MaximumRepositoryNamesExceededException:
		'The maximum number of allowed repository names was exceeded. Currently, this number is 100.',
	MaximumRepositoryTriggersExceededException:
		'The number of triggers allowed for the repository was exceeded.',
	MaximumRuleTemplatesAssociatedWithRepositoryException:
		'The maximum number of approval rule templates for a repository has been exceeded. You cannot associate more than 25 approval rule templates with a repository.',
	MergeOptionRequiredException: 'A merge option or stategy is required, and none was provided.',
	MultipleConflictResolutionEntriesException:
		'More than one conflict resolution entries exists for the conflict. A conflict can have only one conflict resolution entry.',
	MultipleRepositoriesInPullRequestException:
		'You cannot include more than one repository in a pull request. Make sure you have specified only one repository name in your request, and then try again.',
	NameLengthExceededException:
		'The user name is not valid because it has exceeded the character limit for author names.',
	NoChangeException:
		'The commit cannot be created because no changes will be made to the repository as a result of this commit. A commit must contain at least one change.',
	NumberOfRuleTemplatesExceededException:
		'The maximum number of approval rule templates has been exceeded for this Amazon Web Services Region.',
	NumberOfRulesExceededException:
		'The approval rule cannot be added. The pull request has the maximum number of approval rules associated with it.',
	OverrideAlreadySetException: 'The pull request has already had its approval rules set to override.',
	OverrideStatusRequiredException:
		'An override status is required, but no value was provided. Valid values include OVERRIDE and REVOKE.',
	ParentCommitDoesNotExistException:
		'The parent commit ID is not valid because it does not exist. The specified parent commit ID does not exist in the specified branch of the repository.',
	ParentCommitIdOutdatedException:
		'The file could not be added because the provided parent commit ID is not the current tip of the specified branch. To view the full commit ID of the current head of the branch, use GetBranch.',
	ParentCommitIdRequiredException:
		'A parent commit ID is required. To view the full commit ID of a branch in a repository, use GetBranch or a Git command (for example, git pull or git log).',
	PathDoesNotExistException: 'The specified path does not exist.',
	PathRequiredException: 'The folderPath for a location cannot be null.',
	PullRequestAlreadyClosedException:
		'The pull request status cannot be updated because it is already closed.',
	PullRequestApprovalRulesNotSatisfiedException:
		'The pull request cannot be merged because one or more approval rules applied to the pull request have conditions that have not been met.',
	PullRequestCannotBeApprovedByAuthorException:
		'The approval cannot be applied because the user approving the pull request matches the user who created the pull request. You cannot approve a pull request that you created.',
	PullRequestDoesNotExistException:
		'The pull request ID could not be found. Make sure that you have specified the correct repository name and pull request ID, and then try again.',
	PullRequestIdRequiredException: 'A pull request ID is required, but none was provided.',
	PullRequestStatusRequiredException: 'A pull request status is required, but none was provided.',
	PutFileEntryConflictException:
		'The commit cannot be created because one or more files specified in the commit reference both a file and a folder.',
	ReactionValueRequiredException: 'A reaction value is required.',
	ReferenceDoesNotExistException:
		'The specified reference does not exist. You must provide a full commit ID.',
	ReferenceNameRequiredException: 'A reference name is required, but none was provided.',
	ReferenceTypeNotSupportedException: 'The specified reference is not a supported type.',
	ReplacementContentRequiredException:
		'USE_NEW_CONTENT was specified, but no replacement content has been provided.',
	ReplacementTypeRequiredException: 'A replacement type is required.',
	RepositoryDoesNotExistException: 'The specified repository does not exist.',
	RepositoryLimitExceededException: 'A repository resource limit was exceeded.',
	RepositoryNameExistsException: 'The specified repository name already exists.',
	RepositoryNameRequiredException: 'A repository name is required, but was not specified.',
	RepositoryNamesRequiredException: 'At least one repository name object is required, but was not specified.',
	RepositoryNotAssociatedWithPullRequestException:
		'The repository does not contain any pull requests with that pull request ID. Use GetPullRequest to verify the correct repository name for the pull request ID.',
	RepositoryTriggerDestinationArnRequiredException:
		'A destination ARN for the target service for the trigger is required, but was not specified.',
	RepositoryTriggerEventsListRequiredException:
		'At least one event for the trigger is required, but was not specified.',
	RepositoryTriggerNameRequiredException: 'A name for the trigger is required, but was not specified.',
	ResourceArnRequiredException:
		'A valid Amazon Resource Name (ARN) for an CodeCommit resource is required. For a list of valid resources in CodeCommit, see CodeCommit Resources and Operations in the CodeCommit User Guide.',
	RevisionIdRequiredException: 'A revision ID is required, but was not provided.',
	RevisionNotCurrentException:
		'The revision ID provided in the request does not match the current revision ID. Use GetPullRequest to retrieve the current revision ID.',
	SameFileContentException:
		'The file was not added or updated because the content of the file is exactly the same as the content of that file in the repository and branch that you specified.',
	SamePathRequestException:
		'The commit cannot be created because one or more changes in this commit duplicate actions in the same file path. For example, you cannot make the same delete request to the same file in the same file path twice, or make a delete request and a move request to the same file as part of the same commit.',
	SourceAndDestinationAreSameException:
		'The source branch and destination branch for the pull request are the same. You must specify different branches for the source and destination.',
	SourceFileOrContentRequiredException:
		'The commit cannot be created because no source files or file content have been specified for the commit.',
	TargetsRequiredException: 'An array of target objects is required. It cannot be empty or null.',
	TipOfSourceReferenceIsDifferentException:
		'The tip of the source branch in the destination repository does not match the tip of the source branch specified in your request. The pull request might have been updated. Make sure that you have the latest changes.',
	TipsDivergenceExceededException:
		'The divergence between the tips of the provided commit specifiers is too great to determine whether there might be any merge conflicts. Locally compare the specifiers using git diff or a diff tool.',
	TitleRequiredException: 'A pull request title is required. It cannot be empty or null.',
	TooManyTagsException: 'The maximum number of tags for an CodeCommit resource has been exceeded.',
} as const

/** A refusal of CodeCommit's. */
export type Refusal = keyof typeof TEXTS

/** A refusal in the words of its documentation, unless others are known. All are HTTP 400. */
export function refuse(code: Refusal, text: string = TEXTS[code]): AwsError {
	return new AwsError(code, text)
}

/** The words that a refusal has where it is told in a list. */
export function textOf(code: Refusal): string {
	return TEXTS[code]
}
