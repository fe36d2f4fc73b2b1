import type { Task } from '../lab.ts'

/** In order; `instructions.mdx` tells each. */
export const tasks: ReadonlyArray<Task> = [
	{
		id: 'creer',
		title: 'Créer le pipeline site-demo',
		checks: ['pipeline-v2', 'deux-etapes', 'source-versionnee'],
		hints: [
			'Un pipeline apporte, puis publie. Dites d’abord, pour chaque étape, ce qu’elle lit et ce qu’elle écrit ; les valeurs à compléter en découlent.',
			'Tout se lit dans le compte : aws s3 ls pour les seaux, aws iam list-roles pour le rôle. Les deux actions ont le même fournisseur et des catégories différentes ; un artefact porte le même nom en sortie et en entrée.',
			'Relisez trois points : pipelineType demande la deuxième génération ; l’action qui publie est de catégorie Deploy ; Extract est une chaîne, et c’est elle qui fait décompresser. Créez ensuite avec create-pipeline et --cli-input-json file://pipeline.json.',
		],
	},
	{
		id: 'autoriser',
		title: 'Lire l’échec et donner le droit qui manque',
		checks: ['role-peut-publier', 'role-borne'],
		hints: [
			'La première exécution a échoué dans Deploy. Le message d’erreur dit qui a demandé quoi, et sur quoi.',
			'get-pipeline-state donne, sous actionStates, le message de l’action en échec. Cherchez-y un nom d’action de S3 et le nom d’un objet. C’est le rôle du pipeline qui est refusé, pas vous.',
			'Une instruction suffit : l’action que cite le message, sur l’ARN des objets du seau web (celui du seau, suivi de ce qui désigne ses objets). put-role-policy l’ajoute au rôle sans toucher au reste.',
		],
	},
	{
		id: 'relancer',
		title: 'Relancer et publier la version 1',
		checks: ['v1-publiee', 'relance'],
		hints: [
			'Donner un droit ne relance rien. Le pipeline garde l’exécution en échec et attend votre décision.',
			'Deux chemins : reprendre l’étape en échec de la même exécution, ou démarrer une nouvelle exécution. Le premier demande le nom de l’étape et l’identifiant de l’exécution.',
			'list-pipeline-executions donne l’identifiant. retry-stage-execution le demande, avec le nom de l’étape et --retry-mode FAILED_ACTIONS.',
		],
	},
	{
		id: 'publier',
		title: 'Publier la version 2',
		checks: [
			'v2-publiee',
			'deux-reussites',
			'ecrit-par-le-pipeline',
			'nouvelle-version',
			'archive-corrompue',
		],
		hints: [
			'La version 2 doit suivre le même chemin que la version 1 : une archive dans la source, puis une exécution.',
			'Regardez ce que contient l’archive avant de la déposer (unzip -l) : index.html doit s’y trouver sans dossier devant. La clé dans le seau source reste celle que lit le pipeline.',
			'Compressez depuis l’intérieur de site-v2, copiez l’archive avec aws s3 cp sous la clé site.zip, puis demandez une exécution : votre pipeline ne surveille pas la source.',
		],
	},
]
