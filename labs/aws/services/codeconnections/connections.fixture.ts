import { CodeStarConnectionsClient, CreateConnectionCommand } from '@aws-sdk/client-codestar-connections'
import { awsService } from '../../identity/principal.ts'
import { openPeople } from '../../people.fixture.ts'
import { dueSteps, WORLD_SCOPE } from '../../world/kernel.ts'
import type { Scope } from '../../world/world.ts'

// What the tests of connections start from: clients of who calls, and a provider with its one user.

export const ACCOUNT = '111122223333'
export const SCOPE: Scope = { account: ACCOUNT, region: 'eu-west-3' }

export async function openConnections(options: Parameters<typeof openPeople>[0] = {}) {
	const people = await openPeople(options)
	const { sandbox } = people
	const client = new CodeStarConnectionsClient(people.root)

	/** Asks for what the API has not, as labs do. */
	async function own<Output = Record<string, string>>(operation: string, input: object): Promise<Output> {
		const call = { principal: awsService('codeconnections'), scope: SCOPE, service: 'codeconnections' }
		return (await sandbox.call({ ...call, operation, input })) as Output
	}
	async function connect(name = 'github', ProviderType: 'GitHub' | 'GitLab' = 'GitHub'): Promise<string> {
		const { ConnectionArn = '' } = await client.send(
			new CreateConnectionCommand({ ConnectionName: name, ProviderType }),
		)
		return ConnectionArn
	}
	/** The same, with the handshake done. */
	async function connectAvailable(name?: string): Promise<string> {
		const ConnectionArn = await connect(name)
		await own('UpdateConnectionInstallation', { ConnectionArn })
		return ConnectionArn
	}
	/** Commits files at GitHub and pushes them; answers the commit. */
	async function push(files: Readonly<Record<string, string | null>>, BranchName = 'main'): Promise<string> {
		const { CommitId = '' } = await own('PushProviderFiles', {
			...{ FullRepositoryId: 'atelier/boutique', BranchName, Files: files },
			...{ CommitMessage: 'Change', AuthorName: 'Ada', AuthorEmail: 'ada@example.org' },
		})
		return CommitId
	}
	/** Lets everything happen that is due, at its time, and all work be done. */
	async function settle(): Promise<void> {
		for (let due = true; due; ) {
			await sandbox.settle()
			const [next] = sandbox.world.list(dueSteps, WORLD_SCOPE, { limit: 1 })
			if (next) await sandbox.setClock({ jumpTo: next.at })
			due = next !== undefined
		}
	}
	return { ...people, client, own, connect, connectAvailable, push, settle }
}
