const RULES: Array<[pattern: RegExp, advice: string]> = [
	[/'/, 'write the apostrophe ’ (U+2019)'],
	[/\.\.\./, 'write the ellipsis … (U+2026)'],
	[/"/, 'write « guillemets » with U+00A0 inside'],
	[/«[^\u00A0]|[^\u00A0]»/, 'put U+00A0 inside « guillemets »'],
	[/[^\u202F\d][;!?]/, 'put U+202F before ; ! and ?'],
	[/[^\u00A0]:(\s|$)/, 'put U+00A0 before a colon'],
	[/[^\u00A0]%/, 'put U+00A0 before %'],
	[/(^|[.?!]\s)[EA](tat|tape|chec|tant|quipe)/, 'keep accents on capitals'],
]

/** What French typography refuses in a text; code spans, code blocks and addresses are left alone. */
export function typographyFaults(text: string): Array<string> {
	const prose = text
		.replace(/```[\s\S]*?```/g, '')
		.replace(/`[^`]*`/g, 'x')
		.replace(/https?:\/\/\S+/g, 'x')
	return RULES.filter(([pattern]) => pattern.test(prose)).map(([, advice]) => advice)
}
