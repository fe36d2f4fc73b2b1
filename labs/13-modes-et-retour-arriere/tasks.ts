import type { Task } from '../lab.ts'

/** In order; `instructions.mdx` tells each. */
export const tasks: ReadonlyArray<Task> = [
	{
		id: 'observer',
		title: 'Déposer quatre versions et voir ce qui est supplanté',
		checks: ['supplantees', 'supplantee-non-relancable'],
		hints: [
			'Une étape ne sert qu’une exécution à la fois. Que deviennent celles qui arrivent pendant qu’elle est occupée ?',
			'L’étape Recette reste occupée tant que personne n’approuve. Déposez les versions sans approuver, puis lisez list-pipeline-executions.',
			'Une boucle du terminal suffit, qui lance publier.sh pour 7, 8, 9 puis 10. Approuvez ensuite, autant de fois qu’une version attend.',
		],
	},
	{
		id: 'ordonner',
		title: 'Choisir le mode qui livre tout, dans l’ordre',
		checks: ['mode-queued', 'tout-dans-l-ordre', 'une-a-la-fois'],
		hints: [
			'Trois modes existent. L’un supplante, l’un n’attend pas, l’un fait la queue.',
			'Le mode est un champ de la structure, à côté de pipelineType. La structure entière se lit avec get-pipeline et se rend avec update-pipeline, sans metadata.',
			'Avec jq, une seule ligne prépare le fichier : gardez .pipeline, et donnez à executionMode la valeur de la file d’attente.',
		],
	},
	{
		id: 'revenir',
		title: 'Revenir en arrière à la main',
		checks: ['retour-arriere', 'cible-du-retour', 'cible-perimee', 'sans-parallel'],
		hints: [
			'Le site montre une page vide. La bonne version a déjà été construite et publiée : inutile de la faire repasser par la source.',
			'rollback-stage demande une étape et une cible. Une cible a réussi dans cette étape, avec la structure d’aujourd’hui : vous venez de la changer, donc une bonne version doit d’abord passer sous la nouvelle.',
			'list-pipeline-executions accepte --filter succeededInStage={stageName=Production}. La première de la liste est la version cassée ; la cible est la suivante.',
		],
	},
	{
		id: 'automatiser',
		title: 'Faire revenir l’étape d’elle-même',
		checks: ['retour-declare', 'retour-automatique', 'recette-rouge'],
		hints: [
			'Une étape peut dire ce qu’elle fait quand elle échoue. Laquelle doit le dire ici ?',
			'onFailure est un champ de l’étape. Il a trois résultats possibles pour un échec ; un seul remet la version d’avant.',
			'Partez à nouveau de get-pipeline. Dans l’étape Production, à côté d’actions, ajoutez onFailure avec result à la valeur du retour arrière.',
		],
	},
]
