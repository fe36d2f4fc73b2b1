import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('showing a certificate loads nothing of the stack that signs one', () => {
	const program = `
		import { registerHooks } from 'node:module'
		const loaded = []
		registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context) } })
		await import('#app/certificates/find-certificate.server.ts')
		await import('#app/certificates/status-list.server.ts')
		await import('#app/certificates/certificate-context.server.ts')
		await import('#app/certificates/demo-certificate.server.ts')
		console.log(JSON.stringify(loaded))
	`
	const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
		encoding: 'utf8',
		env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: mkdtempSync(join(tmpdir(), 'filiere-')) },
	})
	const loaded: Array<string> = JSON.parse(output)
	expect(loaded.some((url) => url.endsWith('/issue.server.ts'))).toBe(true)
	expect(
		loaded.filter((url) =>
			/node_modules\/(@digitalbazaar|@digitalcredentials|jsonld|rdf-canonize)/.test(url),
		),
	).toEqual([])
})
