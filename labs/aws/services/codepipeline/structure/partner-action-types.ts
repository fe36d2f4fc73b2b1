import type { ActionCategory } from '@aws-sdk/client-codepipeline'
import { type ActionType, type Counts, optional, required, secret } from './action-type.ts'

// The action types of owner ThirdParty. The user guide names the providers (reference-pipeline-structure,
// integrations-action-type); the keys of GitHub are those of the API reference of ListActionTypes, those of
// AlexaSkillsKit of the user guide. Of the others neither keys nor counts are published.

function partner(
	category: ActionCategory,
	provider: string,
	inputs: Counts,
	outputs: Counts,
	more: Partial<ActionType>,
): ActionType {
	return { category, owner: 'ThirdParty', provider, version: '1', inputs, outputs, properties: [], ...more }
}

const UNPUBLISHED = { open: true } as const

export const PARTNER_ACTION_TYPES: ReadonlyArray<ActionType> = [
	partner('Source', 'GitHub', [0, 0], [1, 1], {
		properties: [
			...required('Owner', 'Repo', 'Branch'),
			...secret('OAuthToken'),
			...optional('PollForSourceChanges'),
		],
		settings: {
			entityUrlTemplate: 'https://github.com/{Config:Owner}/{Config:Repo}/tree/{Config:Branch}',
			revisionUrlTemplate: 'https://github.com/{Config:Owner}/{Config:Repo}/commit/{RevisionId}',
		},
	}),
	partner('Test', 'BlazeMeter', [0, 5], [0, 5], UNPUBLISHED),
	partner('Test', 'GhostInspector', [0, 5], [0, 5], UNPUBLISHED),
	partner('Test', 'Nouvola', [0, 5], [0, 5], UNPUBLISHED),
	partner('Test', 'Runscope', [0, 5], [0, 5], UNPUBLISHED),
	partner('Deploy', 'AlexaSkillsKit', [1, 2], [0, 0], {
		properties: [...required('ClientId', 'SkillId'), ...secret('ClientSecret', 'RefreshToken')],
	}),
	partner('Invoke', 'Snyk', [1, 1], [1, 1], UNPUBLISHED),
]
