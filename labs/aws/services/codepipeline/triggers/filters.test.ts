import type { GitConfiguration } from '@aws-sdk/client-codepipeline'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { admitsEvent } from './filters.ts'
import type { GitEvent } from './git-event.ts'
import { matchesPath } from './path-glob.ts'

const push = (branch: string, ...files: Array<string>): GitEvent => ({
	kind: 'push',
	branch,
	files,
	commitId: 'c1',
})

function git(change: Partial<GitConfiguration>): GitConfiguration {
	return { sourceActionName: 'Code', ...change }
}

test.for([
	['src/*', 'src/main.ts', true],
	['src/*', 'src/api/main.ts', false],
	['src/**', 'src/api/v1/main.ts', true],
	['**/*.md', 'docs/fr/LISEZMOI.md', true],
	['feature-?', 'feature-a', true],
	['{main,release}', 'release', true],
	['v[0-9].*', 'v2.1', true],
	['v[!0-9]*', 'v2', false],
	['a.b', 'axb', false],
	['{main', '{main', true],
	['main', 'main2', false],
] as const)('%s against %s', ([pattern, name, expected]) => {
	expect(matchesPath(pattern, name)).toBe(expected)
})

test('any pattern is read, and one without signs fits itself alone', () => {
	fc.assert(fc.property(fc.string(), fc.string(), (pattern, name) => void matchesPath(pattern, name)))
	fc.assert(
		fc.property(fc.stringMatching(/^[a-z/.-]{1,20}$/), fc.string(), (plain, other) => {
			expect(matchesPath(plain, plain)).toBe(true)
			expect(matchesPath(plain, other)).toBe(plain === other)
		}),
	)
})

test('in one filter, branch and path must both fit; two filters are alternatives', async () => {
	const both = git({
		push: [{ branches: { includes: ['main'] }, filePaths: { includes: ['services/paie/**'] } }],
	})
	expect(await admitsEvent(both, push('main', 'services/paie/api/x.ts'))).toBe(true)
	expect(await admitsEvent(both, push('main', 'services/rh/y.ts'))).toBe(false)
	expect(await admitsEvent(both, push('dev', 'services/paie/api/x.ts'))).toBe(false)
	const either = git({
		push: [{ branches: { includes: ['main'] } }, { filePaths: { includes: ['services/paie/**'] } }],
	})
	expect(await admitsEvent(either, push('main', 'services/rh/y.ts'))).toBe(true)
	expect(await admitsEvent(either, push('dev', 'services/paie/api/x.ts'))).toBe(true)
})

test('what is excluded is out, whatever includes it; another file of the change may still start', async () => {
	const filter = git({ push: [{ filePaths: { includes: ['services/**'], excludes: ['**/*.md'] } }] })
	expect(await admitsEvent(filter, push('main', 'services/LISEZMOI.md'))).toBe(false)
	expect(await admitsEvent(filter, push('main', 'services/LISEZMOI.md', 'services/a.ts'))).toBe(true)
})

test('only the first hundred files are looked at', async () => {
	const filter = git({ push: [{ filePaths: { includes: ['wanted'] } }] })
	const hundred = Array.from({ length: 100 }, (_, index) => `other-${index}`)
	expect(await admitsEvent(filter, push('main', ...hundred.slice(1), 'wanted'))).toBe(true)
	expect(await admitsEvent(filter, push('main', ...hundred, 'wanted'))).toBe(false)
})

test('tags start only what filters tags', async () => {
	const tag: GitEvent = { kind: 'tag', tag: 'v1.2.0', commitId: 'c1' }
	expect(await admitsEvent(git({ push: [{ tags: { includes: ['v*'] } }] }), tag)).toBe(true)
	expect(await admitsEvent(git({ push: [{ tags: { includes: ['v*'] } }] }), push('main'))).toBe(false)
	expect(await admitsEvent(git({ push: [{ branches: { includes: ['**'] } }] }), tag)).toBe(false)
	expect(await admitsEvent(git({}), tag)).toBe(false)
})

test('pull requests start by their event and the branch they aim at', async () => {
	const filter = git({ pullRequest: [{ events: ['OPEN'], branches: { includes: ['main'] } }] })
	const request = { kind: 'pullRequest', event: 'OPEN', branch: 'main', files: [], commitId: 'c1' } as const
	expect(await admitsEvent(filter, request)).toBe(true)
	expect(await admitsEvent(filter, { ...request, event: 'CLOSED' })).toBe(false)
	expect(await admitsEvent(filter, { ...request, branch: 'dev' })).toBe(false)
	expect(await admitsEvent(filter, push('main'))).toBe(false)
	expect(await admitsEvent(git({}), request)).toBe(false)
})
