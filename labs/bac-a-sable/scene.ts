import type { Scene } from '../scene.ts'
import { ACCOUNT, REGION } from './names.ts'
import { start } from './start.ts'

/** A world without tasks nor checks, in which one tries what the lessons show. */
export const freeSandbox: Scene = {
	id: 'bac-a-sable',
	slug: 'bac-a-sable',
	title: 'Bac à sable libre',
	account: ACCOUNT,
	region: REGION,
	startsAt: Date.UTC(2026, 0, 12, 8),
	speed: 60,
	start,
}
