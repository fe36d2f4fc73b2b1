import type {
	ActionConfigurationProperty,
	ArtifactDetails,
	CreateCustomActionTypeInput,
} from '@aws-sdk/client-codepipeline'
import { invalid } from '../codepipeline-error.ts'
import { assertTemplates } from './url-templates.ts'

// What a custom action type must be, beyond the shape of the request. Texts: cdk-preflight, rules
// pf-codepipeline-cat-*, with the code InvalidActionTypeException, which is not in AWS's own model and so
// not here; those marked « ours » are not known from AWS. Ten properties at most: the model.

/** Throws AWS's refusal for the first rule that a definition breaks. */
export function assertCustomType(input: CreateCustomActionTypeInput): void {
	const { category, configurationProperties: properties = [], settings = {} } = input
	// Ours. CloudFormation's list of categories for custom types leaves this one out, too.
	if (category === 'Compute') throw invalid('A custom action type cannot be of category Compute')
	assertNamesUnique(properties)
	assertQueryable(properties)
	for (const details of [input.inputArtifactDetails, input.outputArtifactDetails]) assertCounts(details)
	assertTemplates(settings)
}

/** The wording is ours. */
function assertNamesUnique(properties: ReadonlyArray<ActionConfigurationProperty>): void {
	const names = properties.map(({ name }) => name)
	const twice = names.find((name, index) => names.indexOf(name) !== index)
	if (twice !== undefined) throw invalid(`Configuration property '${twice}' is defined more than once`)
}

function assertQueryable(properties: ReadonlyArray<ActionConfigurationProperty>): void {
	const queryable = properties.filter((property) => property.queryable)
	if (queryable.length > 1) {
		const names = queryable.map(({ name }) => name).join(', ')
		throw invalid(
			`Multiple queryable configuration properties found with names '${names}'. Up to one queryable property may be specified.`,
		)
	}
	const unfit = queryable.find(({ required, secret }) => !required || secret)
	if (unfit) {
		throw invalid(
			`Invalid queryable property '${unfit.name}'. Queryable configuration properties must be required and non-secret.`,
		)
	}
}

export function assertCounts(details: ArtifactDetails | undefined): void {
	const { minimumCount = 0, maximumCount = 0 } = details ?? {}
	if (minimumCount <= maximumCount) return
	throw invalid(
		`Maximum Number of Artifacts (${maximumCount}) has to be greater than or equal to minimum (${minimumCount}).`,
	)
}
