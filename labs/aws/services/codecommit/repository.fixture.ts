import {
	CodeCommitClient,
	CreateRepositoryCommand,
	PutFileCommand,
	type PutFileCommandInput,
} from '@aws-sdk/client-codecommit'
import { openPeople } from '../../people.fixture.ts'
import { busEvents } from '../events/bus.ts'

// What the tests of the API start from: an empty repository, and clients of who calls.

export const ACCOUNT = '111122223333'
export const ARN = `arn:aws:codecommit:eu-west-3:${ACCOUNT}:site`
export const SITE = { repositoryName: 'site' }
export const MAIN = { ...SITE, branchName: 'main' }

export async function openRepository() {
	const people = await openPeople()
	const codecommit = new CodeCommitClient(people.root)
	await codecommit.send(new CreateRepositoryCommand(SITE))

	/** Puts a file on main, or another branch, and answers the commit. */
	async function put(
		filePath: string,
		text: string,
		parent?: string,
		more: Partial<PutFileCommandInput> = {},
	) {
		const { commitId = '' } = await codecommit.send(
			new PutFileCommand({
				...MAIN,
				filePath,
				fileContent: Buffer.from(text),
				name: 'Ada',
				...(parent !== undefined && { parentCommitId: parent }),
				...more,
			}),
		)
		return commitId
	}
	/** The details of the events that were emitted, of one kind. */
	function events(kind = 'CodeCommit Repository State Change') {
		const scope = { account: ACCOUNT, region: 'eu-west-3' }
		const all = people.sandbox.world.list(busEvents, scope)
		return all
			.filter((event) => event['detail-type'] === kind)
			.map(({ detail }) => detail as Readonly<Record<string, unknown>>)
	}
	const clientOf = (settings: typeof people.root) => new CodeCommitClient(settings)
	return { ...people, codecommit, put, events, clientOf }
}
