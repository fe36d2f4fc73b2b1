import { loadModel } from '#labs/aws/wire/model.ts'
import { has, isObject, type Kind, kind, type Problem, problem, unknownKeys } from '../problem.ts'
import { findModel } from '../service-models.ts'
import { shapeProblems } from '../shape.ts'

// Events are not in AWS's models: what they hold is as the guides of their services write it.

const ENVELOPE = [
	'version',
	'id',
	'detail-type',
	'source',
	'account',
	'time',
	'region',
	'resources',
	'detail',
]
const DETAIL_TYPES: Record<string, ReadonlyArray<string>> = {
	'aws.codepipeline': [
		'CodePipeline Pipeline Execution State Change',
		'CodePipeline Stage Execution State Change',
		'CodePipeline Action Execution State Change',
	],
	'aws.codecommit': [
		'CodeCommit Repository State Change',
		'CodeCommit Pull Request State Change',
		'CodeCommit Comment on Commit',
		'CodeCommit Comment on Pull Request',
	],
	'aws.codebuild': ['CodeBuild Build State Change', 'CodeBuild Build Phase Change'],
	'aws.codedeploy': [
		'CodeDeploy Deployment State-change Notification',
		'CodeDeploy Instance State-change Notification',
	],
	'aws.s3': ['Object Created', 'Object Deleted', 'Object Tags Added'],
	'aws.ecr': ['ECR Image Action', 'ECR Image Scan'],
}
/** What CloudTrail sends, in the name of any service. */
const API_CALL = 'AWS API Call via CloudTrail'
const STATES: Record<string, ReadonlyArray<string>> = {
	Pipeline: ['CANCELED', 'FAILED', 'RESUMED', 'STARTED', 'STOPPED', 'STOPPING', 'SUCCEEDED', 'SUPERSEDED'],
	Stage: ['CANCELED', 'FAILED', 'RESUMED', 'STARTED', 'STOPPED', 'STOPPING', 'SUCCEEDED'],
	Action: ['ABANDONED', 'CANCELED', 'FAILED', 'STARTED', 'SUCCEEDED'],
}
const CONTENT_FILTERS = [
	'prefix',
	'suffix',
	'anything-but',
	'numeric',
	'exists',
	'wildcard',
	'equals-ignore-case',
	'cidr',
]

export const eventKinds: ReadonlyArray<Kind> = [
	kind<Record<string, unknown>>({
		name: 'event',
		matches: (value) => has(value, 'source', 'detail-type', 'detail') && typeof value.source === 'string',
		problems: (event) => [...unknownKeys('an event', event, ENVELOPE), ...valueProblems(event)],
	}),
	kind<Record<string, unknown>>({
		name: 'event pattern',
		matches: (value) =>
			isObject(value) &&
			('source' in value || 'detail-type' in value || 'detail' in value) &&
			leaves(value).length > 0 &&
			Object.keys(value).every((key) => [...ENVELOPE, '$or'].includes(key)),
		problems: (pattern) => [...patternProblems(pattern, ''), ...valueProblems(pattern)],
	}),
	kind<{ 'CodePipeline.job': object }>({
		name: 'job given to a function',
		matches: (value) => has(value, 'CodePipeline.job'),
		problems: (event) => shapeProblems(loadModel('codepipeline'), 'JobDetails', event['CodePipeline.job']),
	}),
	kind<{ approval: object }>({
		name: 'approval message',
		matches: (value) => has(value, 'approval', 'region'),
		problems: (message) => [
			...unknownKeys('an approval message', message, ['region', 'consoleLink', 'approval']),
			...unknownKeys('"approval"', message.approval, [
				'pipelineName',
				'stageName',
				'actionName',
				'token',
				'expires',
				'externalEntityLink',
				'approvalReviewLink',
				'customData',
			]),
		],
	}),
	kind<{ eventSource: string; eventName: string }>({
		name: 'CloudTrail record',
		matches: (value) => has(value, 'eventSource', 'eventName'),
		problems: ({ eventSource, eventName }) => {
			const model = findModel(eventSource.replace('.amazonaws.com', ''))
			if (!model || Object.hasOwn(model.operations, eventName)) return []
			return [problem(`${eventSource} has no operation ${eventName}`)]
		},
	}),
	kind<{ Records: Array<unknown> }>({
		name: 'CloudTrail records',
		matches: (value) => has(value, 'Records') && Array.isArray(value.Records),
		problems: ({ Records }) =>
			Records.every((one) => has(one, 'eventSource', 'eventName') || has(one, 'Sns') || has(one, 'body'))
				? []
				: [problem('a record has neither eventSource and eventName, nor Sns, nor body')],
	}),
]

/** The values, in an event or a pattern, that the services never send. */
function valueProblems(value: Record<string, unknown>): Array<Problem> {
	const sources = texts(value.source)
	const types = texts(value['detail-type'])
	const known = sources.flatMap((source) => DETAIL_TYPES[source] ?? types)
	const found = types
		.filter((type) => sources.length > 0 && type !== API_CALL && !known.includes(type))
		.map((type) => problem(`${sources.join(', ')} sends no "${type}"; it sends ${known.join(', ')}`))
	if (!sources.includes('aws.codepipeline') || types.includes(API_CALL)) return found
	const states = isObject(value.detail) ? texts(value.detail.state) : []
	const levels = types.map((type) => type.split(' ')[1] ?? '')
	const possible =
		levels.length > 0 ? levels.flatMap((level) => STATES[level] ?? []) : Object.values(STATES).flat()
	return [
		...found,
		...states
			.filter((state) => !possible.includes(state))
			.map((state) =>
				problem(`no such event has the state ${state}; there are ${[...new Set(possible)].join(', ')}`),
			),
	]
}

/** A pattern's leaves are lists of values or of content filters. */
function patternProblems(pattern: Record<string, unknown>, path: string): Array<Problem> {
	return Object.entries(pattern).flatMap(([key, value]) => {
		const at = path ? `${path}.${key}` : key
		if (key === '$or' && Array.isArray(value)) return value.flatMap((one) => patternProblems(one, at))
		if (isObject(value)) return patternProblems(value, at)
		if (!Array.isArray(value)) return [problem(`"${at}" is not a list; a pattern's values are lists`)]
		return value
			.filter(isObject)
			.flatMap((filter) => unknownKeys(`the content filter of "${at}"`, filter, CONTENT_FILTERS))
	})
}

function leaves(value: unknown): Array<unknown> {
	return isObject(value) ? Object.values(value).flatMap(leaves) : [value]
}

function texts(value: unknown): Array<string> {
	return [value].flat().filter((one): one is string => typeof one === 'string')
}
