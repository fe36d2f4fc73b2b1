import { defineLab } from '../lab.ts'
import { checks } from './checks.ts'
import { ACCOUNT, REGION } from './names.ts'
import { solution } from './solution.ts'
import { start } from './start.ts'
import { tasks } from './tasks.ts'

export const lab = defineLab({
	id: 'a1',
	slug: 'mon-premier-pipeline',
	title: 'Mon premier pipeline',
	summary: 'De S3 à S3 : créer un pipeline, lire son premier échec, donner le droit qui manque, publier.',
	minutes: 35,
	objectives: [
		'Créer un pipeline V2 à partir d’une définition JSON',
		'Lire l’état d’un pipeline et le message d’une action en échec',
		'Donner à un rôle de service le droit qui lui manque, et lui seul',
		'Relancer une étape, puis publier une nouvelle version',
	],
	lessons: ['anatomie-d-un-pipeline', 'l-aws-cli', 'preparer-son-premier-pipeline'],
	account: ACCOUNT,
	region: REGION,
	startsAt: Date.UTC(2026, 0, 12, 8),
	speed: 60,
	start,
	tasks,
	checks,
	solution,
})
