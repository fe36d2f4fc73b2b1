import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { type Check, failed, passed } from '../../checks/check.ts'
import type { ForkContext } from '../../checks/context.ts'
import { listActions, listExecutions, statusOf } from '../../checks/executions.ts'
import { listObjects, readObject } from '../../checks/objects.ts'
import { findPipeline } from '../../checks/structure.ts'
import { zipFiles } from '../../zip.ts'
import { PIPELINE, WEB_BUCKET } from '../names.ts'
import { sitePages } from '../start.ts'
import { productionStage, publish, runToRest } from './flow.ts'
import { GONE, RESET } from './mode-checks.ts'

const PAGE = 'index.html'
/** A file that the site's bucket refuses in a fork: what brings it fails there, and only there. */
const REFUSED = 'refuse.txt'
const REFUSAL = JSON.stringify({
	Version: '2012-10-17',
	Statement: [
		{
			Effect: 'Deny',
			Principal: '*',
			Action: 's3:PutObject',
			Resource: `arn:aws:s3:::${WEB_BUCKET}/${REFUSED}`,
		},
	],
})
const CORRUPTED = Buffer.from('Ceci n’est pas une archive ZIP.')

export const onFailure: Check = {
	id: 'retour-declare',
	task: 'automatiser',
	kind: 'state',
	lesson: 'reprise-et-retour-arriere',
	sentence: 'L’étape qui publie le site déclare de revenir en arrière quand elle échoue',
	expected: 'onFailure.result vaut ROLLBACK dans l’étape qui publie le site.',
	async run({ aws }) {
		const pipeline = await findPipeline(aws, PIPELINE)
		if (!pipeline) return failed(GONE, RESET)
		const stage = productionStage(pipeline)
		const result = stage?.onFailure?.result
		if (result === 'ROLLBACK') return passed(`${stage?.name} : onFailure ROLLBACK.`)
		if (result) {
			return failed(
				`L’étape ${stage?.name} déclare onFailure ${result}.`,
				'RETRY refait la même chose, FAIL s’arrête là. Quel résultat remet la version d’avant ?',
			)
		}
		const other = pipeline.stages?.find(({ onFailure }) => onFailure?.result === 'ROLLBACK')
		if (other) {
			return failed(
				`C’est l’étape ${other.name} qui déclare le retour arrière ; elle ne publie pas le site.`,
				'Le retour arrière se déclare dans l’étape qu’il ramène.',
			)
		}
		return failed(
			`L’étape ${stage?.name ?? 'qui publie le site'} ne déclare pas onFailure.`,
			'onFailure se place dans l’étape, à côté de name et d’actions. Une mise à jour remplace toute la structure : partez de get-pipeline.',
		)
	},
}

/** A good version, then one that only production refuses; what the site showed after each, and how it came back. */
async function failInProduction(fork: ForkContext, pipeline: PipelineDeclaration) {
	await runToRest(fork)
	await fork.aws.s3.send(new PutBucketPolicyCommand({ Bucket: WEB_BUCKET, Policy: REFUSAL }))
	await publish(fork, pipeline)
	await runToRest(fork)
	const good = await pageOf(fork)
	const pages = sitePages('refusée')
	const broken = await publish(fork, pipeline, zipFiles({ ...pages, [REFUSED]: Buffer.from('refusé') }))
	await runToRest(fork)
	const back = (await listExecutions(fork.aws, PIPELINE)).find(
		({ executionType, trigger }) =>
			executionType === 'ROLLBACK' && trigger?.triggerType === 'AutomatedRollback',
	)
	return {
		good,
		after: await pageOf(fork),
		status: await statusOf(fork.aws, PIPELINE, broken),
		back: back?.status,
	}
}

async function pageOf({ aws }: ForkContext): Promise<string> {
	return Buffer.from((await readObject(aws, WEB_BUCKET, PAGE)) ?? []).toString('utf8')
}

export const comesBack: Check = {
	id: 'retour-automatique',
	task: 'automatiser',
	kind: 'behaviour',
	lesson: 'reprise-et-retour-arriere',
	sentence: 'Une version qui échoue en production laisse la place à la précédente, sans personne',
	expected:
		'Dans une copie : l’exécution échoue, un retour automatique réussit, le site montre la version d’avant.',
	async run(context) {
		const fork = await context.fork()
		const pipeline = await findPipeline(fork.aws, PIPELINE)
		if (!pipeline) return failed(GONE, RESET)
		const { good, after, status, back } = await failInProduction(fork, pipeline)
		if (status === 'Failed' && back === 'Succeeded' && good !== '' && after === good)
			return passed('La version d’avant est revenue par un retour automatique.')
		if (back === undefined) {
			return failed(
				`La version en échec (${status}) n’a été suivie d’aucun retour automatique.`,
				'Déclarez, dans l’étape qui publie, ce qu’elle doit faire quand elle échoue.',
			)
		}
		return failed(
			`Exécution ${status}, retour automatique ${back}, site ${after === good ? 'revenu' : 'non revenu'}.`,
			'Rejouez-le : déposez une bonne version, puis une archive que la production refuse.',
		)
	},
}

export const redStaging: Check = {
	id: 'recette-rouge',
	task: 'automatiser',
	kind: 'negative',
	lesson: 'concevoir-des-pipelines-surs',
	sentence: 'Une version qui échoue avant la production ne la touche pas',
	expected: 'Dans une copie : aucune action de production démarrée, site inchangé.',
	async run(context) {
		const fork = await context.fork()
		const pipeline = await findPipeline(fork.aws, PIPELINE)
		if (!pipeline) return failed(GONE, RESET)
		// A pipeline that publishes nothing, or does not come back, would leave the site alone too.
		const proof = await failInProduction(await fork.fork(), pipeline)
		if (proof.back !== 'Succeeded' || proof.after !== proof.good) {
			return failed(
				'Le retour automatique ne fonctionne pas encore, donc ce contrôle ne prouve rien.',
				'Faites d’abord passer le contrôle précédent.',
			)
		}
		await runToRest(fork)
		const before = JSON.stringify(await listObjects(fork.aws, WEB_BUCKET))
		const id = await publish(fork, pipeline, CORRUPTED)
		await runToRest(fork)
		const stage = productionStage(pipeline)?.name
		const started = (await listActions(fork.aws, PIPELINE, id)).some(({ stageName }) => stageName === stage)
		const unchanged = JSON.stringify(await listObjects(fork.aws, WEB_BUCKET)) === before
		if (!started && unchanged) return passed('Aucune action de production, site inchangé.')
		return failed(
			`Production ${started ? 'démarrée' : 'non démarrée'}, site ${unchanged ? 'inchangé' : 'modifié'}.`,
			'La recette doit venir avant la production, et son échec arrêter l’exécution.',
		)
	},
}
