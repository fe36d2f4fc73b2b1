import { ListTagsForResourceCommand } from '@aws-sdk/client-codepipeline'
import { type Check, failed, passed } from '../../checks/check.ts'
import { statusOf } from '../../checks/executions.ts'
import { evidenceOf, type Happening } from '../../checks/lab-journal.ts'
import { findPipeline } from '../../checks/structure.ts'
import { PIPELINE, PIPELINE_ARN, TEAM_TAG } from '../names.ts'
import { GONE, RESET } from './structure-checks.ts'

interface StopRequest {
	pipelineExecutionId?: string
	abandon?: boolean
}

const accepted = ({ entry }: Happening) => entry.outcome.ok
const executionOf = ({ entry }: Happening) => (entry.request as StopRequest).pipelineExecutionId ?? ''

export const stoppedThenResumed: Check = {
	id: 'arretee-puis-reprise',
	task: 'arreter',
	kind: 'behaviour',
	lesson: 'arreter-et-geler',
	sentence: 'Une exécution a été arrêtée sans rien abandonner, puis la même a été reprise jusqu’au bout',
	expected: 'Un arrêt qui attend, une relance de la même exécution, et son statut Succeeded.',
	async run({ aws, journal }) {
		if (!(await findPipeline(aws, PIPELINE))) return failed(GONE, RESET)
		const stops = journal.calls('codepipeline', 'StopPipelineExecution').filter(accepted)
		const patient = stops.filter(({ entry }) => (entry.request as StopRequest).abandon !== true)
		const abandoned = stops.length > 0 && patient.length === 0
		if (stops.length === 0 || abandoned) {
			return failed(
				abandoned
					? 'L’exécution a été arrêtée en abandonnant son action en cours.'
					: 'Aucune exécution n’a été arrêtée.',
				abandoned
					? 'Abandonner coupe le travail au milieu, et l’on ne sait plus ce qui a été fait. Recommencez sans --abandon.'
					: 'Démarrez une exécution, et arrêtez-la pendant qu’elle construit : elle y passe cinq minutes du temps de l’atelier.',
				stops.slice(-1).map(evidenceOf),
			)
		}
		const retries = journal.calls('codepipeline', 'RetryStageExecution').filter(accepted)
		const resumed = patient.filter((stop) =>
			retries.some((retry) => executionOf(retry) === executionOf(stop)),
		)
		const [last] = [...resumed, ...patient].slice(0, 1)
		if (resumed.length === 0) {
			return failed(
				`L’exécution arrêtée est au statut ${await statusOf(aws, PIPELINE, executionOf(patient.at(-1) as Happening))}. Elle n’a pas été reprise.`,
				'Démarrer une nouvelle exécution n’est pas reprendre celle-ci. Quelle commande relance une étape ?',
				last ? [evidenceOf(last)] : [],
			)
		}
		const statuses = await Promise.all(resumed.map((stop) => statusOf(aws, PIPELINE, executionOf(stop))))
		if (statuses.includes('Succeeded'))
			return passed('Arrêtée, reprise, réussie.', last ? [evidenceOf(last)] : [])
		return failed(
			`L’exécution reprise est au statut ${statuses.at(-1)}.`,
			'Laissez-la aller au bout, puis vérifiez à nouveau.',
		)
	},
}

export const tagged: Check = {
	id: 'etiquette',
	task: 'etiqueter',
	kind: 'state',
	lesson: 'creer-et-gerer-un-pipeline',
	sentence: `Le pipeline porte l’étiquette ${TEAM_TAG}`,
	expected: `Une étiquette de clé ${TEAM_TAG}, dont la valeur n’est pas vide.`,
	async run({ aws }) {
		if (!(await findPipeline(aws, PIPELINE))) return failed(GONE, RESET)
		const { tags = [] } = await aws.codepipeline.send(
			new ListTagsForResourceCommand({ resourceArn: PIPELINE_ARN }),
		)
		const value = tags.find(({ key }) => key === TEAM_TAG)?.value
		if (value) return passed(`${TEAM_TAG} = ${value}.`)
		return failed(
			tags.length === 0
				? 'Le pipeline n’a aucune étiquette.'
				: `Étiquettes du pipeline : ${tags.map(({ key }) => key).join(', ')}.`,
			'Les clés d’étiquette distinguent majuscules et minuscules, et s’écrivent ici sans accent.',
		)
	},
}
