import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { AwsError } from '../../../aws-error.ts'
import type { RolePrincipal } from '../../../identity/principal.ts'
import type { Call, Notice } from '../../../service.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { serviceRole } from '../actions/roles.ts'
import { type PolledSource, pipelines, polledSources } from '../collections.ts'
import { startExecution } from '../engine/start.ts'
import { structureOf } from '../store.ts'
import { branchPlace, objectPlace, type PolledProvider, polledProvider } from './polled-providers.ts'

// Sources that are polled. AWS asks S3 and CodeCommit every minute; here the next
// minute is asked for when something was written there, so that an idle world
// stays idle. What is seen is the same. Polling remembers by itself what it saw
// last: a rule and polling together start two executions for one change, as in AWS.

const MINUTE = 60_000

interface Source {
	action: string
	configuration: Readonly<Record<string, string>>
	provider: PolledProvider
}

function polledSourcesOf(structure: PipelineDeclaration): Array<Source> {
	return (structure.stages?.[0]?.actions ?? []).flatMap((action) => {
		const provider = polledProvider(action)
		if (!provider) return []
		return [{ action: action.name ?? '', configuration: action.configuration ?? {}, provider }]
	})
}

function idOf({ scope }: Call, pipeline: string, { action, configuration, provider }: Source): string {
	return [provider.place(configuration, scope), scope.account, scope.region, pipeline, action].join('|')
}

/** Polls the sources of a structure from now on, and no longer those of the one before. */
export async function watchSources(call: Call, after?: PipelineDeclaration, before?: PipelineDeclaration) {
	const pipeline = after?.name ?? before?.name ?? ''
	const wanted = after ? polledSourcesOf(after) : []
	const ids = new Set(wanted.map((source) => idOf(call, pipeline, source)))
	for (const source of before ? polledSourcesOf(before) : []) {
		const id = idOf(call, pipeline, source)
		if (!ids.has(id)) call.world.delete(polledSources, WORLD_SCOPE, id)
	}
	if (!after) return
	const role = serviceRole(call, after)
	for (const source of wanted) {
		const id = idOf(call, pipeline, source)
		if (call.world.get(polledSources, WORLD_SCOPE, id)) continue
		const versionId = await headOf(call, role, source)
		const polled: PolledSource = { ...call.scope, pipeline, action: source.action, versionId }
		call.world.put(polledSources, WORLD_SCOPE, id, polled)
	}
}

/** Hears that an object was written, and has who polls it look at the next minute. */
export function noticeWrite({ input }: Notice, call: Call): void {
	const { Bucket = '', Key = '' } = input as { Bucket?: string; Key?: string }
	lookNextMinute(call, objectPlace(Bucket, Key))
}

/** The same of references of a repository that moved. */
export function noticeReferences({ input }: Notice, call: Call): void {
	const { repositoryName, references } = input as {
		repositoryName: string
		references: ReadonlyArray<string>
	}
	for (const reference of references) {
		if (!reference.startsWith(BRANCHES)) continue
		lookNextMinute(call, branchPlace(call.scope, repositoryName, reference.slice(BRANCHES.length)))
	}
}

const BRANCHES = 'refs/heads/'

function lookNextMinute(call: Call, place: string): void {
	const prefix = `${place}|`
	for (const { account, region, pipeline } of call.world.list(polledSources, WORLD_SCOPE, { prefix })) {
		const nextMinute = (Math.floor(call.now / MINUTE) + 1) * MINUTE
		call.schedule(nextMinute, `poll|${pipeline}`, { account, region })
	}
}

/** Starts an execution when a polled source has a version that polling did not see before. */
export async function poll(call: Call, name: string): Promise<void> {
	const pipeline = call.world.get(pipelines, call.scope, name)
	if (!pipeline) return
	const structure = structureOf(call, name, pipeline.version)
	const changed: Array<string> = []
	for (const source of polledSourcesOf(structure)) {
		const id = idOf(call, name, source)
		const seen = call.world.get(polledSources, WORLD_SCOPE, id)
		const versionId = await headOf(call, serviceRole(call, structure), source)
		if (!seen || versionId === undefined || versionId === seen.versionId) continue
		call.world.put(polledSources, WORLD_SCOPE, id, { ...seen, versionId })
		changed.push(source.action)
	}
	if (changed.length === 0) return
	const trigger = { triggerType: 'PollForSourceChanges' as const, triggerDetail: changed.join(', ') }
	await startExecution(call, pipeline, { trigger })
}

/** The revision that is there; undefined when there is none, or the role may not see it. */
async function headOf(call: Call, role: RolePrincipal | undefined, { provider, configuration }: Source) {
	if (!role) return
	try {
		return await provider.head(call, role, configuration)
	} catch (error) {
		if (error instanceof AwsError) return
		throw error
	}
}
