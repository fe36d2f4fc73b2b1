import {
	type ActionExecutionDetail,
	type PipelineDeclaration,
	type PipelineExecutionSummary,
	RollbackStageCommand,
	UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline'
import { type Check, type Finding, failed, passed } from '../../checks/check.ts'
import type { CheckContext, ForkContext } from '../../checks/context.ts'
import { listActions, listExecutions } from '../../checks/executions.ts'
import { evidenceOf } from '../../checks/lab-journal.ts'
import { codeOf } from '../../checks/refusal.ts'
import { findPipeline } from '../../checks/structure.ts'
import { PIPELINE } from '../names.ts'
import { productionStage, publish, runToRest } from './flow.ts'
import { GONE, RESET } from './mode-checks.ts'

const ROLL_BACK_FIRST = 'Faites d’abord un retour arrière de l’étape qui publie le site.'

interface Rollback {
	execution: PipelineExecutionSummary
	actions: ReadonlyArray<ActionExecutionDetail>
	/** What its target did. */
	target: ReadonlyArray<ActionExecutionDetail>
	targetId: string
}

/** The learner's last rollback by hand that touched the site; else why there is none. */
async function lastRollback(context: CheckContext, stage: string | undefined): Promise<Rollback | Finding> {
	const { aws } = context
	const rollbacks = (await listExecutions(aws, PIPELINE)).filter(
		({ executionType, trigger }) => executionType === 'ROLLBACK' && trigger?.triggerType === 'ManualRollback',
	)
	const [last] = rollbacks
	if (!last) return noRollback(context)
	let elsewhere: string | undefined
	for (const execution of rollbacks) {
		const actions = await listActions(aws, PIPELINE, execution.pipelineExecutionId)
		elsewhere ??= actions[0]?.stageName
		if (!actions.some(({ stageName }) => stageName === stage)) continue
		if (execution.status !== 'Succeeded') {
			return failed(
				`Le retour arrière de l’étape ${stage} est au statut ${execution.status}.`,
				'Laissez-le finir, ou lisez ce qui l’arrête dans get-pipeline-state.',
			)
		}
		const targetId = execution.rollbackMetadata?.rollbackTargetPipelineExecutionId ?? ''
		return { execution, actions, targetId, target: await listActions(aws, PIPELINE, targetId) }
	}
	return failed(
		`Le retour arrière a porté sur l’étape ${elsewhere ?? 'inconnue'}, qui ne publie pas le site.`,
		'Un retour arrière ramène une seule étape. Laquelle écrit ce que voient les visiteurs ?',
	)
}

function noRollback({ journal }: CheckContext): Finding {
	const last = journal.calls('codepipeline', 'RollbackStage').at(-1)
	if (!last || last.entry.outcome.ok) {
		return failed(
			'Aucune exécution de type ROLLBACK : toutes ont rejoué leur source.',
			'Déposer à nouveau l’ancienne archive fait passer un contenu de plus par la source, la recette et la relecture. Un retour arrière reprend, dans une étape, les artefacts d’une exécution qui y avait réussi.',
		)
	}
	const { code, message } = last.entry.outcome
	return failed(
		`Le dernier retour arrière a été refusé. ${code} : ${message}`,
		'Une cible valide a réussi dans cette étape, avec la structure d’aujourd’hui, et n’est pas elle-même un retour arrière. list-pipeline-executions sait filtrer par étape réussie.',
		[evidenceOf(last)],
	)
}

const isFinding = (found: Rollback | Finding): found is Finding => 'outcome' in found

/** The stage that publishes and the last rollback of it, or why not. */
async function openRollback(context: CheckContext) {
	const pipeline = await findPipeline(context.aws, PIPELINE)
	if (!pipeline) return failed(GONE, RESET)
	const stage = productionStage(pipeline)?.name
	const found = await lastRollback(context, stage)
	return isFinding(found) ? found : { pipeline, stage, rollback: found }
}

export const rolledBack: Check = {
	id: 'retour-arriere',
	task: 'revenir',
	kind: 'behaviour',
	lesson: 'reprise-et-retour-arriere',
	sentence: 'L’étape qui publie le site est revenue en arrière, à votre demande',
	expected: 'Une exécution de type ROLLBACK, au statut Succeeded, sur l’étape qui publie le site.',
	async run(context) {
		const opened = await openRollback(context)
		if ('outcome' in opened) return opened
		const { rollback } = opened
		const calls = context.journal.calls('codepipeline', 'RollbackStage')
		return passed(
			`Retour arrière ${rollback.execution.pipelineExecutionId}, vers ${rollback.targetId}.`,
			calls
				.filter(({ entry }) => entry.outcome.ok)
				.slice(-1)
				.map(evidenceOf),
		)
	},
}

export const targetDelivered: Check = {
	id: 'cible-du-retour',
	task: 'revenir',
	kind: 'behaviour',
	lesson: 'reprise-et-retour-arriere',
	sentence: 'Le retour a publié l’artefact de sa cible, sans rejouer la source',
	expected:
		'Le même artefact que celui de la cible, une autre version que celle qui était en ligne, et aucune action Source.',
	async run(context) {
		const opened = await openRollback(context)
		if ('outcome' in opened) return opened
		const { rollback, stage } = opened
		const before = (await listActions(context.aws, PIPELINE))
			.filter(({ stageName, status }) => stageName === stage && status === 'Succeeded')
			.find(({ startTime }) => Number(startTime) < Number(rollback.actions[0]?.startTime))
		if (before?.pipelineExecutionId === rollback.targetId) {
			return failed(
				'La cible était déjà en production : le retour n’a rien changé.',
				'La dernière exécution réussie est souvent celle que l’on veut quitter. Choisissez celle d’avant.',
			)
		}
		const again = rollback.actions.find(({ input }) => input?.actionTypeId?.category === 'Source')
		const artifact = artifactOf(rollback.actions, stage)
		if (again || artifact === undefined || artifact !== artifactOf(rollback.target, stage)) {
			return failed(
				'Le retour n’a pas repris l’artefact de sa cible.',
				'list-action-executions montre, pour chaque exécution, l’artefact que l’action a lu.',
			)
		}
		return passed('Même artefact que la cible, et aucune action Source.')
	},
}

/** Where the artifact lies that a stage's deployment read. */
function artifactOf(actions: ReadonlyArray<ActionExecutionDetail>, stage = ''): string | undefined {
	const deploy = actions.find(({ stageName }) => stageName === stage)
	return deploy?.input?.inputArtifacts?.[0]?.s3location?.key
}

async function roll(fork: ForkContext, stageName: string | undefined, targetPipelineExecutionId = '') {
	const command = new RollbackStageCommand({ pipelineName: PIPELINE, stageName, targetPipelineExecutionId })
	return codeOf(fork.aws.codepipeline.send(command))
}

export const outdatedTarget: Check = {
	id: 'cible-perimee',
	task: 'revenir',
	kind: 'negative',
	lesson: 'reprise-et-retour-arriere',
	sentence: 'Une exécution d’avant le changement de structure n’est pas une cible',
	expected: 'Dans une copie : revenir à la toute première exécution est refusé.',
	async run(context) {
		const opened = await openRollback(context)
		if ('outcome' in opened) return failed('Aucun retour arrière n’a encore réussi.', ROLL_BACK_FIRST)
		const fork = await context.fork()
		await runToRest(fork)
		const oldest = (await listExecutions(fork.aws, PIPELINE)).at(-1)
		const code = await roll(fork, opened.stage, oldest?.pipelineExecutionId)
		if (code) return passed(`Refusé : ${code}.`)
		return failed(
			'Le retour à la toute première exécution a été accepté.',
			'Le pipeline a-t-il été recréé ? Son historique doit commencer avant le changement de structure.',
		)
	},
}

/** The fork's pipeline in PARALLEL mode, and an execution of it that reached the site. */
async function publishInParallel(fork: ForkContext, pipeline: PipelineDeclaration): Promise<string> {
	// A stage that comes back by itself is refused in this mode.
	const stages = pipeline.stages?.map(({ onFailure: _, ...stage }) => stage)
	await runToRest(fork)
	await fork.aws.codepipeline.send(
		new UpdatePipelineCommand({ pipeline: { ...pipeline, stages, executionMode: 'PARALLEL' } }),
	)
	const id = await publish(fork, pipeline)
	await runToRest(fork)
	return id
}

export const notInParallel: Check = {
	id: 'sans-parallel',
	task: 'revenir',
	kind: 'negative',
	lesson: 'modes-d-execution',
	sentence: 'En PARALLEL, votre pipeline n’aurait plus de retour arrière',
	expected: 'Dans une copie passée en PARALLEL : le retour à une exécution réussie est refusé.',
	async run(context) {
		const opened = await openRollback(context)
		if ('outcome' in opened) return failed('Aucun retour arrière n’a encore réussi.', ROLL_BACK_FIRST)
		const fork = await context.fork()
		const code = await roll(fork, opened.stage, await publishInParallel(fork, opened.pipeline))
		if (code) return passed(`Refusé : ${code}.`)
		return failed(
			'Le retour arrière a été accepté en PARALLEL.',
			'Ce n’est pas ce que fait AWS : signalez-le.',
		)
	},
}
