import { expect, test } from 'vitest'
import { isBranchName, isRefName } from './ref-names.ts'

test.for(['refs/heads/main', 'refs/heads/a/b-c.d', 'refs/tags/v1.0', 'refs/heads/été'])(
	'%s is a reference',
	(name) => {
		expect(isRefName(name)).toBe(true)
	},
)

test.for([
	'refs/heads/',
	'refs/heads/../../etc',
	'refs/heads/a..b',
	'refs/heads/a//b',
	'refs/heads/.a',
	'refs/heads/a.lock',
	'refs/heads/a/.b',
	'refs/heads/a b',
	'refs/heads/a~1',
	'refs/heads/a^',
	'refs/heads/a:b',
	'refs/heads/a\\b',
	'refs/heads/a@{1}',
	'refs/heads/a.',
	'refs/heads/a/',
	'refs/heads/a\u0000b',
	'refs/notes/x',
	'HEAD',
	'../refs/heads/main',
	`refs/heads/${'a'.repeat(300)}`,
])('%s is none', (name) => {
	expect(isRefName(name)).toBe(false)
})

test('a branch has no name that an option or HEAD has', () => {
	expect(['main', '-f', 'HEAD'].map(isBranchName)).toEqual([true, false, false])
})
