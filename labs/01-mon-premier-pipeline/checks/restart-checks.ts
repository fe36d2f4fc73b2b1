import { type Check, type Evidence, failed, passed } from '../../checks/check.ts'
import { failureOf, listExecutions } from '../../checks/executions.ts'
import { evidenceOf, type Happening, innerEvidenceOf, LabJournal } from '../../checks/lab-journal.ts'
import { findPipeline } from '../../checks/structure.ts'
import { PIPELINE, WEB_BUCKET } from '../names.ts'
import { hashesOfV1 } from './site.ts'
import { evidenceOfWrite, webWrites } from './web-bucket.ts'

const CREATE_FIRST = 'Créez d’abord le pipeline : sa première exécution part d’elle-même.'

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
				first ? [evidenceOfWrite(first)] : [],
			)
		}
		const [copy] = writes
		if (copy && !copy.byPipeline) {
			return failed(
				'La version 1 est dans le seau web, mais aucune action Deploy ne l’a écrite.',
				'Une copie à la main ne laisse ni révision ni historique. Laissez le pipeline publier, puis vérifiez.',
				[evidenceOfWrite(copy)],
			)
		}
		const [latest] = await listExecutions(aws, PIPELINE)
		if (!latest) return failed('Aucune exécution : le seau web ne peut rien recevoir.', CREATE_FIRST)
		const failure = await failureOf(aws, PIPELINE, latest)
		if (failure) {
			return failed(
				`L’action ${failure.action} a échoué : « ${failure.message} »`,
				'Ce message dit qui a été refusé, pour quelle action et sur quelle ressource. get-pipeline-state le montre aussi.',
				refusals(journal.happenings).slice(-1),
			)
		}
		if (latest.status === 'Succeeded') {
			return failed(
				'Une exécution a réussi, mais la version 1 entière n’est pas passée par le seau web.',
				'Une nouvelle exécution prend la dernière archive déposée, et l’action écrit là où sa configuration le dit. Comparez les deux avec ce qui était attendu.',
			)
		}
		return failed(
			`La version 1 n’est pas encore dans le seau web. Exécution la plus récente : ${latest.status}.`,
			'Attendez la fin de l’exécution, puis vérifiez à nouveau.',
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
		'Après le refus, un appel RetryStageExecution ou StartPipelineExecution sur le même pipeline, qui n’a pas été recréé.',
	async run({ aws, journal }) {
		if (!(await findPipeline(aws, PIPELINE)))
			return failed('Il n’y a pas de pipeline, donc rien à relancer.', CREATE_FIRST)
		const { before, since } = aroundCreation(journal)
		const [failure] = refusals(since)
		const removal = before.findLast((happening) => isOurs(happening, 'DeletePipeline'))
		if (removal && !failure && refusals(before).length > 0) {
			return failed(
				'Le pipeline a été supprimé : son historique, échec compris, a disparu avec lui.',
				'Un échec se corrige puis se relance. Réinitialisez l’atelier pour repartir d’un historique entier.',
				[evidenceOf(removal)],
			)
		}
		const restarts = since.filter(
			(happening) =>
				isOurs(happening, 'RetryStageExecution', 'StartPipelineExecution') &&
				happening.entry.at >= (failure?.at ?? 0),
		)
		if (restarts.length > 0) {
			return passed(
				`Relances et démarrages à la main : ${restarts.length}.`,
				[failure ?? [], restarts.slice(0, 1).map(evidenceOf)].flat(),
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
			failure ? [failure] : [],
		)
	},
}

/** What happened before the pipeline that is there was created, and since. */
function aroundCreation({ happenings }: LabJournal) {
	const created = happenings.findLastIndex((happening) => isOurs(happening, 'CreatePipeline'))
	return { before: happenings.slice(0, Math.max(created, 0)), since: happenings.slice(Math.max(created, 0)) }
}

/** Calls on the lab's pipeline that went through. */
function isOurs({ entry }: Happening, ...operations: ReadonlyArray<string>): boolean {
	if (entry.kind !== 'call' || entry.service !== 'codepipeline' || !entry.outcome.ok) return false
	const request = entry.request as { name?: string; pipelineName?: string; pipeline?: { name?: string } }
	const name = request.pipeline?.name ?? request.pipelineName ?? request.name
	return operations.includes(entry.operation) && name === PIPELINE
}

/** What S3 refused to the pipeline, oldest first. */
function refusals(happenings: ReadonlyArray<Happening>): Array<Evidence> {
	return new LabJournal(happenings)
		.innerCalls('s3', 'PutObject')
		.filter(({ entry, inner }) => entry.service === 'codepipeline' && !inner.outcome.ok)
		.map(innerEvidenceOf)
}
