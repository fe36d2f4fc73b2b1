const ISO_8601 =
	/^-?\d{1,9}(?:-(?<month>\d{1,2})(?:-(?<day>\d{1,2}))?)?(?:t(?:(?<hour>\d{1,2})(?::(?<minute>\d{1,2})(?::(?<second>\d{1,2})(?:\.(?<fraction>\d{1,9}))?)?)?)?(?:z|[+-]\d\d(?::?\d\d)?)?)?$/i
const LONG_MAX = 2n ** 63n - 1n

/** Whether a date condition can hold a text: ISO 8601, or seconds since 1970. */
export function isMoment(text: string): boolean {
	if (!/[t-]/i.test(text)) return /^\d+$/.test(text) && BigInt(text) <= LONG_MAX
	const parts = ISO_8601.exec(text)?.groups
	if (!parts) return false
	const within = (part: string, from: number, to: number) => {
		const value = parts[part]
		return value === undefined || (Number(value) >= from && Number(value) <= to)
	}
	return (
		within('month', 1, 12) &&
		within('day', 1, 31) &&
		within('hour', 0, 23) &&
		within('minute', 0, 59) &&
		within('second', 0, 59)
	)
}
