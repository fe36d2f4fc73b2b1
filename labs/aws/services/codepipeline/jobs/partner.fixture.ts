import { type ActionTypeDeclaration, CodePipelineClient } from '@aws-sdk/client-codepipeline'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { createAccount, createRootKey } from '../../../identity/credentials.ts'
import { WORLD_SCOPE } from '../../../world/kernel.ts'
import { defineThirdPartyActionType } from '../action-types/integration.ts'
import { connectThirdPartyClient } from './clients.ts'
import { buildAction, openWorkshop, REGION } from './worker.fixture.ts'

// What the tests of third parties start from: a partner with an account of its own, and an action type.

export const PARTNER = '999988887777'
export const SCAN = { category: 'Test', owner: 'ThirdParty', provider: 'Vigie', version: '1' } as const
export const TOKEN = 'what both know'

export const VIGIE: ActionTypeDeclaration = {
	id: SCAN,
	description: 'Looks for known vulnerabilities',
	executor: {
		type: 'JobWorker',
		configuration: { jobWorkerExecutorConfiguration: { pollingAccounts: [PARTNER] } },
		jobTimeout: 600,
	},
	inputArtifactDetails: { minimumCount: 1, maximumCount: 1 },
	outputArtifactDetails: { minimumCount: 0, maximumCount: 1 },
	permissions: { allowedAccounts: [ACCOUNT] },
	properties: [
		{ name: 'Project', optional: false, key: true, noEcho: false, queryable: true },
		{ name: 'ApiKey', optional: true, key: false, noEcho: true },
	],
	urls: { entityUrlTemplate: 'https://vigie.example/{Config:Project}' },
}

export function scanAction(change: object = {}) {
	return buildAction({
		...{ name: 'Scan', actionTypeId: SCAN, configuration: { Project: 'site', ApiKey: 'sesame' } },
		...change,
	})
}

/** A workshop, and a partner who defined an action type and shares a token with the workshop's account. */
export async function openPartnership(declaration: ActionTypeDeclaration = VIGIE) {
	const workshop = await openWorkshop()
	const { sandbox, settings } = workshop
	let credentials = { accessKeyId: '', secretAccessKey: '' }
	await sandbox.arrange(
		'CreateAccount',
		(call) => {
			createAccount(call, { account: PARTNER })
			credentials = { ...createRootKey(call, PARTNER) }
			connectThirdPartyClient(call, ACCOUNT, SCAN, TOKEN)
		},
		WORLD_SCOPE,
	)
	const partner = new CodePipelineClient({ ...settings, credentials })
	const define = (given: ActionTypeDeclaration) =>
		sandbox.arrange('DefineActionType', (call) => defineThirdPartyActionType(call, given), {
			account: PARTNER,
			region: REGION,
		})
	await define(declaration)
	return { ...workshop, partner, define }
}
