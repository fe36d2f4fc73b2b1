import type { TagRoleRequest, UntagRoleRequest } from '@aws-sdk/client-iam'
import type { Access } from '../../identity/access.ts'
import { type Call, type Operation, operation } from '../../service.ts'
import type { Tags } from './collections.ts'
import { type PageRequest, pageOf } from './pages.ts'
import { addTags, listTags, removeTags, tagContext } from './tags.ts'

/** A kind of thing that carries tags, and how an input names one of it. */
export interface Tagged<Input, T extends { tags: Tags }> {
	/** As operations are named: `TagRole`. */
	noun: string
	access(call: Call, action: string, input: Input, context?: Access['context']): Access
	require(call: Call, input: Input): Readonly<T>
	keep(call: Call, thing: T): void
}

/** Tag, Untag and List of the tags of one kind of thing. */
export function tagOperations<Input extends object, T extends { tags: Tags }>(
	tagged: Tagged<Input, T>,
): Record<string, Operation> {
	const { noun } = tagged
	return {
		[`Tag${noun}`]: operation<Input & Pick<TagRoleRequest, 'Tags'>, void>({
			access: (input, call) => tagged.access(call, `Tag${noun}`, input, tagContext(input.Tags)),
			run(input, call) {
				const thing = tagged.require(call, input)
				tagged.keep(call, { ...thing, tags: addTags(thing.tags, input.Tags ?? []) })
			},
		}),
		[`Untag${noun}`]: operation<Input & Pick<UntagRoleRequest, 'TagKeys'>, void>({
			access: (input, call) =>
				tagged.access(call, `Untag${noun}`, input, { 'aws:TagKeys': input.TagKeys ?? [] }),
			run(input, call) {
				const thing = tagged.require(call, input)
				tagged.keep(call, { ...thing, tags: removeTags(thing.tags, input.TagKeys ?? []) })
			},
		}),
		[`List${noun}Tags`]: operation<Input & PageRequest, object>({
			access: (input, call) => tagged.access(call, `List${noun}Tags`, input),
			run(input, call) {
				const { items, ...page } = pageOf(listTags(tagged.require(call, input).tags), input)
				return { Tags: items, ...page }
			},
		}),
	}
}
