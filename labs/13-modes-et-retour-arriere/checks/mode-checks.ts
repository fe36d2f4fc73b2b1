import { RetryStageExecutionCommand } from '@aws-sdk/client-codepipeline'
import { type Check, failed, passed } from '../../checks/check.ts'
import type { ForkContext } from '../../checks/context.ts'
import { listActions, listExecutions, statusOf } from '../../checks/executions.ts'
import { codeOf } from '../../checks/refusal.ts'
import { findPipeline } from '../../checks/structure.ts'
import { PIPELINE } from '../names.ts'
import { productionStage, publish, reviewStage, runToRest } from './flow.ts'

export const GONE = `Le pipeline ${PIPELINE} n’existe plus.`
export const RESET = 'Réinitialisez l’atelier : un pipeline recréé ne garde rien de son passé.'
/** Virtual milliseconds in which versions come to their review. */
const THEY_COME = 3 * 60_000

async function supersededIn({ aws }: { aws: ForkContext['aws'] }) {
	return (await listExecutions(aws, PIPELINE)).filter(({ status }) => status === 'Superseded')
}

export const superseded: Check = {
	id: 'supplantees',
	task: 'observer',
	kind: 'behaviour',
	lesson: 'modes-d-execution',
	sentence: 'Parmi des versions rapprochées, deux au moins ont été supplantées',
	expected:
		'Deux exécutions au moins au statut Superseded : elles attendaient, une plus récente est arrivée.',
	async run(context) {
		if (!(await findPipeline(context.aws, PIPELINE))) return failed(GONE, RESET)
		const count = (await supersededIn(context)).length
		if (count >= 2) return passed(`${count} exécutions sont au statut Superseded.`)
		return failed(
			`${count === 0 ? 'Aucune exécution n’est' : 'Une seule exécution est'} au statut Superseded.`,
			'Une exécution n’est supplantée que pendant qu’elle attend devant une étape occupée. Déposez quatre versions à la suite, sans rien approuver entre elles.',
		)
	},
}

export const notRetryable: Check = {
	id: 'supplantee-non-relancable',
	task: 'observer',
	kind: 'negative',
	lesson: 'modes-d-execution',
	sentence: 'Une exécution supplantée ne se relance pas',
	expected: 'Dans une copie de votre atelier, relancer une exécution Superseded est refusé.',
	async run(context) {
		const fork = await context.fork()
		const pipeline = await findPipeline(fork.aws, PIPELINE)
		const [execution] = await supersededIn(fork)
		if (!pipeline || !execution) {
			return failed(
				'Aucune exécution n’a encore été supplantée.',
				'Commencez par en faire supplanter : déposez plusieurs versions pendant qu’une autre attend sa relecture.',
			)
		}
		const code = await codeOf(
			fork.aws.codepipeline.send(
				new RetryStageExecutionCommand({
					pipelineName: PIPELINE,
					stageName: reviewStage(pipeline)?.name ?? pipeline.stages?.[1]?.name,
					pipelineExecutionId: execution.pipelineExecutionId,
					retryMode: 'ALL_ACTIONS',
				}),
			),
		)
		if (code) return passed(`La relance est refusée : ${code}.`)
		return failed(
			'Une exécution supplantée a pu être relancée.',
			'Ce n’est pas ce que fait AWS : signalez-le.',
		)
	},
}

const TO_QUEUE =
	'get-pipeline donne la structure ; retirez-en metadata, changez le mode, puis rendez-la à update-pipeline.'

export const queued: Check = {
	id: 'mode-queued',
	task: 'ordonner',
	kind: 'state',
	lesson: 'modes-d-execution',
	sentence: 'Le pipeline est dans le mode qui livre tout, dans l’ordre',
	expected: 'executionMode vaut QUEUED.',
	async run({ aws }) {
		const pipeline = await findPipeline(aws, PIPELINE)
		if (!pipeline) return failed(GONE, RESET)
		const mode = pipeline.executionMode ?? 'SUPERSEDED'
		if (mode === 'QUEUED') return passed(`Mode QUEUED, version ${pipeline.version} de la structure.`)
		if (mode === 'PARALLEL') {
			return failed(
				'Le mode est PARALLEL : les exécutions ne s’attendent plus.',
				'Toutes seront livrées, mais rien ne dit dans quel ordre. Quel mode les fait attendre sans en supplanter ?',
			)
		}
		return failed(`Le mode est ${mode}.`, TO_QUEUE)
	},
}

/** Four versions put at once in a fork, before anybody has read one over. */
async function fourAtOnce(fork: ForkContext) {
	const pipeline = await findPipeline(fork.aws, PIPELINE)
	if (!pipeline) return
	// What the learner left under way goes first.
	await runToRest(fork)
	const ids: Array<string> = []
	for (let count = 0; count < 4; count++) {
		ids.push(await publish(fork, pipeline))
		await fork.advance(1_000)
	}
	return { pipeline, ids }
}

export const inOrder: Check = {
	id: 'tout-dans-l-ordre',
	task: 'ordonner',
	kind: 'behaviour',
	lesson: 'modes-d-execution',
	sentence: 'Quatre versions rapprochées arrivent toutes sur le site, dans leur ordre',
	expected:
		'Dans une copie : quatre dépôts, quatre relectures, quatre publications, dans l’ordre des dépôts.',
	async run(context) {
		const fork = await context.fork()
		const put = await fourAtOnce(fork)
		if (!put) return failed(GONE, RESET)
		await runToRest(fork)
		const stage = productionStage(put.pipeline)?.name
		const published = (await listActions(fork.aws, PIPELINE))
			.filter(({ stageName, status }) => stageName === stage && status === 'Succeeded')
			.sort((one, other) => Number(one.startTime) - Number(other.startTime))
			.map(({ pipelineExecutionId = '' }) => put.ids.indexOf(pipelineExecutionId) + 1)
			.filter((place) => place > 0)
		if (published.join() === '1,2,3,4') return passed('Publiées dans l’ordre : 1, 2, 3, 4.')
		return failed(
			published.length === 0
				? 'Aucune des quatre versions n’est arrivée sur le site.'
				: `Versions arrivées sur le site : ${published.join(', ')}, sur quatre déposées.`,
			published.length < 4
				? 'Une version qui manque a été supplantée, ou a échoué. Quel mode ne supplante pas ?'
				: 'Toutes sont arrivées, mais elles ne se sont pas attendues. Quel mode fait la queue ?',
		)
	},
}

export const oneAtATime: Check = {
	id: 'une-a-la-fois',
	task: 'ordonner',
	kind: 'negative',
	lesson: 'modes-d-execution',
	sentence: 'Pendant qu’une version attend sa relecture, aucune autre n’entre dans l’étape ni ne disparaît',
	expected: 'Dans une copie : une seule version en relecture, les trois autres toujours en cours.',
	async run(context) {
		const fork = await context.fork()
		const put = await fourAtOnce(fork)
		if (!put) return failed(GONE, RESET)
		await fork.advance(THEY_COME)
		const stage = reviewStage(put.pipeline)?.name
		const entered = new Set(
			(await listActions(fork.aws, PIPELINE))
				.filter(({ stageName }) => stageName !== undefined && stageName === stage)
				.map(({ pipelineExecutionId = '' }) => pipelineExecutionId),
		)
		const inside = put.ids.filter((id) => entered.has(id)).length
		const statuses = await Promise.all(put.ids.map((id) => statusOf(fork.aws, PIPELINE, id)))
		const left = statuses.filter((status) => status !== 'InProgress').length
		if (inside === 1 && left === 0) return passed('Une version en relecture, trois qui attendent leur tour.')
		if (inside > 1) {
			return failed(
				`${inside} versions sont entrées ensemble dans l’étape de relecture.`,
				'En PARALLEL, chaque exécution avance sans regarder les autres. La dernière relue sera la dernière publiée, quelle que soit la plus récente.',
			)
		}
		if (inside === 0) {
			return failed(
				'Aucune version n’attend de relecture.',
				'L’étape de relecture a-t-elle toujours son approbation manuelle ? Une mise à jour remplace toute la structure.',
			)
		}
		return failed(
			`${left} des quatre versions ont disparu en attendant (statuts : ${statuses.join(', ')}).`,
			'Une exécution qui attend peut être supplantée par une plus récente : dans quel mode ?',
		)
	},
}
