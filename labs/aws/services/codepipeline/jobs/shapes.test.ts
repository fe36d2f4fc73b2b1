import { expect, test } from 'vitest'
import { ACCOUNT } from '../../../emulator.fixture.ts'
import { rootOf } from '../../../identity/credentials.ts'
import { loadModel } from '../../../wire/model.ts'
import { validateOutput } from '../../../wire/protocols/validate-output.ts'
import { openPartnership, PARTNER, SCAN, scanAction, TOKEN, VIGIE } from './partner.fixture.ts'
import { ATELIER, BUILD, buildAction, REGION } from './worker.fixture.ts'

const SOURCE = { ...BUILD, category: 'Source' } as const
const queryParam = { Project: 'site' }

/** A partnership, and a way to call operations that gathers where answers depart from the model. */
async function open() {
	const partnership = await openPartnership()
	const violations: Array<string> = []
	// biome-ignore lint/suspicious/noExplicitAny: answers of every operation pass through
	async function ask(operation: string, input: object = {}, account = ACCOUNT): Promise<any> {
		const call = { scope: { account, region: REGION }, service: 'codepipeline', operation, input }
		const output = await partnership.sandbox.call({ principal: rootOf(account), ...call })
		violations.push(...validateOutput(loadModel('codepipeline'), operation, (output ?? {}) as object))
		return output
	}
	return { ...partnership, ask, violations }
}

/** Takes the only job that waits and claims it; answers its id. */
async function claim(ask: Awaited<ReturnType<typeof open>>['ask'], actionTypeId: object): Promise<string> {
	const { jobs } = await ask('PollForJobs', { actionTypeId, queryParam })
	const { id: jobId, nonce } = jobs[0]
	await ask('GetJobDetails', { jobId })
	await ask('AcknowledgeJob', { jobId, nonce })
	return jobId
}

test('what workers, partners and webhooks are answered fits the model, member by member', async () => {
	const { ask, createPipeline, pass, violations } = await open()
	const tags = [{ key: 'a', value: '1' }]
	const one = { minimumCount: 1, maximumCount: 1 }
	const none = { minimumCount: 0, maximumCount: 0 }
	await ask('CreateCustomActionType', { ...ATELIER, tags })
	const source = { ...ATELIER, category: 'Source', inputArtifactDetails: none, outputArtifactDetails: one }
	await ask('CreateCustomActionType', source)
	await ask('GetActionType', SCAN)
	await ask('UpdateActionType', { actionType: VIGIE }, PARTNER)
	for (const actionOwnerFilter of ['AWS', 'ThirdParty', 'Custom']) {
		await ask('ListActionTypes', { actionOwnerFilter })
	}
	const outputArtifacts = [{ name: 'SourceOutput' }]
	const take = buildAction({ ...{ name: 'Take', actionTypeId: SOURCE, inputArtifacts: [] }, outputArtifacts })
	const assemble = buildAction({ outputArtifacts: [], namespace: 'Built' })
	await createPipeline([
		{ name: 'Source', actions: [take] },
		{ name: 'Build', actions: [assemble, scanAction({ runOrder: 2, outputArtifacts: [] })] },
	])

	const fetching = await claim(ask, SOURCE)
	const currentRevision = { revision: 'r1', changeIdentifier: 'c', created: new Date(0) }
	await ask('PutJobSuccessResult', { jobId: fetching, currentRevision })
	await pass(5)
	const building = await claim(ask, BUILD)
	const executionDetails = { summary: 'Under way', externalExecutionId: '7', percentComplete: 30 }
	await ask('PutJobSuccessResult', { jobId: building, continuationToken: 'more', executionDetails })
	await ask('GetPipelineState', { name: 'site' })
	await ask('PutJobSuccessResult', { jobId: await claim(ask, BUILD), outputVariables: { Tag: 'v1' } })
	const { jobs } = await ask('PollForThirdPartyJobs', { actionTypeId: SCAN }, PARTNER)
	const job = { jobId: jobs[0].jobId, clientToken: TOKEN }
	await ask('GetThirdPartyJobDetails', job, PARTNER)
	await ask('AcknowledgeThirdPartyJob', { ...job, nonce: '1' }, PARTNER)
	const failureDetails = { type: 'JobFailed', message: '2 vulnerabilities', externalExecutionId: '8' }
	await ask('PutThirdPartyJobFailureResult', { ...job, failureDetails }, PARTNER)
	await ask('GetPipelineState', { name: 'site' })
	await ask('ListActionExecutions', { pipelineName: 'site' })

	const actionRevision = { revisionId: 'r2', revisionChangeId: 'c', created: new Date(0) }
	const names = { pipelineName: 'site', stageName: 'Source', actionName: 'Take' }
	await ask('PutActionRevision', { ...names, actionRevision })
	const webhook = {
		...{ name: 'hook', targetPipeline: 'site', targetAction: 'Take', filters: [{ jsonPath: '$.ref' }] },
		...{ authentication: 'GITHUB_HMAC', authenticationConfiguration: { SecretToken: 'x' } },
	}
	await ask('PutWebhook', { webhook, tags })
	await ask('ListWebhooks')
	await ask('DeleteWebhook', { name: 'hook' })
	await ask('DeleteCustomActionType', ATELIER)
	expect(violations).toEqual([])
})
