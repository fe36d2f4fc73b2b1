import { createHmac, randomUUID } from 'node:crypto'
import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

/** So many times at once; after them, once in each pause. All is forgotten after some time without any. */
export interface Pace {
	free: number
	pauseMs: number
	forgottenMs: number
}

/** Rows of past days serve nobody: no pace remembers for longer. */
const KEPT_MS = 24 * 60 * 60_000

/**
 * Counts one time more, in the database, so that it holds over all processes.
 * Answers the seconds to wait before it may happen, 0 when it may happen now: what
 * came too early is not held against the next.
 */
export async function waitFor(subject: string, { free, pauseMs, forgottenMs }: Pace): Promise<number> {
	const at = BigInt(now().getTime())
	/** What the count says past the free times: that one came after its pause, or before. */
	const [paced, refused] = [free + 1, free + 2]
	const [row] = await getDatabase().$queryRaw<Array<{ count: number; waited: bigint }>>`
		INSERT INTO "RateLimit" AS times ("id", "key", "count", "lastRequest")
		VALUES (${randomUUID()}, ${keyOf(subject)}, 1, ${at}::bigint)
		ON CONFLICT ("key") DO UPDATE SET
			"count" = CASE
				WHEN ${at}::bigint - times."lastRequest" >= ${forgottenMs}::bigint THEN 1
				WHEN times."count" < ${free}::int THEN times."count" + 1
				WHEN ${at}::bigint - times."lastRequest" >= ${pauseMs}::bigint THEN ${paced}::int
				ELSE ${refused}::int END,
			"lastRequest" = CASE
				WHEN times."count" >= ${free}::int AND ${at}::bigint - times."lastRequest" < ${pauseMs}::bigint
				THEN times."lastRequest" ELSE ${at}::bigint END
		RETURNING "count", ${at}::bigint - "lastRequest" AS "waited"`
	return row?.count === refused ? seconds(pauseMs - Number(row.waited)) : 0
}

/** The seconds that `waitFor` would answer, without counting. */
export async function peekWait(subject: string, { free, pauseMs }: Pace): Promise<number> {
	const row = await getDatabase().rateLimit.findUnique({ where: { key: keyOf(subject) } })
	if (!row || row.count < free) return 0
	return Math.max(0, seconds(pauseMs - (now().getTime() - Number(row.lastRequest))))
}

/** Begins anew, after what was counted has proved to be right. */
export async function forget(subject: string): Promise<void> {
	await getDatabase().rateLimit.deleteMany({ where: { key: keyOf(subject) } })
}

/** Takes away what no pace remembers any more. */
export async function forgetPast(): Promise<void> {
	const before = BigInt(now().getTime() - KEPT_MS)
	await getDatabase().rateLimit.deleteMany({ where: { lastRequest: { lt: before } } })
}

function seconds(ms: number): number {
	return Math.ceil(ms / 1000)
}

/** No list of addresses is kept. */
function keyOf(subject: string): string {
	return `pace:${createHmac('sha256', env.appSecret).update(subject).digest('base64url')}`
}
