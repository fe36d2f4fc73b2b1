import * as older from '@aws-sdk/client-codestar-connections'

// There is no SDK of CodeConnections on npm: the same operations under the older name, sent as the newer one's.

const TARGET = 'com.amazonaws.codeconnections.CodeConnections_20231201'
const SIGNING_NAME = 'codeconnections'

type Settings = older.CodeStarConnectionsClientConfig & { region: string }

class CodeConnectionsClient extends older.CodeStarConnectionsClient {
	constructor(settings: Settings) {
		super({
			...settings,
			httpAuthSchemeProvider: () => [
				{
					schemeId: 'aws.auth#sigv4',
					signingProperties: { signingName: SIGNING_NAME, region: settings.region },
					propertiesExtractor: (config, context) => ({ signingProperties: { config, context } }),
				},
			],
		})
		this.middlewareStack.add(
			(next) => (step) => {
				const { headers } = step.request as { headers: Record<string, string> }
				headers['x-amz-target'] = `${TARGET}.${headers['x-amz-target']?.split('.').at(-1)}`
				return next(step)
			},
			{ step: 'build', name: 'newerName' },
		)
	}
}

/** The SDK's module as it would be under the newer name. */
export const codeConnections = { ...older, CodeConnectionsClient }
