import {
	GetPipelineExecutionCommand,
	type PipelineDeclaration,
	StartPipelineExecutionCommand,
	UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline'
import { type Check, type Finding, failed, passed } from '../../checks/check.ts'
import type { CheckContext } from '../../checks/context.ts'
import { failureOf, listActions, statusOf, waitForExecution } from '../../checks/executions.ts'
import { evidenceOf } from '../../checks/lab-journal.ts'
import { readObject } from '../../checks/objects.ts'
import { PIPELINE, TARGET_VARIABLE, TARGETS, targetBucket } from '../names.ts'
import { openPipeline, refusedUpdate, trialPages, trySound } from './trial.ts'

const [DEFAULT, OTHER] = TARGETS
const DECLARE_FIRST = 'Déclarez d’abord la variable dans la structure du pipeline.'
const OTHER_VALUE = [{ name: TARGET_VARIABLE, value: OTHER }]
const PAGE = 'index.html'
/** `#{namespace.variable}` */
const REFERENCE = /#\{([\w@-]+)\./g

function variableOf({ variables = [] }: PipelineDeclaration) {
	return variables.find(({ name }) => name === TARGET_VARIABLE)
}

/** A sound version through a copy, sent to the other target once there is a variable to say so. */
export function soundTrial(context: CheckContext, pipeline: PipelineDeclaration) {
	return trySound(context, variableOf(pipeline) ? OTHER_VALUE : [])
}

/** A variable of an action that one beside it reads, which is not there yet. */
function siblingRead({ stages = [] }: PipelineDeclaration): Finding | undefined {
	for (const { actions = [] } of stages) {
		for (const { name, configuration = {}, runOrder = 1 } of actions) {
			const namespaces = [...Object.values(configuration).join(' ').matchAll(REFERENCE)].map(([, one]) => one)
			const sister = actions.find(
				(other) => other.name !== name && other.namespace && namespaces.includes(other.namespace),
			)
			if (!sister || (sister.runOrder ?? 1) < runOrder) continue
			return failed(
				`${name} lit une variable de ${sister.name}, qui a le même rang ou un rang plus grand.`,
				'La variable d’une action n’existe qu’une fois cette action finie. Une cible choisie au lancement est une variable du pipeline.',
			)
		}
	}
}

export const variableDeclared: Check = {
	id: 'variable-declaree',
	task: 'cibler',
	kind: 'state',
	lesson: 'variables-et-espaces-de-noms',
	sentence: `Le pipeline déclare la variable ${TARGET_VARIABLE}, avec ${DEFAULT} pour défaut`,
	expected: `variables contient ${TARGET_VARIABLE}, dont defaultValue est ${DEFAULT}.`,
	async run(context) {
		const pipeline = await openPipeline(context)
		if ('outcome' in pipeline) return pipeline
		const variable = variableOf(pipeline)
		if (variable?.defaultValue === DEFAULT) return passed(`${TARGET_VARIABLE} vaut ${DEFAULT} par défaut.`)
		if (variable) {
			return failed(
				variable.defaultValue
					? `${TARGET_VARIABLE} a pour défaut « ${variable.defaultValue} ».`
					: `${TARGET_VARIABLE} n’a pas de valeur par défaut : un lancement sans valeur serait refusé.`,
				`Sans rien dire, on publie en ${DEFAULT}.`,
			)
		}
		return (
			refusedUpdate(context.journal) ??
			siblingRead(pipeline) ??
			failed(
				`Le pipeline ne déclare pas de variable ${TARGET_VARIABLE}.`,
				'Une variable de pipeline se déclare à côté des étapes, non dans une action.',
			)
		)
	},
}

export const chosenAtStart: Check = {
	id: 'cible-choisie',
	task: 'cibler',
	kind: 'behaviour',
	lesson: 'variables-et-espaces-de-noms',
	sentence: `Lancé avec ${TARGET_VARIABLE}=${OTHER}, le pipeline publie en ${OTHER} ; sans valeur, en ${DEFAULT}`,
	expected: `Dans une copie : la version arrive dans ${targetBucket(OTHER)}, et non ailleurs.`,
	async run(context) {
		const pipeline = await openPipeline(context)
		if ('outcome' in pipeline) return pipeline
		if (!variableOf(pipeline)) return failed(`${TARGET_VARIABLE} n’est pas déclarée.`, DECLARE_FIRST)
		const trial = await soundTrial(context, pipeline)
		if (!trial) return failed('Le pipeline n’a plus de source S3.', 'Rendez la structure entière.')
		const failure = await failureOf(trial.fork.aws, PIPELINE, {
			pipelineExecutionId: trial.id,
			status: trial.status as 'Failed',
		})
		if (failure) {
			return failed(
				`L’action ${failure.action} échoue : « ${failure.message} »`,
				'Le nom du seau se compose d’une part fixe et de la valeur de la variable.',
			)
		}
		const wanted = trialPages()[PAGE] ?? Buffer.of()
		const arrivedIn = async (target: string) => {
			const page = await readObject(trial.fork.aws, targetBucket(target), PAGE)
			return page !== undefined && Buffer.from(page).equals(wanted)
		}
		if (!(await arrivedIn(OTHER)) || (await arrivedIn(DEFAULT))) {
			return failed(
				`Lancé avec ${TARGET_VARIABLE}=${OTHER}, le pipeline n’a pas publié dans ${targetBucket(OTHER)} seul.`,
				'Déclarer une variable ne change rien tant qu’aucune action ne la lit. Quelle valeur de la configuration dit où l’on publie ?',
			)
		}
		const fork = await context.fork()
		const started = await fork.aws.codepipeline.send(new StartPipelineExecutionCommand({ name: PIPELINE }))
		const { pipelineExecution } = await fork.aws.codepipeline.send(
			new GetPipelineExecutionCommand({
				pipelineName: PIPELINE,
				pipelineExecutionId: started.pipelineExecutionId,
			}),
		)
		const resolved = pipelineExecution?.variables?.find(({ name }) => name === TARGET_VARIABLE)?.resolvedValue
		if (resolved === DEFAULT) return passed(`${OTHER} quand on le demande, ${DEFAULT} sinon.`)
		return failed(
			`Lancé sans valeur, ${TARGET_VARIABLE} vaut « ${resolved ?? ''} ».`,
			`Sans rien dire, on publie en ${DEFAULT}.`,
		)
	},
}

export const noValue: Check = {
	id: 'sans-valeur',
	task: 'cibler',
	kind: 'negative',
	lesson: 'variables-et-espaces-de-noms',
	sentence: 'Sans défaut et sans valeur, aucune action ne démarre',
	expected: 'Dans une copie où le contrôle retire le défaut : exécution Failed, aucune action démarrée.',
	async run(context) {
		const pipeline = await openPipeline(context)
		if ('outcome' in pipeline) return pipeline
		if (!variableOf(pipeline)) return failed(`${TARGET_VARIABLE} n’est pas déclarée.`, DECLARE_FIRST)
		const fork = await context.fork()
		const variables = pipeline.variables?.map(({ defaultValue: _, ...variable }) => variable)
		await fork.aws.codepipeline.send(new UpdatePipelineCommand({ pipeline: { ...pipeline, variables } }))
		const { pipelineExecutionId = '' } = await fork.aws.codepipeline.send(
			new StartPipelineExecutionCommand({ name: PIPELINE }),
		)
		const status = await waitForExecution(fork, PIPELINE, pipelineExecutionId)
		const actions = await listActions(fork.aws, PIPELINE, pipelineExecutionId)
		if (status === 'Failed' && actions.length === 0)
			return passed('Exécution Failed aussitôt, aucune action démarrée.')
		return failed(
			`Sans défaut et sans valeur : exécution ${status}, actions démarrées : ${actions.length}.`,
			`La variable ${TARGET_VARIABLE} est-elle bien celle du pipeline ?`,
		)
	},
}

export const launched: Check = {
	id: 'lancee-en-preprod',
	task: 'lancer',
	kind: 'behaviour',
	lesson: 'variables-et-espaces-de-noms',
	sentence: `Une exécution lancée avec ${TARGET_VARIABLE}=${OTHER} a publié dans ${targetBucket(OTHER)}`,
	expected: `Un StartPipelineExecution avec la variable, une exécution Succeeded, une page dans ${targetBucket(OTHER)}.`,
	async run(context) {
		const pipeline = await openPipeline(context)
		if ('outcome' in pipeline) return pipeline
		const starts = context.journal.calls('codepipeline', 'StartPipelineExecution').filter(({ entry }) => {
			const { variables = [] } = entry.request as { variables?: Array<{ name?: string; value?: string }> }
			return variables.some(({ name, value }) => name === TARGET_VARIABLE && value === OTHER)
		})
		const last = starts.at(-1)
		if (!last) {
			return failed(
				`Aucun lancement n’a demandé ${TARGET_VARIABLE}=${OTHER}.`,
				'Le défaut ne se change pas pour une fois : start-pipeline-execution accepte des variables.',
			)
		}
		if (starts.every(({ entry }) => !entry.outcome.ok)) {
			const { outcome } = last.entry
			return failed(
				`Le lancement a été refusé. ${outcome.ok ? '' : outcome.message}`,
				'Une variable se déclare avant d’être remplacée.',
				[evidenceOf(last)],
			)
		}
		const statuses = await Promise.all(
			starts.map(({ entry }) => {
				const { pipelineExecutionId } = (entry.outcome.ok ? entry.outcome.response : {}) as {
					pipelineExecutionId?: string
				}
				return statusOf(context.aws, PIPELINE, pipelineExecutionId ?? '')
			}),
		)
		const page = await readObject(context.aws, targetBucket(OTHER), PAGE)
		if (statuses.includes('Succeeded') && page) return passed(`Publiée en ${OTHER}.`, [evidenceOf(last)])
		return failed(
			`Exécution lancée avec ${TARGET_VARIABLE}=${OTHER} : ${statuses.at(-1) ?? 'absente'}. Seau ${targetBucket(OTHER)} ${page ? 'servi' : 'vide'}.`,
			'Laissez-la aller au bout, puis vérifiez. Réussie et seau vide : aucune action ne lit la variable.',
			[evidenceOf(last)],
		)
	},
}
