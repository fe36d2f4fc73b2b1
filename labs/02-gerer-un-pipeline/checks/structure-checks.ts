import type { PipelineDeclaration, StageDeclaration } from '@aws-sdk/client-codepipeline'
import { type Check, type Finding, failed, passed } from '../../checks/check.ts'
import type { ForkContext } from '../../checks/context.ts'
import { failureOf, listActions, publishArchive, waitForExecution } from '../../checks/executions.ts'
import { listObjects, readObject } from '../../checks/objects.ts'
import { findPipeline } from '../../checks/structure.ts'
import { zipFiles } from '../../zip.ts'
import { PIPELINE, SIGN, WEB_BUCKET } from '../names.ts'
import { sitePages } from '../start.ts'
import { openTransition } from './transitions.ts'

export const GONE = `Le pipeline ${PIPELINE} n’existe plus.`
export const RESET = 'Réinitialisez l’atelier : un pipeline recréé ne garde rien de son passé.'
const PAGE = 'index.html'

/** The stage that writes the site, whatever it is called. */
export function deployStage({ stages }: PipelineDeclaration): StageDeclaration | undefined {
	return stages?.find(({ actions = [] }) =>
		actions.some(
			({ actionTypeId, configuration }) =>
				actionTypeId?.category === 'Deploy' && configuration?.BucketName === WEB_BUCKET,
		),
	)
}

/** A stage of tests: commands, or a build of category Test, over what another stage made, that gives nothing on. */
export function testStage({ stages = [] }: PipelineDeclaration): StageDeclaration | undefined {
	const building = stages.findIndex(({ actions = [] }) =>
		actions.some(({ outputArtifacts = [], actionTypeId }) => {
			return actionTypeId?.category !== 'Source' && outputArtifacts.length > 0
		}),
	)
	return stages.find(
		({ actions = [] }, place) =>
			place !== building &&
			actions.some(({ actionTypeId }) => ['Compute', 'Test', 'Build'].includes(actionTypeId?.category ?? '')),
	)
}

function missing(pipeline: PipelineDeclaration): Finding | undefined {
	if (deployStage(pipeline)) return
	return failed(
		'L’étape Deploy a disparu : update remplace toute la structure.',
		'Partez de get-pipeline, ajoutez, et rendez tout. La version précédente de la structure se relit avec --pipeline-version.',
	)
}

export const testBeforeDeploy: Check = {
	id: 'test-avant-deploy',
	task: 'ajouter',
	kind: 'state',
	lesson: 'les-etapes',
	sentence: 'Une étape de test vient après la construction et avant la publication',
	expected: 'Source, construction, test, publication, dans cet ordre.',
	async run({ aws, journal }) {
		const pipeline = await findPipeline(aws, PIPELINE)
		if (!pipeline) return failed(GONE, RESET)
		if (journal.calls('codepipeline', 'DeletePipeline').some(({ entry }) => entry.outcome.ok))
			return failed('L’historique a disparu : il fallait mettre à jour, non supprimer et recréer.', RESET)
		const lost = missing(pipeline)
		if (lost) return lost
		const names = (pipeline.stages ?? []).map(({ name = '' }) => name)
		const test = testStage(pipeline)
		const order = `Étapes : ${names.join(', ')}.`
		if (!test) {
			return failed(
				order,
				'L’étape à ajouter est dans etape-test.json. Elle lit ce que la construction a produit.',
			)
		}
		const deploy = deployStage(pipeline)
		if (names.indexOf(test.name ?? '') > names.indexOf(deploy?.name ?? '')) {
			return failed(
				`${order} Le test vient après la publication.`,
				'Un test qui passe après la mise en ligne n’arrête rien. L’ordre de la liste est celui de l’exécution.',
			)
		}
		return passed(`${order} Version ${pipeline.version} de la structure.`)
	},
}

/** Publishes pages through a fork's pipeline, its doors open. */
async function deliver(fork: ForkContext, pipeline: PipelineDeclaration, pages: Record<string, Uint8Array>) {
	await openTransition(fork, deployStage(pipeline)?.name)
	const id = await publishArchive(fork, pipeline, zipFiles(pages))
	return { id, status: await waitForExecution(fork, PIPELINE, id) }
}

export const nothingLost: Check = {
	id: 'rien-de-perdu',
	task: 'ajouter',
	kind: 'behaviour',
	lesson: 'les-etapes',
	sentence: 'Une version déposée traverse le test, puis arrive sur le site',
	expected: 'Dans une copie : le test puis la publication réussissent, et le site montre la version.',
	async run(context) {
		const fork = await context.fork()
		const pipeline = await findPipeline(fork.aws, PIPELINE)
		if (!pipeline) return failed(GONE, RESET)
		const lost = missing(pipeline)
		if (lost) return lost
		const test = testStage(pipeline)
		if (!test)
			return failed('Il n’y a pas encore d’étape de test.', 'Ajoutez l’étape, puis revenez vérifier.')
		const pages = sitePages(`contrôle ${fork.now()}`)
		const { id, status } = await deliver(fork, pipeline, pages)
		const failure = await failureOf(fork.aws, PIPELINE, { pipelineExecutionId: id, status })
		if (failure) {
			return failed(
				`L’exécution échoue dans l’action ${failure.action} : « ${failure.message} »`,
				'Déposez vous-même une version et suivez-la. Le test lit-il l’artefact que la construction produit ?',
			)
		}
		const tested = (await listActions(fork.aws, PIPELINE, id)).some(
			({ stageName }) => stageName === test.name,
		)
		const online = await readObject(fork.aws, WEB_BUCKET, PAGE)
		if (status === 'Succeeded' && tested && online && Buffer.from(online).equals(pages[PAGE] ?? Buffer.of()))
			return passed('Testée, puis publiée.')
		return failed(
			`L’exécution est au statut ${status}, et le site ne montre pas la version déposée.`,
			'Chaque étape d’avant est-elle toujours là, avec ses artefacts ?',
		)
	},
}

export const redTest: Check = {
	id: 'test-rouge',
	task: 'ajouter',
	kind: 'negative',
	lesson: 'les-etapes',
	sentence: 'Une page que le test refuse n’est pas publiée',
	expected: `Dans une copie : une page sans « ${SIGN} » fait échouer l’exécution, site inchangé.`,
	async run(context) {
		const fork = await context.fork()
		const pipeline = await findPipeline(fork.aws, PIPELINE)
		if (!pipeline) return failed(GONE, RESET)
		if (!testStage(pipeline))
			return failed('Il n’y a pas encore d’étape de test.', 'Ajoutez l’étape, puis revenez vérifier.')
		const before = JSON.stringify(await listObjects(fork.aws, WEB_BUCKET))
		const { id, status } = await deliver(fork, pipeline, { [PAGE]: Buffer.from('<p>Page vide</p>') })
		const stage = deployStage(pipeline)?.name
		const started = (await listActions(fork.aws, PIPELINE, id)).some(({ stageName }) => stageName === stage)
		const unchanged = JSON.stringify(await listObjects(fork.aws, WEB_BUCKET)) === before
		if (status === 'Failed' && !started && unchanged && stage)
			return passed('Exécution Failed, aucune action de publication démarrée.')
		return failed(
			`Page refusée par le test : exécution ${status}, publication ${started ? 'démarrée' : 'non démarrée'}.`,
			'Un test qui rend toujours 0 n’arrête rien. Que rend votre commande quand elle ne trouve pas ?',
		)
	},
}
