import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { GetBucketVersioningCommand } from '@aws-sdk/client-s3'
import { type Check, type Finding, failed, passed } from '../../checks/check.ts'
import type { CheckContext } from '../../checks/context.ts'
import { evidenceOf } from '../../checks/lab-journal.ts'
import { ifThere } from '../../checks/refusal.ts'
import { actionsOf, findPipeline, sourceOf } from '../../checks/structure.ts'
import { PIPELINE } from '../names.ts'

export const pipelineV2: Check = {
	id: 'pipeline-v2',
	task: 'creer',
	kind: 'state',
	lesson: 'anatomie-d-un-pipeline',
	sentence: `Le pipeline ${PIPELINE} existe, de type V2, avec un seul magasin d’artefacts`,
	expected: `Un pipeline nommé ${PIPELINE}, pipelineType V2, et un seul artifactStore.`,
	async run(context) {
		const pipeline = await findPipeline(context.aws, PIPELINE)
		if (!pipeline) return notThere(context)
		if (pipeline.pipelineType !== 'V2') {
			return failed(
				`Le pipeline est de type ${pipeline.pipelineType}.`,
				'Le type se déclare dans la définition, et l’API ne le change pas d’elle-même. Comparez votre fichier avec l’exemple de la leçon.',
			)
		}
		if (pipeline.artifactStores) {
			return failed(
				'La définition porte artifactStores, avec un magasin par Région.',
				'Tout se passe ici dans une seule Région : quelle clé, au singulier, suffit alors ?',
			)
		}
		return passed(
			`Pipeline V2, version ${pipeline.version}, magasin d’artefacts ${pipeline.artifactStore?.location}.`,
			context.journal.calls('codepipeline', 'CreatePipeline').filter(succeeded).slice(-1).map(evidenceOf),
		)
	},
}

function succeeded({ entry }: { entry: { outcome: { ok: boolean } } }): boolean {
	return entry.outcome.ok
}

/** No pipeline by that name: the last refusal, if there was one, says more than « absent ». */
function notThere({ journal }: CheckContext): Finding {
	const last = journal.calls('codepipeline', 'CreatePipeline').at(-1)
	if (!last || last.entry.outcome.ok) {
		return failed(
			`Aucun pipeline ne s’appelle ${PIPELINE} dans cette Région.`,
			'Complétez pipeline.json, puis créez le pipeline. Si la commande a été refusée, sa réponse nomme la valeur en cause ; vérifiez aussi le nom et la Région.',
			last ? [evidenceOf(last)] : [],
		)
	}
	const { code, message } = last.entry.outcome
	return failed(
		`La dernière création a été refusée. ${code} : ${message}`,
		'Ce message nomme l’élément à corriger dans pipeline.json. Corrigez-le, puis recommencez la création.',
		[evidenceOf(last)],
	)
}

export const twoStages: Check = {
	id: 'deux-etapes',
	task: 'creer',
	kind: 'state',
	lesson: 'anatomie-d-un-pipeline',
	sentence: 'Il a deux étapes : une source S3, puis un déploiement S3',
	expected:
		'Deux étapes. La première contient une action Source du fournisseur S3, la seconde une action Deploy du fournisseur S3 qui lit son artefact.',
	async run({ aws, journal }) {
		const pipeline = await findPipeline(aws, PIPELINE)
		if (!pipeline) return refusedForm(journal) ?? failed('Le pipeline n’existe pas encore.', CREATE_FIRST)
		return stagesFinding(pipeline)
	},
}

const CREATE_FIRST = 'Commencez par créer le pipeline : la première tâche en donne la commande.'

/** A creation that the service refused for its form, explained by what was sent. */
function refusedForm(journal: CheckContext['journal']): Finding | undefined {
	const last = journal.calls('codepipeline', 'CreatePipeline').at(-1)
	if (!last || last.entry.outcome.ok) return
	const { pipeline } = last.entry.request as { pipeline?: PipelineDeclaration }
	const finding = pipeline && stagesFinding(pipeline)
	return finding?.outcome === 'failed' ? { ...finding, evidence: [evidenceOf(last)] } : undefined
}

function stagesFinding(pipeline: PipelineDeclaration): Finding {
	const stages = pipeline.stages ?? []
	if (stages.length !== 2) {
		const count = stages.length < 2 ? `${stages.length} étape` : `${stages.length} étapes`
		return failed(
			`La définition compte ${count}.`,
			'Deux étapes sont attendues : l’une apporte l’archive, l’autre la publie. Une action Source vit dans la première, et seulement là.',
		)
	}
	const [source] = actionsOf(
		{ ...pipeline, stages: [stages[0] ?? {}] } as PipelineDeclaration,
		'Source',
		'S3',
	)
	if (!source) {
		return failed(
			'La première étape ne contient pas d’action Source du fournisseur S3.',
			'Regardez actionTypeId : la catégorie dit le rôle de l’action, le fournisseur dit qui fait le travail.',
		)
	}
	const [deploy] = actionsOf(
		{ ...pipeline, stages: [stages[1] ?? {}] } as PipelineDeclaration,
		'Deploy',
		'S3',
	)
	if (!deploy) {
		return failed(
			'La seconde étape ne contient pas d’action Deploy du fournisseur S3.',
			'Le fournisseur S3 existe dans deux catégories, qui n’ont pas la même configuration. Laquelle écrit dans un seau ?',
		)
	}
	const { Extract = '', ObjectKey } = deploy.configuration ?? {}
	const extracts = Extract.toLowerCase() === 'true'
	if (!extracts && !ObjectKey) {
		return failed(
			`L’action ${deploy.name} a Extract=${Extract} sans ObjectKey. Avec Extract=false il faut ObjectKey.`,
			'Voulez-vous publier l’archive telle quelle, ou les fichiers qu’elle contient ? Extract en décide.',
		)
	}
	if (!extracts) {
		return failed(
			`L’action ${deploy.name} dépose l’archive telle quelle, sous la clé ${ObjectKey}.`,
			'Un navigateur n’ouvre pas une archive ZIP. Cherchez, dans la configuration de l’action, ce qui la décompresse.',
		)
	}
	if (ObjectKey) {
		return failed(
			`L’action ${deploy.name} publie sous le préfixe ${ObjectKey}, non à la racine du seau.`,
			'Avec la décompression, une clé de la configuration devient un préfixe. En avez-vous besoin ici ?',
		)
	}
	return passed(`${stages[0]?.name} (S3), puis ${stages[1]?.name} (S3).`)
}

export const versionedSource: Check = {
	id: 'source-versionnee',
	task: 'creer',
	kind: 'state',
	lesson: 'preparer-son-premier-pipeline',
	sentence: 'Le seau que lit la source est versionné',
	expected: 'Le versionnement du seau source est à Enabled.',
	async run({ aws }) {
		const pipeline = await findPipeline(aws, PIPELINE)
		const source = pipeline && sourceOf(pipeline)
		if (!source) return failed('Aucune source S3 n’est définie pour le moment.', CREATE_FIRST)
		const status = await versioningOf(aws.s3, source.bucket)
		if (status === 'Enabled') return passed(`Le seau ${source.bucket} est versionné.`)
		return failed(
			`La source S3 exige le versionnement, et celui du seau ${source.bucket} est ${WORDS[status]}.`,
			'Une exécution porte une version précise de l’archive. Vérifiez le seau que nomme l’action source, puis son versionnement.',
		)
	},
}

const WORDS = { Suspended: 'suspendu', Never: 'absent', NoBucket: 'introuvable (le seau n’existe pas)' }

async function versioningOf(s3: CheckContext['aws']['s3'], Bucket: string) {
	const answer = await ifThere(s3.send(new GetBucketVersioningCommand({ Bucket })))
	return answer ? (answer.Status ?? 'Never') : 'NoBucket'
}
