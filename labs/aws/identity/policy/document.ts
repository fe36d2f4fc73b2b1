/** A policy as it is evaluated. */
export interface Policy {
	/** Policy variables exist since 2012-10-17. */
	version: '2008-10-17' | '2012-10-17'
	id?: string
	statements: ReadonlyArray<Statement>
}

export interface Statement {
	sid?: string
	effect: 'Allow' | 'Deny'
	/** Actions, or all but these when `negated`. */
	actions: Matcher
	/** Missing in trust policies. */
	resources?: Matcher
	/** Only in the policies of resources. */
	principals?: Principals
	conditions: ReadonlyArray<Condition>
}

export interface Matcher {
	negated: boolean
	patterns: ReadonlyArray<string>
}

/** Kinds as they are written (`AWS`, `Service`, `Federated`, `CanonicalUser`); `*` is AWS's everybody. */
export interface Principals {
	negated: boolean
	byKind: Readonly<Record<string, ReadonlyArray<string>>>
}

export interface Condition {
	/** As it is written, e.g. `ForAllValues:StringLikeIfExists`. */
	operator: string
	key: string
	values: ReadonlyArray<string>
}
