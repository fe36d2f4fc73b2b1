import type { Task } from '../lab.ts'

/** In order; `instructions.mdx` tells each. */
export const tasks: ReadonlyArray<Task> = [
	{
		id: 'ajouter',
		title: 'Ajouter une étape Test',
		checks: ['test-avant-deploy', 'rien-de-perdu', 'test-rouge'],
		hints: [
			'La structure d’un pipeline se lit entière et se rend entière : ce qui manque dans ce que vous rendez est retiré.',
			'get-pipeline donne la structure et des métadonnées ; update-pipeline ne veut que la première. L’étape à ajouter est dans etape-test.json, et l’ordre de la liste est l’ordre d’exécution.',
			'Avec jq : gardez .pipeline, et faites de .pipeline.stages la liste des deux premières étapes, de la nouvelle, puis de la dernière.',
		],
	},
	{
		id: 'geler',
		title: 'Fermer la porte de la production',
		checks: ['transition-fermee', 'rien-pendant-le-gel', 'supplantee'],
		hints: [
			'Une étape a une porte d’entrée. Fermée, elle laisse finir ce qui est dedans et retient ce qui arrive.',
			'disable-stage-transition demande l’étape, le sens et une raison. La raison n’accepte ni accent ni apostrophe. Déposez ensuite deux versions, et regardez laquelle attend.',
			'Sens Inbound, étape Deploy. Déposez la première version, attendez qu’elle ait passé Test, puis déposez la seconde : celle qui attendait change de statut.',
		],
	},
	{
		id: 'rouvrir',
		title: 'Rouvrir et livrer la dernière version',
		checks: ['porte-rouverte'],
		hints: [
			'Rouvrir ne demande pas de démarrer quoi que ce soit : quelque chose attend déjà.',
			'enable-stage-transition prend les mêmes étape et sens que la fermeture.',
			'Après l’ouverture, get-pipeline-state montre l’étape Deploy au travail, pour l’exécution qui attendait.',
		],
	},
	{
		id: 'arreter',
		title: 'Arrêter une exécution, puis la reprendre',
		checks: ['arretee-puis-reprise'],
		hints: [
			'Deux façons d’arrêter : laisser finir l’action en cours, ou l’abandonner. Une seule laisse un travail propre.',
			'stop-pipeline-execution attend, sauf si l’on ajoute --abandon. Le temps de construire laisse celui d’arrêter. Une fois l’exécution arrêtée, sa dernière étape se relance.',
			'Attendez le statut Stopped, puis retry-stage-execution sur l’étape Construction, avec l’identifiant de la même exécution.',
		],
	},
	{
		id: 'etiqueter',
		title: 'Étiqueter le pipeline',
		checks: ['etiquette'],
		hints: [
			'Une étiquette est une clé et une valeur, posées sur une ressource.',
			'tag-resource demande l’ARN du pipeline : list-pipelines ne le donne pas, get-pipeline oui, dans metadata.',
			'aws codepipeline tag-resource --resource-arn … --tags key=equipe,value=…',
		],
	},
]
