import { afterAll, expect, test } from 'vitest'
import { closeLabHost } from '#app/labs/lab-host.server.ts'
import * as files from '#app/routes/labs/files.ts'
import * as free from '#app/routes/labs/free-sandbox.tsx'
import * as lab from '#app/routes/labs/lab.tsx'
import * as terminal from '#app/routes/labs/terminal.ts'
import { testDatabase } from '#test/setup/database.ts'
import { form, json, learner, visitor } from './person.ts'

const db = await testDatabase()
afterAll(closeLabHost)

const ana = await learner('ana')
const bob = await learner('bob')
const PATH = '/bac-a-sable'
const PARAMS = { slug: 'bac-a-sable' }
const EXAMPLE = 'anatomie-d-un-pipeline/1'
const FILE = 'anatomie-d-un-pipeline/pipeline.json'

test('a visitor sees the example but starts nothing', async () => {
	const { data } = await visitor().call(free.loader, `${PATH}?exemple=${EXAMPLE}`, {})
	expect(data).toMatchObject({
		example: { id: EXAMPLE, title: 'pipeline.json' },
		signedIn: false,
		work: null,
	})
	for (const fields of [{ intent: 'start' }, { intent: 'example', exemple: EXAMPLE }, { intent: 'reset' }])
		expect(await visitor().call(free.action, PATH, {}, form(fields as Record<string, string>))).toMatchObject(
			{
				status: 302,
				location: expect.stringMatching(/^\/connexion\?retour=/),
			},
		)
	const typed = json({ line: 'ls' })
	expect(
		await visitor().call(terminal.action, '/ateliers/bac-a-sable/terminal', PARAMS, typed),
	).toMatchObject({
		status: 401,
	})
	expect(await db.sandbox.count()).toBe(0)
})

test('an example opens in a folder of one’s own free sandbox, and writes over nothing else', async () => {
	const opened = form({ intent: 'example', exemple: EXAMPLE })
	expect(await ana.call(free.action, PATH, {}, opened)).toMatchObject({
		status: 302,
		location: `/bac-a-sable?exemple=${EXAMPLE}#bac-a-sable`,
	})
	const mine = json({ intent: 'write', path: 'pipeline.json', text: 'à moi' })
	await ana.call(files.action, '/ateliers/bac-a-sable/fichiers', PARAMS, mine)
	await ana.call(free.action, PATH, {}, opened)
	const listed = JSON.parse((await ana.call(files.loader, '/ateliers/bac-a-sable/fichiers', PARAMS)).data)
	const textOf = (path: string) => listed.find((file: { path: string }) => file.path === path)?.text
	expect(textOf('pipeline.json')).toBe('à moi')
	expect(JSON.parse(textOf(FILE)).pipeline.name).toBe('site-demo')
	expect((await ana.call(free.loader, `${PATH}?exemple=${EXAMPLE}`, {})).data.work.placed).toBe(true)
	expect(await db.sandbox.findMany()).toMatchObject([{ userId: ana.id, labId: 'bac-a-sable' }])
})

test('nobody reaches another’s free sandbox, and a reset is of one’s own alone', async () => {
	await ana.call(free.action, PATH, {}, form({ intent: 'start' }))
	for (const [handler, path, init] of [
		[files.loader, 'fichiers', undefined],
		[terminal.action, 'terminal', json({ line: 'ls' })],
	] as const)
		expect(await bob.call(handler, `/ateliers/bac-a-sable/${path}`, PARAMS, init)).toMatchObject({
			status: 404,
		})
	expect((await bob.call(free.loader, PATH, {})).data.work).toBeNull()
	await bob.call(free.action, PATH, {}, form({ intent: 'reset', userId: ana.id }))
	await bob.call(free.action, PATH, {}, form({ intent: 'start' }))
	await bob.call(free.action, PATH, {}, form({ intent: 'reset' }))
	const rows = await db.sandbox.findMany({ select: { userId: true, generation: true } })
	expect(rows.toSorted((one, other) => one.generation - other.generation)).toEqual([
		{ userId: ana.id, generation: 1 },
		{ userId: bob.id, generation: 2 },
	])
})

test('what is no example, no form or no lab is refused', async () => {
	expect(await ana.call(free.loader, `${PATH}?exemple=nulle/1`, {})).toMatchObject({ status: 404 })
	const unknown = form({ intent: 'example', exemple: 'nulle/1' })
	expect(await ana.call(free.action, PATH, {}, unknown)).toMatchObject({ status: 404 })
	expect(await ana.call(free.action, PATH, {}, form({ intent: 'check' }))).toMatchObject({ status: 400 })
	expect(await ana.call(lab.loader, '/ateliers/bac-a-sable', PARAMS)).toMatchObject({ status: 404 })
})
