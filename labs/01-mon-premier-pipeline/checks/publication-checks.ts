import { type Check, failed, passed } from '../../checks/check.ts'
import { failureOf, listExecutions } from '../../checks/executions.ts'
import { listObjects, readObject } from '../../checks/objects.ts'
import { findPipeline, sourceOf } from '../../checks/structure.ts'
import { PIPELINE, WEB_BUCKET } from '../names.ts'
import { readSourceSite, versionOf } from './site.ts'
import { evidenceOfWrite, lastWrites } from './web-bucket.ts'

const HOME_PAGE = 'index.html'
const CREATE_FIRST = 'Commencez par créer le pipeline : c’est lui qui dit où déposer l’archive.'

export const v2Published: Check = {
	id: 'v2-publiee',
	task: 'publier',
	kind: 'behaviour',
	lesson: 'anatomie-d-un-pipeline',
	sentence: 'Le seau web montre la version 2, la même que dans l’archive de la source',
	expected: `La page ${HOME_PAGE} de ${WEB_BUCKET} est celle de la dernière archive déposée, en version 2.`,
	async run({ aws }) {
		const page = await readObject(aws, WEB_BUCKET, HOME_PAGE)
		const pipeline = await findPipeline(aws, PIPELINE)
		const source = pipeline && sourceOf(pipeline)
		const site = source && (await readSourceSite(aws, source))
		if (page && versionOf(page) === '2') {
			const current = site?.[HOME_PAGE]
			if (current && Buffer.from(current).equals(page)) return passed('La version 2 est en ligne.')
			return failed(
				'La version 2 est en ligne, mais l’archive de la source contient autre chose.',
				'La prochaine exécution publiera ce que contient la source. Déposez-y la même version.',
			)
		}
		if (!source) return failed('Aucune source S3 n’est définie pour le moment.', CREATE_FIRST)
		if (!site) {
			return failed(
				'La source ne contient pas d’archive ZIP lisible.',
				'Déposez dans le seau source une archive des fichiers de site-v2, sous la clé que lit le pipeline.',
			)
		}
		const folder = Object.keys(site).find((path) => path.endsWith(`/${HOME_PAGE}`))
		if (!site[HOME_PAGE] && folder) {
			return failed(
				`L’archive range le site dans un dossier : ${folder}. La page d’accueil n’est pas à sa racine.`,
				'L’action publie l’archive telle qu’elle est rangée. Placez-vous dans le dossier du site avant de compresser.',
			)
		}
		const archived = site[HOME_PAGE] && versionOf(site[HOME_PAGE])
		if (archived !== '2') {
			return failed(
				`L’archive de la source contient la version ${archived ?? 'inconnue'} du site.`,
				'La version 2 est dans le dossier site-v2 de votre répertoire. Compressez-la et déposez-la dans le seau source.',
			)
		}
		const [latest] = await listExecutions(aws, PIPELINE)
		return failed(
			'La version 2 est dans la source, mais le seau web montre autre chose.',
			latest?.status === 'InProgress'
				? 'Une exécution est en cours. Attendez sa fin, puis vérifiez à nouveau.'
				: 'Le pipeline ne surveille pas la source : une exécution doit être démarrée, réussir, et publier à la racine du seau.',
		)
	},
}

export const twoSuccesses: Check = {
	id: 'deux-reussites',
	task: 'publier',
	kind: 'behaviour',
	lesson: 'l-aws-cli',
	sentence: 'Deux exécutions au moins ont réussi',
	expected: `Deux exécutions de ${PIPELINE} au statut Succeeded : une par version du site.`,
	async run({ aws }) {
		const executions = await listExecutions(aws, PIPELINE)
		const count = executions.filter(({ status }) => status === 'Succeeded').length
		if (count >= 2) return passed(`${count} exécutions réussies.`)
		const obtained = `Exécutions réussies : ${count}, sur ${executions.length}.`
		const [latest] = executions
		if (latest?.status === 'InProgress') {
			return failed(obtained, 'Une exécution est en cours. Attendez sa fin, puis vérifiez à nouveau.')
		}
		const failure = await failureOf(aws, PIPELINE, latest)
		if (failure) {
			return failed(
				`${obtained} La dernière a échoué dans l’action ${failure.action} : « ${failure.message} »`,
				'Corrigez ce que nomme le message, puis relancez l’étape.',
			)
		}
		return failed(
			obtained,
			'list-pipeline-executions montre chaque exécution, ce qui l’a démarrée et son statut.',
		)
	},
}

export const onlyThePipeline: Check = {
	id: 'ecrit-par-le-pipeline',
	task: 'publier',
	kind: 'behaviour',
	lesson: 'preparer-son-premier-pipeline',
	sentence: 'Tout ce qui est en ligne a été écrit par l’action Deploy, et par elle seule',
	expected: `La dernière écriture de chaque objet de ${WEB_BUCKET} vient d’une action du pipeline.`,
	async run({ aws, journal }) {
		const writes = lastWrites(journal, Object.keys(await listObjects(aws, WEB_BUCKET)))
		if (writes.length === 0) {
			return failed(
				'Le seau web est vide.',
				'Menez une exécution jusqu’au bout : c’est elle qui doit y écrire.',
			)
		}
		const foreign = writes.filter((write) => !write.byPipeline)
		if (foreign.length === 0) {
			const evidence = writes.slice(0, 1).map(evidenceOfWrite)
			return passed(`${writes.length} objets en ligne, tous écrits par le pipeline.`, evidence)
		}
		const names = foreign.map(({ key }) => key).join(', ')
		return failed(
			`Le site est à jour mais aucune action Deploy ne l’a écrit : ${names}.`,
			'Le journal montre qui a écrit ces objets. Publiez par le pipeline, de la source jusqu’au seau web.',
			foreign.slice(0, 5).map(evidenceOfWrite),
		)
	},
}
