import type { Task } from '../lab.ts'

/** In order; `instructions.mdx` tells each. */
export const tasks: ReadonlyArray<Task> = [
	{
		id: 'paralleliser',
		title: 'Ramener les tests à vingt minutes',
		checks: ['trois-ensemble', 'duree', 'securite-rouge'],
		hints: [
			'Trois tests ne dépendent que de la source. Le quatrième n’a de sens que s’ils ont tous réussi.',
			'get-pipeline montre un nombre pour chaque action : runOrder. Les mêmes nombres partent ensemble, les plus petits d’abord.',
			'Donnez 1 à Lint, Unitaires et Securite, et 2 à BoutEnBout, puis rendez toute la structure avec update-pipeline.',
		],
	},
	{
		id: 'rapporter',
		title: 'Transmettre deux rapports',
		checks: ['deux-rapports'],
		hints: [
			'Un fichier qu’une action écrit disparaît avec elle, sauf si elle le déclare en sortie.',
			'Une action Commands déclare dans outputArtifacts un nom et la liste des fichiers ; celle qui lit déclare le nom dans inputArtifacts. Un nom de sortie ne sert qu’une fois dans tout le pipeline.',
			'Donnez à Unitaires et à Securite un artefact chacune, avec son fichier rapport-….txt, et ajoutez les deux noms aux entrées de BoutEnBout, après SourceOutput.',
		],
	},
	{
		id: 'cibler',
		title: 'Choisir la cible par une variable',
		checks: ['variable-declaree', 'cible-choisie', 'sans-valeur'],
		hints: [
			'Ce qui change d’un lancement à l’autre est une variable de pipeline ; ce qui ne change pas reste dans la structure.',
			'La liste variables se trouve à côté de stages. Une configuration cite une variable par #{variables.NOM}, au milieu d’un texte s’il le faut.',
			'Déclarez CIBLE, defaultValue recette, et remplacez « recette » dans BucketName par la référence à la variable.',
		],
	},
	{
		id: 'lancer',
		title: 'Publier en préproduction',
		checks: ['lancee-en-preprod'],
		hints: [
			'La valeur se donne au lancement, sans toucher à la structure.',
			'start-pipeline-execution a une option --variables, qui prend un nom et une valeur.',
			'--variables name=CIBLE,value=…, puis attendez la fin de l’exécution.',
		],
	},
]
