import { matchesPattern } from '../../../identity/policy/glob.ts'
import { Pacer } from '../../../world/pacer.ts'
import type { Image } from '../collections.ts'
import type { LifecycleRule } from './policy-text.ts'

// All rules are evaluated at once and applied by their priority: an image is taken by one
// rule at most, and one that a rule has selected by its tags is no later rule's any more.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html

const DAY = 86_400_000

/** An image that a rule takes. */
export interface Expiry {
	image: Readonly<Image>
	priority: number
}

/** What a policy takes from a repository now. */
export async function expiries(
	rules: ReadonlyArray<LifecycleRule>,
	images: ReadonlyArray<Readonly<Image>>,
	now: number,
): Promise<Array<Expiry>> {
	const listed = new Set(images.flatMap(({ lists }) => lists))
	// Images of a list stay with it.
	let left = images.filter(({ digest }) => !listed.has(digest))
	const taken: Array<Expiry> = []
	for (const { rulePriority: priority, selection } of rules) {
		const selected = await selectedBy(selection, left)
		taken.push(...beyond(selection, selected, now).map((image) => ({ image, priority })))
		const gone = new Set(selected)
		left = left.filter((image) => !gone.has(image))
	}
	return taken
}

type Selection = LifecycleRule['selection']

async function selectedBy(
	selection: Selection,
	images: ReadonlyArray<Readonly<Image>>,
): Promise<Array<Readonly<Image>>> {
	const pacer = new Pacer()
	const selected: Array<Readonly<Image>> = []
	for (const image of images) {
		if (selects(selection, image)) selected.push(image)
		await pacer.pause()
	}
	return selected
}

function selects(
	{ tagStatus, tagPrefixList, tagPatternList }: Selection,
	{ tags }: Readonly<Image>,
): boolean {
	if (tagStatus === 'any') return true
	if (tagStatus === 'untagged') return tags.length === 0
	const every = (list: ReadonlyArray<string>, fits: (tag: string, one: string) => boolean) =>
		list.every((one) => tags.some((tag) => fits(tag, one)))
	return tagPatternList
		? every(tagPatternList, (tag, pattern) => matchesPattern(pattern, tag))
		: every(tagPrefixList ?? [], (tag, prefix) => tag.startsWith(prefix))
}

/** Those of the selected that are too many, or too old. */
function beyond(
	{ countType, countNumber }: Selection,
	selected: ReadonlyArray<Readonly<Image>>,
	now: number,
): Array<Readonly<Image>> {
	if (countType === 'imageCountMoreThan')
		return selected.toSorted((one, other) => other.pushedAt - one.pushedAt).slice(countNumber)
	return selected.filter((image) => now - ageFrom(countType, image) >= countNumber * DAY)
}

function ageFrom(countType: Selection['countType'], { pushedAt, pulledAt }: Readonly<Image>): number {
	return countType === 'sinceImagePulled' ? (pulledAt ?? pushedAt) : pushedAt
}

/** When, after now, an image will next be too old for a rule; undefined when none will. */
export async function nextExpiry(
	rules: ReadonlyArray<LifecycleRule>,
	images: ReadonlyArray<Readonly<Image>>,
	now: number,
): Promise<number | undefined> {
	let next: number | undefined
	for (const { selection } of rules) {
		const { countType, countNumber } = selection
		if (countType === 'imageCountMoreThan') continue
		for (const image of await selectedBy(selection, images)) {
			const at = ageFrom(countType, image) + countNumber * DAY
			if (at > now && (next === undefined || at < next)) next = at
		}
	}
	return next
}
