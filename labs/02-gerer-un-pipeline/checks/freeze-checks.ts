import { type Check, type Finding, failed, passed } from '../../checks/check.ts'
import type { CheckContext } from '../../checks/context.ts'
import { listActions, listExecutions } from '../../checks/executions.ts'
import { evidenceOf } from '../../checks/lab-journal.ts'
import { findPipeline } from '../../checks/structure.ts'
import { PIPELINE } from '../names.ts'
import { deployStage, GONE, RESET } from './structure-checks.ts'
import { type Freeze, freezesOf, isOpen } from './transitions.ts'

const CLOSE_FIRST = 'Fermez d’abord la transition qui mène à l’étape de publication.'

/** The stage that publishes and the times when its door was closed, or why they cannot be told. */
async function openFreezes({ aws, journal }: CheckContext) {
	const pipeline = await findPipeline(aws, PIPELINE)
	if (!pipeline) return failed(GONE, RESET)
	const stage = deployStage(pipeline)?.name
	const names = (pipeline.stages ?? []).map(({ name }) => name)
	const before = names[names.indexOf(stage) - 1]
	return { stage, freezes: freezesOf(journal, before, stage) }
}

export const transitionClosed: Check = {
	id: 'transition-fermee',
	task: 'geler',
	kind: 'behaviour',
	lesson: 'transitions-et-verrous',
	sentence: 'La transition vers la publication a été fermée, avec une raison',
	expected: 'Un appel DisableStageTransition accepté, sur la porte de l’étape qui publie.',
	async run(context) {
		const opened = await openFreezes(context)
		if ('outcome' in opened) return opened
		const last = opened.freezes.at(-1)
		if (last) {
			const { reason } = last.closed.entry.request as { reason?: string }
			return passed(`Fermée, raison : « ${reason} ».`, [evidenceOf(last.closed)])
		}
		return notClosed(context, opened.stage)
	},
}

function notClosed({ journal }: CheckContext, stage: string | undefined): Finding {
	const last = journal.calls('codepipeline', 'DisableStageTransition').at(-1)
	if (!last)
		return failed('Aucune transition n’a été fermée.', 'disable-stage-transition ferme la porte d’une étape.')
	const { outcome, request } = last.entry
	if (outcome.ok) {
		const { stageName } = request as { stageName?: string }
		return failed(
			`La transition fermée est celle de l’étape ${stageName}, non celle de ${stage}.`,
			'Rouvrez-la, puis fermez la porte de l’étape qui publie : tout le reste doit continuer.',
			[evidenceOf(last)],
		)
	}
	const { code, message } = outcome
	const about = /reason/i.test(message)
		? 'La raison n’accepte que des lettres sans accent, des chiffres, des espaces et ! @ ( ) . * ? -.'
		: 'Ce message nomme le paramètre en cause.'
	return failed(`La fermeture a été refusée. ${code} : ${message}`, about, [evidenceOf(last)])
}

/** Executions that came to the closed door: the stage before it, its last action, succeeded in the meantime. */
async function arrivals({ aws }: CheckContext, { from, to }: Freeze, stage: string | undefined) {
	const actions = await listActions(aws, PIPELINE)
	const within = (at: Date | undefined) =>
		at !== undefined && at.getTime() >= from && (to === undefined || at.getTime() < to)
	const arrived = new Set(
		actions
			.filter(({ stageName, lastUpdateTime, status }) => {
				return stageName !== stage && status === 'Succeeded' && within(lastUpdateTime)
			})
			.map(({ pipelineExecutionId = '' }) => pipelineExecutionId),
	)
	const published = actions.filter(({ stageName, startTime }) => stageName === stage && within(startTime))
	return { arrived, published }
}

export const nothingMeanwhile: Check = {
	id: 'rien-pendant-le-gel',
	task: 'geler',
	kind: 'negative',
	lesson: 'transitions-et-verrous',
	sentence: 'Pendant la fermeture, deux versions sont arrivées et aucune n’a été publiée',
	expected: 'Deux exécutions au moins arrêtées devant la porte, et aucune action de publication démarrée.',
	async run(context) {
		const opened = await openFreezes(context)
		if ('outcome' in opened) return opened
		const { freezes, stage } = opened
		if (freezes.length === 0) return failed('La transition n’a pas encore été fermée.', CLOSE_FIRST)
		let most = 0
		for (const freeze of freezes) {
			const { arrived, published } = await arrivals(context, freeze, stage)
			if (published.length > 0) {
				return failed(
					'Une action de publication a démarré pendant la fermeture.',
					'Une exécution déjà dans l’étape finit son travail. Fermez quand elle est libre.',
				)
			}
			most = Math.max(most, arrived.size)
		}
		if (most >= 2) return passed(`${most} versions arrivées, aucune publiée.`)
		return failed(
			`${most === 0 ? 'Aucune version n’est arrivée' : 'Une seule version est arrivée'} pendant la fermeture.`,
			'Une porte fermée ne prouve rien si personne ne s’y présente. Déposez deux versions avant de rouvrir.',
		)
	},
}

export const superseded: Check = {
	id: 'supplantee',
	task: 'geler',
	kind: 'behaviour',
	lesson: 'transitions-et-verrous',
	sentence: 'La première des versions qui attendaient a été supplantée',
	expected: 'Une exécution au statut Superseded au moins.',
	async run({ aws }) {
		if (!(await findPipeline(aws, PIPELINE))) return failed(GONE, RESET)
		const executions = await listExecutions(aws, PIPELINE)
		const count = executions.filter(({ status }) => status === 'Superseded').length
		if (count > 0) return passed(`Exécutions supplantées : ${count}.`)
		return failed(
			'Aucune exécution n’est au statut Superseded.',
			'Une exécution est supplantée quand une plus récente arrive à la même porte. Laissez la première passer le test avant que la seconde n’arrive.',
		)
	},
}

export const reopened: Check = {
	id: 'porte-rouverte',
	task: 'rouvrir',
	kind: 'behaviour',
	lesson: 'transitions-et-verrous',
	sentence: 'La transition est rouverte, et seule la dernière version qui attendait a été publiée',
	expected: 'La porte ouverte, une publication réussie après l’ouverture, de l’exécution qui attendait.',
	async run(context) {
		const opened = await openFreezes(context)
		if ('outcome' in opened) return opened
		const { freezes, stage } = opened
		if (freezes.length === 0) return failed('La transition n’a pas encore été fermée.', CLOSE_FIRST)
		if (!(await isOpen(context.aws, stage))) {
			return failed(
				'La transition est toujours fermée.',
				'Ce qui attend devant la porte n’entre qu’une fois qu’elle est rouverte.',
			)
		}
		const actions = await listActions(context.aws, PIPELINE)
		for (const freeze of freezes) {
			const { arrived } = await arrivals(context, freeze, stage)
			const released = actions.filter(
				({ stageName, status, pipelineExecutionId = '' }) =>
					stageName === stage && status === 'Succeeded' && arrived.has(pipelineExecutionId),
			)
			if (arrived.size >= 2 && released.length === 1)
				return passed(`Publiée après l’ouverture : ${released[0]?.pipelineExecutionId}.`)
		}
		return failed(
			'Aucune des versions qui attendaient n’a été publiée depuis l’ouverture.',
			'L’étape vient peut-être de commencer : attendez sa fin, puis vérifiez à nouveau. Une mise à jour du pipeline, elle, annule ce qui est en cours.',
		)
	},
}
