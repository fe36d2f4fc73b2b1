import type {
	PipelineDeclaration,
	PipelineVariable,
	SourceRevisionOverride,
} from '@aws-sdk/client-codepipeline'
import { invalid } from '../codepipeline-error.ts'

// What StartPipelineExecution is given, held against the structure. The words of the refusals of revisions are ours.

/**
 * The values that are given for variables; those that nobody declared are passed over, as radkawar/stackd measured,
 * `internal/services/codepipeline/variables.go`. Throws AwsError for a name that is given twice.
 */
export function givenVariables(
	{ variables: declared = [] }: PipelineDeclaration,
	given: ReadonlyArray<PipelineVariable>,
): Record<string, string> {
	const values = new Map<string, string>()
	for (const { name = '', value = '' } of given) {
		if (values.has(name))
			throw invalid(`Variable names must be unique. The following variable name is already in use: ${name}`)
		values.set(name, value)
	}
	return Object.fromEntries([...values].filter(([name]) => declared.some((one) => one.name === name)))
}

/** The revisions that each source may be started at: API reference of SourceRevisionOverride. */
const REVISION_TYPES: Readonly<Record<string, ReadonlyArray<string | undefined>>> = {
	S3: ['S3_OBJECT_VERSION_ID', 'S3_OBJECT_KEY'],
	CodeCommit: ['COMMIT_ID'],
	CodeStarSourceConnection: ['COMMIT_ID'],
	ECR: ['IMAGE_DIGEST'],
}

/** The overrides given; each must fit its source action. */
export function checkOverrides(
	structure: PipelineDeclaration,
	given: ReadonlyArray<SourceRevisionOverride>,
): ReadonlyArray<SourceRevisionOverride> {
	for (const { actionName, revisionType } of given) {
		const action = structure.stages?.[0]?.actions?.find(({ name }) => name === actionName)
		if (!action)
			throw invalid(`Pipeline '${structure.name}' does not have a source action named '${actionName}'`)
		const { owner, provider = '' } = action.actionTypeId ?? {}
		if (owner !== 'AWS' || !REVISION_TYPES[provider]?.includes(revisionType)) {
			throw invalid(
				`A source revision of type ${revisionType} does not fit action '${actionName}' (${provider})`,
			)
		}
		const allowed = action.configuration?.AllowOverrideForS3ObjectKey?.toLowerCase() === 'true'
		if (revisionType === 'S3_OBJECT_KEY' && !allowed) {
			throw invalid(
				`Action '${actionName}' does not allow another object key: AllowOverrideForS3ObjectKey is not true`,
			)
		}
	}
	return structuredClone(given)
}
