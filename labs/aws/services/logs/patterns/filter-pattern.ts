/** A compiled filter pattern: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
export interface FilterPattern {
	/** What each character of an event costs, about: one for a plain search. */
	cost: number
	matches(message: string): boolean
	/** What the pattern names in a message that it fits, e.g. `$.latency` or `$status`. */
	valuesOf(message: string): Readonly<Record<string, string>>
}
