// One of several processes that drive the same sandbox over one database:
// node sandbox-driver.ts <database-url> <name> <calls>. Prints one line of JSON.
import { strToU8, zipSync } from 'fflate'
import { TableBlobs } from '#app/labs/blobs/table-blobs.server.ts'
import { DatabaseJournal } from '#app/labs/database-journal.server.ts'
import { openPostgres } from '#app/platform/db.server.ts'
import { rootOf } from '#labs/aws/identity/credentials.ts'
import { authorize } from '#labs/aws/services/iam/authorize.ts'
import { services } from '#labs/aws/services.ts'
import { Sandbox } from '#labs/aws/world/sandbox.ts'

const [, , url = '', name = '', calls = '0'] = process.argv
const ACCOUNT = '111111111111'
const WORLD = 'shared/1'

const database = openPostgres(url)
const journal = new DatabaseJournal(database.client, new TableBlobs(database.pool), {
	shared: true,
	onError: console.error,
})
const host = { services, authorize, journal, realNow: Date.now }
const fresh = { seed: 'shared', number: 1n, startsAt: Date.UTC(2026, 0, 5), speed: 60 }
const sandbox = await Sandbox.open(WORLD, host, journal.blobs(WORLD), fresh)

async function call(service: string, operation: string, input: object): Promise<unknown> {
	return await sandbox.call({
		principal: rootOf(ACCOUNT),
		scope: { account: ACCOUNT, region: 'eu-west-3' },
		service,
		operation,
		input,
	})
}

const started: Array<string> = []
for (let index = 0; index < Number(calls); index++) {
	const Body = zipSync({ 'index.html': strToU8(`${name} ${index}`) })
	await call('s3', 'PutObject', { Bucket: 'source', Key: `${name}/${index}.zip`, Body })
	if (index % 5 > 0) continue
	const { pipelineExecutionId } = (await call('codepipeline', 'StartPipelineExecution', {
		name: 'site-demo',
	})) as { pipelineExecutionId: string }
	started.push(pipelineExecutionId)
}
await journal.flush()
await database.close()
console.log(JSON.stringify({ started }))
