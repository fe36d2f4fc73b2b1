import {
	type ActionDeclaration,
	type ActionExecutionDetail,
	type PipelineDeclaration,
	type PipelineVariable,
	StartPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { Finding } from '../../checks/check.ts'
import { failed } from '../../checks/check.ts'
import type { CheckContext, ForkContext } from '../../checks/context.ts'
import { listActions, waitForExecution } from '../../checks/executions.ts'
import { evidenceOf, type LabJournal } from '../../checks/lab-journal.ts'
import { findPipeline, sourceOf } from '../../checks/structure.ts'
import { zipFiles } from '../../zip.ts'
import { END_TO_END, PIPELINE, TOGETHER } from '../names.ts'
import { sitePages } from '../start.ts'

export const RESET = 'Réinitialisez l’atelier : un pipeline recréé ne garde rien de son passé.'

/** What a version did in a throw-away copy. */
export interface Trial {
	fork: ForkContext
	id: string
	status: string
	/** What its actions did, by their names. */
	actions: Map<string, ActionExecutionDetail>
}

/** The pipeline, or why nothing can be told of it. */
export async function openPipeline({ aws }: CheckContext): Promise<PipelineDeclaration | Finding> {
	return (await findPipeline(aws, PIPELINE)) ?? failed(`Le pipeline ${PIPELINE} n’existe plus.`, RESET)
}

/** An action by its name, with the place of its stage. */
export function findAction(
	{ stages = [] }: PipelineDeclaration,
	name: string,
): { action: ActionDeclaration; stage: number } | undefined {
	for (const [stage, { actions = [] }] of stages.entries()) {
		const action = actions.find((one) => one.name === name)
		if (action) return { action, stage }
	}
}

/** Whether the three tests start together, as the structure says. */
export function areTogether(pipeline: PipelineDeclaration): boolean {
	const found = TOGETHER.map((name) => findAction(pipeline, name))
	const [first] = found
	if (!first) return false
	return found.every(
		(one) => one?.stage === first.stage && (one.action.runOrder ?? 1) === (first.action.runOrder ?? 1),
	)
}

/** Whether the end-to-end test comes after them, in their stage or in a later one. */
export function isLast(pipeline: PipelineDeclaration): boolean {
	const last = findAction(pipeline, END_TO_END)
	if (!last) return false
	return TOGETHER.every((name) => {
		const one = findAction(pipeline, name)
		if (!one) return false
		return last.stage > one.stage || (last.action.runOrder ?? 1) > (one.action.runOrder ?? 1)
	})
}

/** The last update when it was refused, in AWS's own words. */
export function refusedUpdate(journal: LabJournal): Finding | undefined {
	const last = journal.calls('codepipeline', 'UpdatePipeline').at(-1)
	if (!last || last.entry.outcome.ok) return
	const { code, message } = last.entry.outcome
	return failed(
		`La dernière mise à jour a été refusée. ${code} : ${message}`,
		'Ce message nomme l’élément en cause. Un nom d’artefact de sortie ne sert qu’une fois ; une variable de pipeline ne se lit pas dans une action source ; celle d’une action se lit plus tard, jamais à côté d’elle.',
		[evidenceOf(last)],
	)
}

/** Puts pages in the source of a copy, starts and lets it end. */
export async function tryPages(
	context: CheckContext,
	pages: Record<string, Uint8Array>,
	variables: Array<PipelineVariable> = [],
): Promise<Trial | undefined> {
	const fork = await context.fork()
	const pipeline = await findPipeline(fork.aws, PIPELINE)
	const source = pipeline && sourceOf(pipeline)
	if (!source) return
	const archive = { Bucket: source.bucket, Key: source.key, Body: zipFiles(pages) }
	await fork.aws.s3.send(new PutObjectCommand(archive))
	const { pipelineExecutionId: id = '' } = await fork.aws.codepipeline.send(
		new StartPipelineExecutionCommand({ name: PIPELINE, ...(variables.length > 0 && { variables }) }),
	)
	const status = await waitForExecution(fork, PIPELINE, id)
	const details = await listActions(fork.aws, PIPELINE, id)
	return { fork, id, status, actions: new Map(details.map((one) => [one.actionName ?? '', one])) }
}

/** Checks that run together look at the same trial: four tests are long to build. */
const TRIALS = new WeakMap<LabJournal, Map<string, Promise<Trial | undefined>>>()

/** The page that the checks publish. */
export const trialPages = () => sitePages('du contrôle')

/** A sound version, sent to a target when one is named. */
export function trySound(context: CheckContext, variables: Array<PipelineVariable> = []) {
	const trials = TRIALS.get(context.journal) ?? new Map<string, Promise<Trial | undefined>>()
	TRIALS.set(context.journal, trials)
	const key = JSON.stringify(variables)
	const trial = trials.get(key) ?? tryPages(context, trialPages(), variables)
	trials.set(key, trial)
	return trial
}
