// A process of its own strikes: what it costs to attack is not the honest's loss.
// It gets which attack and who attacks, and strikes until it is killed.
import { armed, attacks, type Ports } from './attacks.ts'
import { enrol } from './learners.ts'

process.once('message', async ({ index, origin, ports }: { index: number; origin: string; ports: Ports }) => {
	const attack = attacks[index]
	if (!attack) throw new Error(`No attack ${index}`)
	const attacker = await armed(origin, ports, await enrol(origin, '203.0.113.251'))
	process.send?.('striking')
	let round = 0
	const one = async () => {
		for (;;) await attack.strike(attacker, round++).catch(() => {})
	}
	await Promise.all(Array.from({ length: attack.width }, one))
})
