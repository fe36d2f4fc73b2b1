import { afterAll, expect, test } from 'vitest'
import * as freeSandbox from '#app/routes/labs/free-sandbox.tsx'
import * as lab from '#app/routes/labs/lab.tsx'
import * as terminal from '#app/routes/labs/terminal.ts'
import { accessKeys } from '#labs/aws/services/iam/collections.ts'
import { WORLD_SCOPE } from '#labs/aws/world/kernel.ts'
import { freeSandbox as scene } from '#labs/bac-a-sable/scene.ts'
import { form, json, learner, type Person } from '#test/access/person.ts'
import { testDatabase } from '#test/setup/database.ts'
import { closeLabHost, labHost } from './lab-host.server.ts'
import { findSandbox, startSandbox } from './sandboxes.server.ts'

const db = await testDatabase()
afterAll(closeLabHost)

const LAB = '/ateliers/mon-premier-pipeline'
const PARAMS = { slug: 'mon-premier-pipeline' }

function start(person: Person) {
	return person.call(lab.action, LAB, PARAMS, form({ intent: 'start' }))
}

function rowOf(person: Person) {
	return db.sandbox.findFirstOrThrow({ where: { userId: person.id } })
}

/** Leaves a lab as a process that dies while it lays it out does: a world without its end, no files, no key. */
async function interrupt(person: Person): Promise<void> {
	const row = await rowOf(person)
	await db.workspaceFile.deleteMany({ where: { sandboxId: row.id } })
	await db.sandbox.update({ where: { id: row.id }, data: { accessKeyId: '' } })
	const sandbox = await labHost().open(row)
	await sandbox.arrange(
		'Interrupt',
		({ world }) => {
			for (const [id] of world.entries(accessKeys, WORLD_SCOPE)) world.delete(accessKeys, WORLD_SCOPE, id)
		},
		WORLD_SCOPE,
	)
}

test('a lab whose start was interrupted is laid out again when its page is opened', async () => {
	const ana = await learner('ana')
	await start(ana)
	await interrupt(ana)
	const page = await ana.call(lab.loader, LAB, PARAMS)
	expect(page.data.work.environment.AWS_ACCESS_KEY_ID).toMatch(/^AKIA/)
	const row = await rowOf(ana)
	expect(row.accessKeyId).toBe(page.data.work.environment.AWS_ACCESS_KEY_ID)
	expect(await db.workspaceFile.count({ where: { sandboxId: row.id } })).toBeGreaterThan(0)
	const typed = await ana.call(terminal.action, `${LAB}/terminal`, PARAMS, json({ line: 'ls' }))
	expect(JSON.parse(typed.data).stdout).toContain('pipeline.json')
})

test('an interrupted lab can be started and begun anew like any other', async () => {
	for (const intent of ['start', 'reset']) {
		const bob = await learner(`bob-${intent}`)
		await start(bob)
		await interrupt(bob)
		expect(await bob.call(lab.action, LAB, PARAMS, form({ intent }))).toMatchObject({ status: 302 })
		const page = await bob.call(lab.loader, LAB, PARAMS)
		expect(page.data.work.environment.AWS_ACCESS_KEY_ID).toMatch(/^AKIA/)
	}
})

test('who asks while a lab is being laid out waits for that one', async () => {
	const { id: userId } = await learner('cleo')
	const owner = { userId, labId: scene.id }
	const started = startSandbox({ userId, lab: scene })
	await expect.poll(() => db.sandbox.count({ where: { userId } })).toBe(1)
	const [first, found] = await Promise.all([started, findSandbox(owner)])
	expect(found?.row).toMatchObject({ generation: first.row.generation, accessKeyId: first.row.accessKeyId })
	expect(found?.sandbox).toBe(first.sandbox)
})

test('a learner who deletes their own key still has the page, its words for it, and its reset', async () => {
	const dan = await learner('dan')
	const path = '/bac-a-sable'
	await dan.call(freeSandbox.action, path, {}, form({ intent: 'start' }))
	const { accessKeyId } = await rowOf(dan)
	const line = `aws iam delete-access-key --user-name apprenant --access-key-id ${accessKeyId}`
	const sandbox = await labHost().open(await rowOf(dan))
	await sandbox.arrange(
		'Delete',
		({ world }) => world.delete(accessKeys, WORLD_SCOPE, accessKeyId),
		WORLD_SCOPE,
	)
	const page = await dan.call(freeSandbox.loader, path, {})
	expect(page.data.work.environment).not.toHaveProperty('AWS_ACCESS_KEY_ID')
	const params = { slug: 'bac-a-sable' }
	const typed = await dan.call(terminal.action, `/ateliers/bac-a-sable/terminal`, params, json({ line }))
	expect(JSON.parse(typed.data).stderr).toContain('Unable to locate credentials')
	await dan.call(freeSandbox.action, path, {}, form({ intent: 'reset' }))
	const again = await dan.call(freeSandbox.loader, path, {})
	expect(again.data.work.environment.AWS_ACCESS_KEY_ID).toMatch(/^AKIA/)
})
