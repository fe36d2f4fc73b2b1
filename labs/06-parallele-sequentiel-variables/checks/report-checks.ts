import { type Check, failed, passed } from '../../checks/check.ts'
import { failureOf } from '../../checks/executions.ts'
import { END_TO_END, PIPELINE, REPORTING } from '../names.ts'
import { findAction, openPipeline, refusedUpdate } from './trial.ts'
import { soundTrial } from './variable-checks.ts'

export const reportsRead: Check = {
	id: 'deux-rapports',
	task: 'rapporter',
	kind: 'behaviour',
	lesson: 'les-artefacts',
	sentence: `${END_TO_END} reçoit le rapport de ${REPORTING.join(' et celui de ')}`,
	expected: `Dans une copie : deux artefacts, un par test, arrivent en entrée de ${END_TO_END}, qui réussit.`,
	async run(context) {
		const pipeline = await openPipeline(context)
		if ('outcome' in pipeline) return pipeline
		const outputs = REPORTING.map((name) => findAction(pipeline, name)?.action.outputArtifacts ?? [])
		const inputs = (findAction(pipeline, END_TO_END)?.action.inputArtifacts ?? []).map(({ name }) => name)
		const silent = REPORTING.find((_, place) => outputs[place]?.length === 0)
		if (silent) {
			return (
				refusedUpdate(context.journal) ??
				failed(
					`L’action ${silent} ne produit aucun artefact.`,
					'Le rapport est un fichier que ses commandes écrivent déjà. Qui dit à CodePipeline de le garder ?',
				)
			)
		}
		const unread = REPORTING.find((_, place) => !outputs[place]?.some(({ name }) => inputs.includes(name)))
		if (unread) {
			return (
				refusedUpdate(context.journal) ??
				failed(
					`${END_TO_END} ne lit pas l’artefact de ${unread}. Ses entrées : ${inputs.join(', ')}.`,
					'Une action déclare chaque artefact qu’elle lit ; une étape entière n’hérite de rien.',
				)
			)
		}
		const trial = await soundTrial(context, pipeline)
		const last = trial?.actions.get(END_TO_END)
		if (trial && last?.status === 'Succeeded')
			return passed(`Entrées de ${END_TO_END} : ${inputs.join(', ')}.`)
		const failure =
			trial &&
			(await failureOf(trial.fork.aws, PIPELINE, {
				pipelineExecutionId: trial.id,
				status: trial.status as 'Failed',
			}))
		return failed(
			failure
				? `L’action ${failure.action} échoue : « ${failure.message} »`
				: `${END_TO_END} n’est pas allé au bout.`,
			'Avec plusieurs entrées, les commandes s’exécutent dans le dossier de la première. Le fichier gardé a-t-il bien le nom de celui qui est écrit ?',
		)
	},
}
