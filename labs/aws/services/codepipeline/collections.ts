import type {
	ActionExecutionStatus,
	ArtifactRevision,
	ConditionExecutionStatus,
	ErrorDetails,
	ExecutionMode,
	ExecutionTrigger,
	ExecutionType,
	PipelineDeclaration,
	PipelineExecutionStatus,
	RetryTrigger,
	RuleExecutionStatus,
	SourceRevisionOverride,
	StageExecutionStatus,
} from '@aws-sdk/client-codepipeline'
import { collection } from '../../world/world.ts'

/** A pipeline; its structure is in `pipelineVersions`. All times are epoch milliseconds. */
export interface Pipeline {
	name: string
	arn: string
	/** The latest version of the structure, from 1. */
	version: number
	createdAt: number
	updatedAt: number
	tags: Readonly<Record<string, string>>
	/** Executions so far; orders them. */
	executions: number
	/** Tries at actions so far, and checks of rules; orders them over all executions. */
	tries: number
}

/** One version of a structure, with the service's defaults filled in. */
export interface PipelineVersion {
	version: number
	declaration: PipelineDeclaration
}

/** Where an artifact's zip lies. */
export interface ArtifactLocation {
	bucket: string
	key: string
}

/** What is known of a source revision, without its `Date`s. */
export interface Revision extends Omit<ArtifactRevision, 'created'> {
	actionName: string
	createdAt: number
}

/** How far one execution is in one stage. `actions` holds the attempt that counts, by action name. */
export interface StageRun {
	status: StageExecutionStatus
	actions: Readonly<Record<string, ActionAttempt>>
	manualRetries: number
	autoRetries: number
	latestRetry?: RetryTrigger
	/** The conditions checked so far. */
	conditions: Readonly<Partial<Record<CheckPoint, ConditionRun>>>
}

/** When a stage checks conditions. */
export type CheckPoint = 'beforeEntry' | 'onSuccess' | 'onFailure'

/** One check of the condition at one point. */
export interface ConditionRun {
	status: ConditionExecutionStatus
	changedAt: number
	summary?: string
	/** Ids of the documents in `ruleExecutions`, by rule name. */
	rules: Readonly<Record<string, string>>
}

export interface ActionAttempt {
	/** Id of the document in `actionExecutions`. */
	execution: string
	status: ActionExecutionStatus
}

export interface Execution {
	id: string
	pipeline: string
	version: number
	/** Position among the pipeline's executions, from 1. */
	order: number
	status: PipelineExecutionStatus
	statusSummary?: string
	mode: ExecutionMode
	type: ExecutionType
	/** The execution whose artifacts and variables a rollback takes. */
	rollbackTarget?: string
	trigger: ExecutionTrigger
	startedAt: number
	updatedAt: number
	stopReason?: string
	/** Values of the pipeline's variables. */
	variables: Readonly<Record<string, string>>
	overrides: ReadonlyArray<SourceRevisionOverride>
	revisions: ReadonlyArray<Revision>
	/** By artifact name. */
	artifacts: Readonly<Record<string, ArtifactLocation>>
	/** Output variables, by namespace. */
	namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>
	/** By stage name, for each stage entered. */
	stages: Readonly<Record<string, StageRun>>
}

/** One try at one action. */
export interface ActionExecution {
	/** Id of this document: `pipeline/execution/order`. */
	key: string
	/** Id as the API knows it. */
	id: string
	pipeline: string
	version: number
	executionId: string
	stage: string
	action: string
	status: ActionExecutionStatus
	startedAt: number
	updatedAt: number
	/** Who answered an approval. */
	updatedBy?: string
	/** Configuration with variables filled in. */
	configuration: Readonly<Record<string, string>>
	inputs: ReadonlyArray<{ name: string } & ArtifactLocation>
	outputs: ReadonlyArray<{ name: string } & ArtifactLocation>
	outputVariables: Readonly<Record<string, string>>
	summary?: string
	/** What an approval is answered with. */
	token?: string
	externalExecutionId?: string
	externalExecutionUrl?: string
	percentComplete?: number
	/** The job that a worker outside does for it. */
	job?: string
	error?: ErrorDetails
	revision?: Revision
}

/** One check of one rule of a condition. */
export interface RuleExecution {
	/** Id of this document: `pipeline/execution/order`. */
	key: string
	/** Id as the API knows it. */
	id: string
	pipeline: string
	version: number
	executionId: string
	stage: string
	point: CheckPoint
	rule: string
	status: RuleExecutionStatus
	startedAt: number
	updatedAt: number
	/** Configuration with variables filled in. */
	configuration: Readonly<Record<string, string>>
	inputs: ReadonlyArray<{ name: string } & ArtifactLocation>
	summary?: string
	error?: ErrorDetails
	/** The job that a function does for it. */
	job?: string
	/** When the rule is given up, whatever it waits for. */
	expiresAt?: number
}

/** What a stage of a pipeline is like between executions. */
export interface StageState {
	pipeline: string
	stage: string
	/** Execution that holds the stage. */
	holder?: string
	/** Executions before the stage, in order of arrival. */
	waiting: ReadonlyArray<string>
	/** Execution that entered last. */
	latest?: string
	transition: Transition
	/** Latest action execution's document, by action name. */
	actions: Readonly<Record<string, string>>
}

export interface Transition {
	enabled: boolean
	changedBy?: string
	changedAt?: number
	disabledReason?: string
}

/** What polling of one source last saw. */
export interface PolledSource {
	account: string
	region: string
	pipeline: string
	action: string
	/** Version or commit that polling saw last; undefined when there was none. */
	versionId?: string
}

export const pipelines = collection<Pipeline>('codepipeline', 'pipelines')
/** Id: `pipeline/version`, the version with leading zeros. */
export const pipelineVersions = collection<PipelineVersion>('codepipeline', 'versions')
/** Id: `pipeline/execution`. */
export const executions = collection<Execution>('codepipeline', 'executions')
/** Id: `pipeline/execution/order`, the order being the pipeline's number of the try. */
export const actionExecutions = collection<ActionExecution>('codepipeline', 'actions')
/** Id: `pipeline/execution/order`. */
export const ruleExecutions = collection<RuleExecution>('codepipeline', 'rules')
/** Id: `pipeline/stage`. */
export const stageStates = collection<StageState>('codepipeline', 'stages')
/** Id: `place|account|region|pipeline|action`, a place being a bucket's key or a repository's branch. */
export const polledSources = collection<PolledSource>('codepipeline', 'polled', 'world')

export function versionId(pipeline: string, version: number): string {
	return `${pipeline}/${String(version).padStart(9, '0')}`
}

export function actionExecutionId(pipeline: string, execution: string, order: number): string {
	return `${pipeline}/${execution}/${String(order).padStart(6, '0')}`
}

// Indexes: a call costs the same after a thousand executions.

/** A pipeline's executions, newest first. Id: `pipeline/order`, counted down. */
export const executionOrder = collection<{ execution: string }>('codepipeline', 'execution-order')
/** A pipeline's tries at actions, newest first. Id: `pipeline/order`, counted down. */
export const actionOrder = collection<{ key: string }>('codepipeline', 'action-order')
/** A pipeline's checks of rules, newest first. Id: `pipeline/order`, counted down. */
export const ruleOrder = collection<{ key: string }>('codepipeline', 'rule-order')
/** A pipeline's executions under way. Id: `pipeline/execution`. */
export const underWay = collection<{ execution: string }>('codepipeline', 'under-way')
/** Executions by the token of their start. Id: `pipeline/token`. */
export const startTokens = collection<{ execution: string }>('codepipeline', 'start-tokens')
/** Approvals by their token. Id: `pipeline/token`. */
export const approvalTokens = collection<{ key: string }>('codepipeline', 'approval-tokens')

const LAST = 999_999_999

/** An id that sorts the newest first. */
export function newestFirst(pipeline: string, order: number): string {
	return `${pipeline}/${String(LAST - order).padStart(9, '0')}`
}
