import fc from 'fast-check'
import { expect, test } from 'vitest'
import { authorize } from '../services/iam/authorize.ts'
import { iamScope, users } from '../services/iam/collections.ts'
import { World } from '../world/world.ts'
import type { Access } from './access.ts'
import type { UserPrincipal } from './principal.ts'

const HOME = '111111111111'
const arn = `arn:aws:iam::${HOME}:user/ada`
const ada: UserPrincipal = { type: 'user', account: HOME, arn, userName: 'ada', userId: 'AIDA1' }

const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 'iam:PassRole')
const resource = fc.constantFrom('arn:aws:s3:::web/a', 'arn:aws:s3:::web/b', 'arn:aws:s3:::logs/a')
const statement = fc.record(
	{
		Effect: fc.constantFrom('Allow', 'Deny'),
		Action: fc.constantFrom('*', 's3:*', 's3:Get*', 's3:PutObject', 'iam:*', '*:?ut*'),
		Resource: fc.constantFrom('*', 'arn:aws:s3:::web/*', 'arn:aws:s3:::*/a', 'arn:aws:s3:::logs/?'),
		Condition: fc.constantFrom(
			{ StringEquals: { 'aws:username': 'ada' } },
			{ StringNotLike: { 'aws:username': 'a*' } },
			{ Null: { 's3:prefix': 'true' } },
		),
	},
	{ requiredKeys: ['Effect', 'Action', 'Resource'] },
)
const named = fc.record({
	statement,
	principal: fc.constantFrom('*', HOME, arn, `arn:aws:iam::${HOME}:user/bob`, '222222222222'),
})
const request = fc.record({ action, resource, resourceAccount: fc.constantFrom(HOME, '222222222222') })

type Statement = { Effect: string } & object
interface Sides {
	identity: ReadonlyArray<Statement>
	resourceSide: ReadonlyArray<{ statement: Statement; principal: string }>
	access: Access
}

const sides: fc.Arbitrary<Sides> = fc.record({
	identity: fc.array(statement, { maxLength: 5 }),
	resourceSide: fc.array(named, { maxLength: 4 }),
	access: request,
})

const policy = (Statement: ReadonlyArray<object>) => JSON.stringify({ Version: '2012-10-17', Statement })

function decide({ identity, resourceSide, access }: Sides) {
	const world = new World().begin()
	world.put(users, iamScope(HOME), 'ada', {
		...{ account: HOME, arn, userName: 'ada', userId: 'AIDA1', path: '/', createdAt: 0, tags: {} },
		...{ accessKeyIds: [], groups: [], attachedPolicies: [] },
		inlinePolicies: identity.length > 0 ? { inline: policy(identity) } : {},
	})
	const statements = resourceSide.map(({ statement, principal }) => ({
		...statement,
		Principal: { AWS: principal },
	}))
	const resourcePolicy = statements.length > 0 ? policy(statements) : undefined
	return authorize(world, ada, { ...access, resourcePolicy }, 0)
}

test('a deny that matches always wins', () => {
	fc.assert(
		fc.property(sides, (given) => {
			const { allowed, matched, reason } = decide(given)
			const denied = matched.some(({ effect }) => effect === 'Deny')
			expect(reason === 'explicit-deny').toBe(denied)
			if (denied) expect(allowed).toBe(false)
		}),
		{ numRuns: 1000 },
	)
})

test('nothing is allowed without a statement that allows it', () => {
	fc.assert(
		fc.property(sides, (given) => {
			const { allowed, matched } = decide(given)
			if (allowed) expect(matched.filter(({ effect }) => effect === 'Allow')).not.toEqual([])
		}),
		{ numRuns: 1000 },
	)
})

test('one more Allow never takes access away, one more Deny never gives any', () => {
	fc.assert(
		fc.property(sides, statement, named, fc.boolean(), (given, extra, extraNamed, onResource) => {
			const before = decide(given).allowed
			const after = (Effect: string) =>
				decide(
					onResource
						? {
								...given,
								resourceSide: [
									...given.resourceSide,
									{ ...extraNamed, statement: { ...extraNamed.statement, Effect } },
								],
							}
						: { ...given, identity: [...given.identity, { ...extra, Effect }] },
				).allowed
			if (before) expect(after('Allow')).toBe(true)
			if (!before) expect(after('Deny')).toBe(false)
		}),
		{ numRuns: 1000 },
	)
})

test('the order of statements does not matter', () => {
	fc.assert(
		fc.property(sides, (given) => {
			const turned = {
				...given,
				identity: [...given.identity].reverse(),
				resourceSide: [...given.resourceSide].reverse(),
			}
			expect(decide(turned).reason).toBe(decide(given).reason)
		}),
		{ numRuns: 500 },
	)
})
