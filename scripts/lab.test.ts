import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')

function lab(...args: Array<string>) {
	return spawnSync(process.execPath, [join(ROOT, 'scripts/lab.ts'), ...args], { cwd: ROOT, encoding: 'utf8' })
}

test('what is neither new nor test tells how it is used', () => {
	expect(lab('jouer')).toMatchObject({ status: 1, stderr: expect.stringContaining('npm run lab -- new') })
})

test('a lab that does not exist is refused with the list of those that do', () => {
	const { status, stderr } = lab('test', 'nulle-part')
	expect(status).toBe(1)
	expect(stderr).toContain('mon-premier-pipeline')
})

test('a folder that exists, and a name that is no NN-slug, are refused and write nothing', () => {
	expect(lab('new', '01-mon-premier-pipeline', 'a1', 'Encore').stderr).toContain('existe déjà')
	expect(lab('new', '99-mon-premier-pipeline', 'a1', 'Encore').stderr).toContain('s’appelle déjà')
	expect(lab('new', 'sans-numero', 'a1', 'Encore').status).toBe(1)
	expect(existsSync(join(ROOT, 'labs/sans-numero'))).toBe(false)
	expect(existsSync(join(ROOT, 'labs/99-mon-premier-pipeline'))).toBe(false)
})
