import { defineLab } from '../lab.ts'
import { checks } from './checks.ts'
import { ACCOUNT, REGION } from './names.ts'
import { solution } from './solution.ts'
import { start } from './start.ts'
import { tasks } from './tasks.ts'

export const lab = defineLab({
	id: 'a2',
	slug: 'gerer-un-pipeline',
	title: 'Gérer un pipeline : versionner, arrêter, geler, relancer',
	summary:
		'Ajouter une étape sans en perdre, fermer la porte de la production, voir ce qui attend, arrêter une exécution et la reprendre.',
	minutes: 40,
	objectives: [
		'Modifier la structure d’un pipeline sans rien en perdre',
		'Fermer et rouvrir une transition, et dire ce que deviennent les exécutions qui attendent',
		'Arrêter une exécution en laissant finir ce qui est commencé, puis la reprendre',
		'Étiqueter un pipeline',
	],
	lessons: ['les-etapes', 'transitions-et-verrous', 'arreter-et-geler'],
	account: ACCOUNT,
	region: REGION,
	startsAt: Date.UTC(2026, 0, 12, 8),
	speed: 60,
	start,
	tasks,
	checks,
	solution,
})
