import type {
	AliasRoutingConfiguration,
	Architecture,
	DeadLetterConfig,
	DestinationConfig,
	Runtime,
	TracingMode,
} from '@aws-sdk/client-lambda'
import { collection } from '../../world/world.ts'

/** What a version of a function is made of. Dates are virtual epoch milliseconds. */
export interface FunctionVersion {
	name: string
	/** `$LATEST`, or a number. */
	version: string
	revisionId: string
	modifiedAt: number
	runtime?: Runtime
	handler?: string
	role: string
	description: string
	timeout: number
	memorySize: number
	ephemeralStorage: number
	architectures: ReadonlyArray<Architecture>
	environment?: Readonly<Record<string, string>>
	tracing: TracingMode
	deadLetterConfig?: DeadLetterConfig
	/** Zip of the code, by the name of its blob. */
	code: { blob: string; bytes: number; sha256: string }
	logGroup: string
}

/** A function; its versions, its `$LATEST` among them, are documents of their own. */
export interface LambdaFunction {
	name: string
	tags: Readonly<Record<string, string>>
	/** The last number that a version got; they are not used again. */
	versions: number
	/** Functions that run at the same time at most: kept, and not enforced. */
	reservedConcurrency?: number
}

export interface Alias {
	functionName: string
	name: string
	version: string
	description: string
	routing?: AliasRoutingConfiguration
	revisionId: string
}

/** A statement of a resource's policy, as AddPermission writes it. */
export interface PolicyStatement {
	Sid: string
	Effect: 'Allow'
	Principal: unknown
	Action: string
	Resource: string
	Condition?: object
}

export interface FunctionPolicy {
	revisionId: string
	statements: ReadonlyArray<PolicyStatement>
}

/** What becomes of events that are invoked asynchronously. */
export interface EventInvokeConfig {
	functionArn: string
	modifiedAt: number
	retries?: number
	maximumAgeSeconds?: number
	destinations?: DestinationConfig
}

/** One call of a function. */
export interface Invocation {
	/** The request id that its handler and its log tell. */
	id: string
	functionName: string
	/** The version that was chosen. */
	version: string
	qualifier?: string
	isEvent: boolean
	/** What it is called with, as JSON text, by the name of its blob. */
	payload: string
	clientContext?: string
	requestedAt: number
	/** How often it has been tried, of an event. */
	attempts: number
	/** Once it is over. The payload is the name of a blob. */
	result?: { ok: boolean; payload: string; logTail: string }
}

/** Id: the function's name. */
export const functions = collection<LambdaFunction>('lambda', 'functions')
/** Id: `name|version`, a number zero-padded, `$LATEST` first. */
export const versions = collection<FunctionVersion>('lambda', 'versions')
/** Id: `function|alias`. */
export const aliases = collection<Alias>('lambda', 'aliases')
/** Id: `function|qualifier`; the function's own without one. */
export const policies = collection<FunctionPolicy>('lambda', 'policies')
/** Id: `function|qualifier`. */
export const eventInvokeConfigs = collection<EventInvokeConfig>('lambda', 'event-invoke-configs')
/** Id: its own. Forgotten a minute after it is over. */
export const invocations = collection<Invocation>('lambda', 'invocations')

export function versionId(name: string, version: string): string {
	return `${name}|${version === LATEST ? version : version.padStart(9, '0')}`
}

export const LATEST = '$LATEST'
