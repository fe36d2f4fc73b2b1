import { type Check, failed, passed } from '../../checks/check.ts'
import { evidenceOf, type Happening, type LabJournal } from '../../checks/lab-journal.ts'
import { PIPELINE, WEB_BUCKET } from '../names.ts'
import { failureOf, listExecutions } from './executions.ts'
import { hashesOfV1 } from './site.ts'
import { webWrites } from './web-bucket.ts'

export const v1Published: Check = {
	id: 'v1-publiee',
	task: 'relancer',
	kind: 'behaviour',
	lesson: 'anatomie-d-un-pipeline',
	sentence: 'La version 1 du site est arrivée dans le seau web, écrite par l’action Deploy',
	expected: `Tous les fichiers de la version 1 ont été déposés dans ${WEB_BUCKET} par une action du pipeline.`,
	async run({ aws, journal }) {
		const wanted = hashesOfV1()
		const writes = webWrites(journal).filter(({ key, sha256 }) => wanted.get(key) === sha256)
		const byPipeline = writes.filter((write) => write.byPipeline)
		const arrived = new Set(byPipeline.map(({ key }) => key))
		if (arrived.size === wanted.size) {
			const [first] = byPipeline
			return passed(
				`Les ${wanted.size} fichiers de la version 1 ont été publiés par le pipeline.`,
				first ? [evidenceOf(first.happening)] : [],
			)
		}
		const [copy] = writes
		if (copy && !copy.byPipeline) {
			return failed(
				'La version 1 est dans le seau web, mais aucune action Deploy ne l’a écrite.',
				'Une copie à la main ne laisse ni révision ni historique. Laissez le pipeline publier, puis vérifiez.',
				[evidenceOf(copy.happening)],
			)
		}
		const [latest] = await listExecutions(aws)
		const failure = latest?.pipelineExecutionId && (await failureOf(aws, latest.pipelineExecutionId))
		if (failure) {
			return failed(
				`L’action ${failure.action} a échoué : ${failure.message}`,
				'Ce message dit qui a été refusé, pour quelle action et sur quelle ressource. get-pipeline-state le montre aussi.',
			)
		}
		return failed(
			'La version 1 n’est pas encore dans le seau web.',
			'Regardez où en est l’exécution avec get-pipeline-state. Si une étape a échoué, lisez son message.',
		)
	},
}

export const restarted: Check = {
	id: 'relance',
	task: 'relancer',
	kind: 'behaviour',
	lesson: 'l-aws-cli',
	sentence: 'Après l’échec, l’étape a été relancée ou une nouvelle exécution démarrée',
	expected:
		'Un appel RetryStageExecution ou StartPipelineExecution, sur le même pipeline, après sa création.',
	async run({ journal }) {
		const [removal] = journal.calls('codepipeline', 'DeletePipeline').filter(isOurs)
		if (removal) {
			return failed(
				'Le pipeline a été supprimé : son historique, échec compris, a disparu avec lui.',
				'Un échec se corrige puis se relance. Réinitialisez l’atelier pour repartir d’un historique entier.',
				[evidenceOf(removal)],
			)
		}
		const calls = restarts(journal)
		if (calls.length > 0) {
			return passed(
				`Relances et démarrages à la main dans le journal : ${calls.length}.`,
				calls.slice(0, 1).map(evidenceOf),
			)
		}
		const refused = journal.calls('codepipeline', 'RetryStageExecution').at(-1)
		if (refused && !refused.entry.outcome.ok) {
			return failed(
				`La relance a été refusée : ${refused.entry.outcome.message}`,
				'Relancer demande le nom de l’étape en échec et l’identifiant de son exécution : get-pipeline-state donne les deux.',
				[evidenceOf(refused)],
			)
		}
		return failed(
			'Aucune relance dans le journal : ni RetryStageExecution, ni StartPipelineExecution.',
			'Corriger un droit ne relance rien. Le pipeline attend que vous lui demandiez de reprendre.',
		)
	},
}

/** Retries and starts by hand that went through, oldest first. */
function restarts(journal: LabJournal): Array<Happening> {
	return [
		...journal.calls('codepipeline', 'RetryStageExecution'),
		...journal.calls('codepipeline', 'StartPipelineExecution'),
	]
		.filter(isOurs)
		.sort((one, other) => one.entry.at - other.entry.at)
}

/** Calls on the lab's pipeline that went through. */
function isOurs({ entry }: Happening): boolean {
	const { name, pipelineName } = entry.request as { name?: string; pipelineName?: string }
	return entry.outcome.ok && (name ?? pipelineName) === PIPELINE
}
