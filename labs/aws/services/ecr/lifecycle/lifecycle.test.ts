import {
	DeleteLifecyclePolicyCommand,
	GetLifecyclePolicyCommand,
	GetLifecyclePolicyPreviewCommand,
	ListImagesCommand,
	PutLifecyclePolicyCommand,
	StartLifecyclePolicyPreviewCommand,
} from '@aws-sdk/client-ecr'
import { expect, test } from 'vitest'
import { refused } from '../../../people.fixture.ts'
import { ACCOUNT, DAY, openRegistry, SHOP } from '../registry.fixture.ts'

const HOUR = 3_600_000
const IN_REGISTRY = `the repository with name 'atelier/boutique' in the registry with id '${ACCOUNT}'`

function policyOf(...rules: ReadonlyArray<object>): string {
	const whole = rules.map((selection, index) => ({
		rulePriority: index + 1,
		description: 'Keep what is used',
		selection,
		action: { type: 'expire' },
	}))
	return JSON.stringify({ rules: whole }, null, '\t')
}

const OLD_UNTAGGED = {
	tagStatus: 'untagged',
	countType: 'sinceImagePushed',
	countUnit: 'days',
	countNumber: 14,
}

async function openWithTags() {
	const world = await openRegistry()
	const tags = async () => {
		const { imageIds = [] } = await world.ecr.send(new ListImagesCommand(SHOP))
		return imageIds.map(({ imageTag }) => imageTag ?? '-').sort()
	}
	const put = (lifecyclePolicyText: string) =>
		world.ecr.send(new PutLifecyclePolicyCommand({ ...SHOP, lifecyclePolicyText }))
	return { ...world, tags, put }
}

test('images without a tag go when they are old enough, at the next hour of virtual time', async () => {
	const { push, put, tags, pass, events } = await openWithTags()
	await push('one')
	await push('two', 'v1')
	await put(policyOf(OLD_UNTAGGED))
	await pass(13 * DAY + 23 * HOUR)
	expect(await tags()).toEqual(['-', 'v1'])
	await pass(HOUR)
	expect(await tags()).toEqual(['v1'])
	expect(events().at(-1)).toMatchObject({ 'action-type': 'DELETE', result: 'SUCCESS' })
})

test('only so many images of a kind stay; a rule that comes first keeps its own from the next', async () => {
	const { push, put, tags, pass } = await openWithTags()
	await put(
		policyOf(
			{ tagStatus: 'tagged', tagPrefixList: ['prod'], countType: 'imageCountMoreThan', countNumber: 1 },
			{ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 },
		),
	)
	for (const tag of ['prod-1', 'prod-2', 'dev-1', 'dev-2']) {
		await push(tag, tag)
		await pass(1_000)
	}
	await pass(HOUR)
	expect(await tags()).toEqual(['dev-2', 'prod-2'])
})

test('a list of prefixes takes an image with all of them, a pattern may have wildcards', async () => {
	const { ecr, push } = await openWithTags()
	await push('one', 'alpha')
	await push('two', 'release-2026-01')
	const preview = async (selection: object) => {
		const lifecyclePolicyText = policyOf({ ...selection, countType: 'imageCountMoreThan', countNumber: 1 })
		await ecr.send(new StartLifecyclePolicyPreviewCommand({ ...SHOP, lifecyclePolicyText }))
		const { summary } = await ecr.send(new GetLifecyclePolicyPreviewCommand(SHOP))
		return summary?.expiringImageTotalCount
	}
	await push('three', 'release-2026-02')
	expect(await preview({ tagStatus: 'tagged', tagPatternList: ['release-*-0*'] })).toBe(1)
	expect(await preview({ tagStatus: 'tagged', tagPrefixList: ['alpha', 'release'] })).toBe(0)
})

test('a preview tells what would go, by which rule, and takes nothing', async () => {
	const { ecr, push, tags } = await openWithTags()
	await expect(ecr.send(new GetLifecyclePolicyPreviewCommand(SHOP))).rejects.toMatchObject({
		name: 'LifecyclePolicyPreviewNotFoundException',
	})
	await push('one')
	const lifecyclePolicyText = policyOf({ tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 })
	await push('two', 'v1')
	await ecr.send(new StartLifecyclePolicyPreviewCommand({ ...SHOP, lifecyclePolicyText }))
	const told = await ecr.send(new GetLifecyclePolicyPreviewCommand(SHOP))
	expect(told).toMatchObject({
		status: 'COMPLETE',
		previewResults: [{ action: { type: 'EXPIRE' }, appliedRulePriority: 1 }],
		summary: { expiringImageTotalCount: 1 },
	})
	expect(await tags()).toEqual(['-', 'v1'])
})

test('a policy is told until it is deleted', async () => {
	const { ecr, put } = await openWithTags()
	const gone = refused(
		'LifecyclePolicyNotFoundException',
		`Lifecycle policy does not exist for ${IN_REGISTRY}`,
	)
	await expect(ecr.send(new GetLifecyclePolicyCommand(SHOP))).rejects.toEqual(gone)
	await put(policyOf(OLD_UNTAGGED))
	const told = await ecr.send(new GetLifecyclePolicyCommand(SHOP))
	expect(told.lifecyclePolicyText).toBe(policyOf(OLD_UNTAGGED))
	await ecr.send(new DeleteLifecyclePolicyCommand(SHOP))
	await expect(ecr.send(new DeleteLifecyclePolicyCommand(SHOP))).rejects.toEqual(gone)
})

const ANY = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 }

test.each([
	['no JSON', `{${' '.repeat(100)}`, 'Could not map policyString into LifecyclePolicy.'],
	['no rules', `{"x": "${'x'.repeat(100)}"}`, 'object has missing required properties (["rules"])'],
	['two rules for any', policyOf(ANY, ANY), 'only one rule may have tagStatus any'],
	[
		'any before others',
		policyOf(ANY, OLD_UNTAGGED),
		'a rule with tagStatus any must have the highest rulePriority',
	],
	['days for a count', policyOf({ ...ANY, countUnit: 'days' }), 'rules.0.selection: countUnit goes with'],
	['a count of none', policyOf({ ...ANY, countNumber: 0 }), 'rules.0.selection.countNumber: '],
	['prefixes for any', policyOf({ ...ANY, tagPrefixList: ['v'] }), 'rules.0.selection: tagPrefixList or'],
	[
		'five wildcards',
		policyOf({ ...ANY, tagStatus: 'tagged', tagPatternList: ['*a*a*a*a*'] }),
		'rules.0.selection.tagPatternList: a pattern has at most 4 wildcards',
	],
])('a policy with %s is refused', async (_, text, told) => {
	const { put } = await openWithTags()
	const beginning = `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${told}`
	await expect(put(text)).rejects.toMatchObject({
		name: 'InvalidParameterException',
		message: expect.stringContaining(beginning),
	})
})
