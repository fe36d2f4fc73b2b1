import { defineLab } from '../lab.ts'
import { checks } from './checks.ts'
import { ACCOUNT, REGION } from './names.ts'
import { solution } from './solution.ts'
import { start } from './start.ts'
import { tasks } from './tasks.ts'

export const lab = defineLab({
	id: 'a13',
	slug: 'modes-et-retour-arriere',
	title: 'Modes d’exécution et retour arrière d’étape',
	summary:
		'Quatre versions à la fois : voir ce qui est supplanté, tout livrer dans l’ordre, revenir en arrière à la main, puis sans la main.',
	minutes: 45,
	objectives: [
		'Prédire ce que deviennent des exécutions rapprochées en SUPERSEDED et en QUEUED',
		'Choisir le mode d’une équipe qui doit tout livrer, dans l’ordre',
		'Ramener une étape à une exécution qui y avait réussi, et reconnaître une cible valide',
		'Faire revenir une étape d’elle-même quand elle échoue',
	],
	lessons: ['modes-d-execution', 'reprise-et-retour-arriere', 'concevoir-des-pipelines-surs'],
	account: ACCOUNT,
	region: REGION,
	startsAt: Date.UTC(2026, 0, 12, 8),
	speed: 60,
	start,
	tasks,
	checks,
	solution,
})
