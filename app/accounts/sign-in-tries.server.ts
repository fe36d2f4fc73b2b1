import { createHmac, randomUUID } from 'node:crypto'
import { now } from '#app/platform/clock.server.ts'
import { getDatabase } from '#app/platform/db.server.ts'
import { env } from '#app/platform/env.server.ts'

// Tries at one account's password, from however many addresses: in the database,
// so that they are counted over all processes.

/** Tries at once; after them, one each pause. */
const FREE_TRIES = 10
const PAUSE_MS = 60_000
/** What the count says past the free ones: that a try came after its pause, or before. */
const PACED = FREE_TRIES + 1
const REFUSED = FREE_TRIES + 2
/** After so long without a try, all is forgotten. */
const FORGOTTEN_MS = 15 * 60_000

export const TOO_MANY_TRIES =
	'Trop d’essais pour ce compte en peu de temps. Patientez une minute, puis recommencez, ou choisissez un nouveau mot de passe.'

/**
 * Counts a try at an account, whether there is one or not. Answers the seconds to
 * wait before it may be made, 0 when it may be made now: nobody is locked out for good.
 */
export async function waitBeforeTrying(email: string): Promise<number> {
	const at = BigInt(now().getTime())
	const [row] = await getDatabase().$queryRaw<Array<{ count: number; waited: bigint }>>`
		INSERT INTO "RateLimit" AS tries ("id", "key", "count", "lastRequest")
		VALUES (${randomUUID()}, ${keyOf(email)}, 1, ${at}::bigint)
		ON CONFLICT ("key") DO UPDATE SET
			"count" = CASE
				WHEN ${at}::bigint - tries."lastRequest" >= ${FORGOTTEN_MS}::bigint THEN 1
				WHEN tries."count" < ${FREE_TRIES}::int THEN tries."count" + 1
				WHEN ${at}::bigint - tries."lastRequest" >= ${PAUSE_MS}::bigint THEN ${PACED}::int
				ELSE ${REFUSED}::int END,
			"lastRequest" = CASE
				WHEN tries."count" >= ${FREE_TRIES}::int AND ${at}::bigint - tries."lastRequest" < ${PAUSE_MS}::bigint
				THEN tries."lastRequest" ELSE ${at}::bigint END
		RETURNING "count", ${at}::bigint - "lastRequest" AS "waited"`
	return row?.count === REFUSED ? Math.ceil((PAUSE_MS - Number(row.waited)) / 1000) : 0
}

/** After a try that was right. */
export async function forgetTries(email: string): Promise<void> {
	await getDatabase().rateLimit.deleteMany({ where: { key: keyOf(email) } })
}

/** No list of addresses is kept. */
function keyOf(email: string): string {
	return `account:${createHmac('sha256', env.appSecret).update(email).digest('base64url')}`
}
