import type {
	ActionExecutionStatus,
	ArtifactRevision,
	ErrorDetails,
	ExecutionMode,
	ExecutionTrigger,
	PipelineDeclaration,
	PipelineExecutionStatus,
	SourceRevisionOverride,
	StageExecutionStatus,
} from '@aws-sdk/client-codepipeline'
import { collection } from '../../world.ts'

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
	trigger: ExecutionTrigger
	startedAt: number
	updatedAt: number
	stopReason?: string
	clientRequestToken?: string
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
	/** Action executions so far; orders them. */
	actionExecutions: number
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

/** What polling of one S3 source last saw. */
export interface PolledSource {
	account: string
	region: string
	pipeline: string
	action: string
	/** Version that polling saw last; undefined when there was no object. */
	versionId?: string
}

export const pipelines = collection<Pipeline>('codepipeline', 'pipelines')
/** Id: `pipeline/version`, the version with leading zeros. */
export const pipelineVersions = collection<PipelineVersion>('codepipeline', 'versions')
/** Id: `pipeline/execution`. */
export const executions = collection<Execution>('codepipeline', 'executions')
/** Id: `pipeline/execution/order`. */
export const actionExecutions = collection<ActionExecution>('codepipeline', 'actions')
/** Id: `pipeline/stage`. */
export const stageStates = collection<StageState>('codepipeline', 'stages')
/** Id: `bucket/key|account|region|pipeline|action`. */
export const polledSources = collection<PolledSource>('codepipeline', 'polled', 'world')

export function versionId(pipeline: string, version: number): string {
	return `${pipeline}/${String(version).padStart(9, '0')}`
}

export function actionExecutionId(pipeline: string, execution: string, order: number): string {
	return `${pipeline}/${execution}/${String(order).padStart(6, '0')}`
}
