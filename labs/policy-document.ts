/** An identity or trust policy whose statements allow, unless they say otherwise, as JSON. */
export function allow(...statements: ReadonlyArray<object>): string {
	return JSON.stringify({
		Version: '2012-10-17',
		Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
	})
}
