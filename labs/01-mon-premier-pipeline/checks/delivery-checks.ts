import { type Check, failed, passed } from '../../checks/check.ts'
import type { ForkContext } from '../../checks/context.ts'
import { failureOf } from '../../checks/executions.ts'
import { listObjects, readObject } from '../../checks/objects.ts'
import { findPipeline, sourceOf } from '../../checks/structure.ts'
import { zipFiles } from '../../zip.ts'
import { PIPELINE, WEB_BUCKET } from '../names.ts'
import { publish } from './publish.ts'

const PAGE = 'index.html'
/** Not a zip, whatever its name says. */
const CORRUPTED = Buffer.from('Ceci n’est pas une archive ZIP.')

const CREATE_FIRST = 'Commencez par créer le pipeline, puis revenez vérifier.'
const NO_SOURCE = 'Aucune source S3 n’est définie : il n’y a rien à publier.'

async function openSource(fork: ForkContext) {
	const pipeline = await findPipeline(fork.aws, PIPELINE)
	return pipeline && sourceOf(pipeline)
}

/** A page that no learner has: what arrives can only come from this check. */
function nextVersion(fork: ForkContext): Buffer {
	return Buffer.from(`<!doctype html><title>Version du contrôle</title><p>${fork.now()}</p>`)
}

/** Publishes a version of its own through the fork's pipeline; the reason why it did not arrive, if any. */
async function whyNotDelivered(
	fork: ForkContext,
	source: { bucket: string; key: string },
): Promise<string | undefined> {
	const page = nextVersion(fork)
	const execution = await publish(fork, source, zipFiles({ [PAGE]: page }))
	if (!execution)
		return `Le seau ${source.bucket}, que lit la source, n’accepte aucun dépôt : il n’existe pas, ou sa politique l’interdit.`
	if (execution.status !== 'Succeeded') {
		const failure = await failureOf(fork.aws, PIPELINE, execution)
		const reason = failure ? ` dans l’action ${failure.action} : « ${failure.message} »` : ''
		return `L’exécution s’est terminée au statut ${execution.status}${reason}.`
	}
	const online = await readObject(fork.aws, WEB_BUCKET, PAGE)
	if (online && Buffer.from(online).equals(page)) return
	return `L’exécution a réussi, mais ${PAGE} n’a pas changé dans ${WEB_BUCKET}.`
}

export const deliversNextVersion: Check = {
	id: 'nouvelle-version',
	task: 'publier',
	kind: 'behaviour',
	lesson: 'anatomie-d-un-pipeline',
	sentence: 'Une nouvelle version, déposée par le contrôle, traverse votre pipeline jusqu’au site',
	expected: 'Une version inédite, déposée dans une copie de votre atelier, arrive dans le seau web.',
	async run(context) {
		const fork = await context.fork()
		const source = await openSource(fork)
		if (!source) return failed(NO_SOURCE, CREATE_FIRST)
		const reason = await whyNotDelivered(fork, source)
		if (!reason) return passed('La version du contrôle est arrivée dans le seau web de la copie.')
		return failed(
			reason,
			'Déposez vous-même une version de plus et suivez-la étape par étape : où s’arrête-t-elle ?',
		)
	},
}

export const corruptedArchive: Check = {
	id: 'archive-corrompue',
	task: 'publier',
	kind: 'negative',
	lesson: 'anatomie-d-un-pipeline',
	sentence: 'Une archive corrompue fait échouer l’exécution et ne change rien au site',
	expected: 'Exécution au statut Failed, et seau web inchangé.',
	async run(context) {
		const fork = await context.fork()
		const source = await openSource(fork)
		if (!source) return failed(NO_SOURCE, CREATE_FIRST)
		// A pipeline that delivers nothing would refuse this archive too, and prove nothing.
		const reason = await whyNotDelivered(await fork.fork(), source)
		if (reason) {
			return failed(
				`Une archive saine n’arrive pas non plus, donc ce contrôle ne prouve rien. ${reason}`,
				'Faites d’abord réussir une publication ordinaire.',
			)
		}
		const before = JSON.stringify(await listObjects(fork.aws, WEB_BUCKET))
		const status = (await publish(fork, source, CORRUPTED))?.status
		const unchanged = JSON.stringify(await listObjects(fork.aws, WEB_BUCKET)) === before
		if (status === 'Failed' && unchanged) return passed('Exécution Failed, seau web inchangé.')
		return failed(
			`Archive corrompue : exécution ${status}, seau web ${unchanged ? 'inchangé' : 'modifié'}.`,
			'Une action qui décompresse lit l’archive avant d’écrire. La vôtre la dépose-t-elle sans l’ouvrir ?',
		)
	},
}
