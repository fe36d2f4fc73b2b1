import { type Check, failed, passed } from '../../checks/check.ts'
import { failureOf } from '../../checks/executions.ts'
import { listObjects } from '../../checks/objects.ts'
import { END_TO_END, PIPELINE, SECRET, TARGETS, TOGETHER, targetBucket } from '../names.ts'
import { areTogether, findAction, isLast, openPipeline, refusedUpdate, tryPages } from './trial.ts'
import { soundTrial } from './variable-checks.ts'

const MINUTE = 60_000
const LOOK = 'Un seul nombre, propre à chaque action, décide de ce qui part ensemble et de ce qui attend.'

export const together: Check = {
	id: 'trois-ensemble',
	task: 'paralleliser',
	kind: 'state',
	lesson: 'actions-paralleles-et-sequentielles',
	sentence: `${TOGETHER.join(', ')} ont le même rang, ${END_TO_END} vient après`,
	expected: `Trois actions de même runOrder dans une étape, et ${END_TO_END} après elles.`,
	async run(context) {
		const pipeline = await openPipeline(context)
		if ('outcome' in pipeline) return pipeline
		const missing = [...TOGETHER, END_TO_END].filter((name) => !findAction(pipeline, name))
		if (missing.length > 0) {
			return failed(
				`Absentes de la structure : ${missing.join(', ')}.`,
				'update remplace toute la structure : une action omise est retirée. Gardez les quatre, sous leurs noms.',
			)
		}
		if (!areTogether(pipeline)) {
			if (pipeline.executionMode === 'PARALLEL') {
				return failed(
					'Le pipeline est en executionMode=PARALLEL, et ses tests se suivent toujours.',
					'Ce mode fait courir plusieurs exécutions à la fois. Les actions d’une même étape se règlent autrement.',
				)
			}
			const refused = refusedUpdate(context.journal)
			if (refused) return refused
			const ranks = TOGETHER.map((name) => `${name} ${findAction(pipeline, name)?.action.runOrder ?? 1}`)
			return failed(`Les trois tests n’ont pas le même rang : ${ranks.join(', ')}.`, LOOK)
		}
		if (isLast(pipeline)) return passed(`Trois ensemble, puis ${END_TO_END}.`)
		return failed(`${END_TO_END} a le même rang que les tests qu’il doit attendre.`, LOOK)
	},
}

export const shortest: Check = {
	id: 'duree',
	task: 'paralleliser',
	kind: 'behaviour',
	lesson: 'actions-paralleles-et-sequentielles',
	sentence: `Les tests durent le plus long des trois, plus ${END_TO_END}`,
	expected: `Dans une copie : trois départs ensemble, ${END_TO_END} après le dernier, et rien de plus long.`,
	async run(context) {
		const pipeline = await openPipeline(context)
		if ('outcome' in pipeline) return pipeline
		const trial = await soundTrial(context, pipeline)
		if (!trial) return failed('Le pipeline n’a plus de source S3.', 'Rendez la structure entière.')
		const three = TOGETHER.map((name) => trial.actions.get(name))
		const last = trial.actions.get(END_TO_END)
		const failure = await failureOf(trial.fork.aws, PIPELINE, {
			pipelineExecutionId: trial.id,
			status: trial.status as 'Failed',
		})
		if (failure && TOGETHER.some((name) => name === failure.action)) {
			return failed(
				`L’action ${failure.action} échoue : « ${failure.message} »`,
				'Une version saine doit passer les tests.',
			)
		}
		const starts = three.map((one) => one?.startTime?.getTime() ?? 0)
		const ends = three.map((one) => one?.lastUpdateTime?.getTime() ?? 0)
		const late = three.find(
			(one) => (one?.lastUpdateTime?.getTime() ?? 0) > (last?.startTime?.getTime() ?? 0),
		)
		if (last && late) {
			return failed(
				`${END_TO_END} a commencé avant la fin de ${late.actionName}.`,
				'Ce qui a le même rang part en même temps. Que faut-il à l’action qui doit attendre ?',
			)
		}
		const from = Math.min(...starts)
		const longest = Math.max(...ends.map((end, place) => end - (starts[place] ?? 0)))
		const own = (last?.lastUpdateTime?.getTime() ?? 0) - (last?.startTime?.getTime() ?? 0)
		const took = (last?.lastUpdateTime?.getTime() ?? 0) - from
		const minutes = `${Math.round(took / MINUTE)} min`
		if (last?.status === 'Succeeded' && took <= longest + own + MINUTE)
			return passed(`Les tests ont duré ${minutes}.`)
		if (last?.status === 'Succeeded') return failed(`Les tests ont duré ${minutes} : ils se suivent.`, LOOK)
		return failed(
			failure
				? `L’action ${failure.action} échoue : « ${failure.message} »`
				: `${END_TO_END} n’est pas allé au bout.`,
			'Déposez vous-même une version, démarrez une exécution, et lisez l’état de l’étape.',
		)
	},
}

export const redSecurity: Check = {
	id: 'securite-rouge',
	task: 'paralleliser',
	kind: 'negative',
	lesson: 'actions-paralleles-et-sequentielles',
	sentence: `Si Securite échoue, ${END_TO_END} ne démarre pas et rien n’est publié`,
	expected: `Dans une copie : une page qui contient « ${SECRET} » fait échouer l’exécution avant ${END_TO_END}.`,
	async run(context) {
		const pipeline = await openPipeline(context)
		if ('outcome' in pipeline) return pipeline
		// In a row, what comes after never starts anyway, which proves nothing.
		if (!areTogether(pipeline)) {
			return failed(
				'Les trois tests ne partent pas encore ensemble : ce contrôle ne prouverait rien.',
				'Mettez-les d’abord en parallèle.',
			)
		}
		const pages = {
			'index.html': Buffer.from(`<h1>L’Atelier du papier</h1><p>${SECRET}</p><footer></footer>`),
		}
		const trial = await tryPages(context, pages)
		if (!trial) return failed('Le pipeline n’a plus de source S3.', 'Rendez la structure entière.')
		const published = await Promise.all(
			TARGETS.map(async (target) => {
				const bucket = targetBucket(target)
				const [before, after] = [
					await listObjects(context.aws, bucket),
					await listObjects(trial.fork.aws, bucket),
				]
				return JSON.stringify(before) !== JSON.stringify(after)
			}),
		)
		const started = trial.actions.has(END_TO_END)
		const security = trial.actions.get('Securite')?.status
		if (trial.status === 'Failed' && security === 'Failed' && !started && !published.includes(true))
			return passed(`Securite Failed, ${END_TO_END} jamais démarré, rien de publié.`)
		return failed(
			`Securite : ${security ?? 'non démarrée'}. ${END_TO_END} ${started ? 'démarré' : 'non démarré'}. Exécution : ${trial.status}.`,
			'Une action attend celles d’un rang plus petit, et ne part que si toutes ont réussi.',
		)
	},
}
