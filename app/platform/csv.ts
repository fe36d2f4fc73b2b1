/** A CSV file as French spreadsheets open it: semicolons, a byte-order mark, CRLF. */
export function csv(rows: ReadonlyArray<ReadonlyArray<string>>): string {
	return `\uFEFF${rows.map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`
}

/**
 * A spreadsheet runs a cell that looks like a formula; a quote before it makes it text.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(text: string): string {
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
	return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
