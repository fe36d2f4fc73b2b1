import { defineLab } from '../lab.ts'
import { checks } from './checks.ts'
import { ACCOUNT, REGION } from './names.ts'
import { solution } from './solution.ts'
import { start } from './start.ts'
import { tasks } from './tasks.ts'

export const lab = defineLab({
	id: 'a6',
	slug: 'parallele-sequentiel-variables',
	title: 'Parallèle, séquentiel, variables',
	summary:
		'Quarante minutes de tests à la suite, ramenées à vingt ; deux rapports lus par la dernière action ; une cible choisie au lancement.',
	minutes: 35,
	objectives: [
		'Mettre des actions en parallèle et faire attendre celle qui dépend d’elles',
		'Prévoir et mesurer la durée d’une étape',
		'Faire passer plusieurs artefacts d’une action à une autre',
		'Déclarer une variable de pipeline, et la remplacer au lancement',
	],
	lessons: ['actions-paralleles-et-sequentielles', 'les-artefacts', 'variables-et-espaces-de-noms'],
	account: ACCOUNT,
	region: REGION,
	startsAt: Date.UTC(2026, 0, 12, 8),
	speed: 120,
	start,
	tasks,
	checks,
	solution,
})
