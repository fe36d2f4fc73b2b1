import { createHmac } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { getDatabase } from '#app/platform/db.server.ts'

/** What visitors behind one address may say in a day: a classroom shares one. */
export const VISITOR_LIMIT = 30

/** Where a visitor comes from, and the secret under which it is hashed. */
export interface Visitor {
	address: string
	secret: string
}

/** Counts one more for where the visitor is; false once the day's limit is reached. Forgets past days. */
export async function spendVisitorQuota({ address, secret }: Visitor, at: Date): Promise<boolean> {
	const day = at.toISOString().slice(0, 10)
	const hash = createHmac('sha256', secret)
		.update(`visitor\n${day}\n${networkOf(address)}`)
		.digest('base64url')
	const { visitorQuota } = getDatabase()
	await visitorQuota.deleteMany({ where: { day: { lt: day } } })
	const { count } = await visitorQuota.upsert({
		where: { hash },
		create: { hash, day, count: 1 },
		update: { count: { increment: 1 } },
		select: { count: true },
	})
	return count <= VISITOR_LIMIT
}

/** One subscriber has a whole /64 of IPv6 addresses, and may change among them at will. */
export function networkOf(address: string): string {
	if (!isIPv6(address) || address.includes('.')) return address
	const [head = '', tail] = address.split('::')
	const before = head.split(':').filter(Boolean)
	const after = tail?.split(':').filter(Boolean) ?? []
	const zeros = tail === undefined ? 0 : 8 - before.length - after.length
	const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
	return groups
		.slice(0, 4)
		.map((group) => Number.parseInt(group, 16).toString(16))
		.join(':')
}
