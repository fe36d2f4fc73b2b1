import { CreateServiceSpecificCredentialCommand, IAMClient } from '@aws-sdk/client-iam'
import { expect, test } from 'vitest'
import type { Gate } from '../../../identity/gate.ts'
import { openRepository } from '../repository.fixture.ts'
import { gitCaller } from './git-caller.ts'
import { gitRequest } from './repository-address.ts'

const REQUEST = { method: 'GET', query: [['service', 'git-upload-pack']], body: new Uint8Array(0) } as const

/** A host of many worlds, of which one has ada's git credential; what it was asked for is kept. */
async function openHost() {
	const { sandbox, root, user } = await openRepository()
	await user('ada', { Action: 'codecommit:*' })
	const { ServiceSpecificCredential: made } = await new IAMClient(root).send(
		new CreateServiceSpecificCredentialCommand({ UserName: 'ada', ServiceName: 'codecommit.amazonaws.com' }),
	)
	const asked: Array<string | undefined> = []
	const gate: Gate = {
		findSandbox: async () => undefined,
		async findPublicSandbox(label) {
			asked.push(label)
			// The fifth sandbox: five in eight digits of base 32.
			return label === 'aaaaaaaf' ? sandbox : undefined
		},
		realNow: Date.now,
	}
	function ask(name: string | undefined, password: string | undefined, path = '/v1/repos/site/info/refs') {
		const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`
		const request = { ...REQUEST, path, headers: { authorization, host: 'filiere.example:4566' } }
		const git = gitRequest(request)
		if (!git) throw new Error('That is no request of git')
		return gitCaller(gate, request, git)
	}
	return { sandbox, asked, ask, made }
}

test('a password names its world among many, and its user there', async () => {
	const { sandbox, asked, ask, made } = await openHost()
	const caller = await ask(made?.ServiceUserName, made?.ServicePassword)
	expect(asked).toEqual(['aaaaaaaf'])
	expect(caller?.sandbox).toBe(sandbox)
	expect(caller).toMatchObject({
		principal: { type: 'user', userName: 'ada' },
		scope: { account: '111122223333', region: 'eu-west-3' },
	})
})

test('a password of another world leads nowhere, even with the right name', async () => {
	const { ask, made } = await openHost()
	const elsewhere = `BBBBBBBB${made?.ServicePassword?.slice(8)}`
	expect(await ask(made?.ServiceUserName, elsewhere)).toBeUndefined()
	expect(await ask(made?.ServiceUserName, 'short')).toBeUndefined()
})

test.for([
	['POST', '/v1/repos/site/info/refs'],
	['GET', '/v1/repos/site/git-upload-pack'],
	['GET', '/v1/repos/site/HEAD'],
	['GET', '/v1/repos/site/objects/info/packs'],
	['GET', '/v1/repos/a/b/info/refs'],
	['GET', '/v1/repos//info/refs'],
] as const)('%s %s is no request of smart HTTP', ([method, path]) => {
	expect(gitRequest({ ...REQUEST, method, path, headers: {} })).toBeUndefined()
})

test('the region is what the host says, when it is named as AWS names its own', () => {
	const headers = { host: 'git-codecommit.us-west-2.localhost:4566' }
	expect(gitRequest({ ...REQUEST, path: '/v1/repos/site.git/info/refs', headers })).toEqual({
		path: '/v1/repos/site.git',
		name: 'site',
		service: 'git-upload-pack',
		advertise: true,
		region: 'us-west-2',
	})
})
