import type { ServiceModel } from '#labs/aws/wire/model.ts'
import { optionOf } from '#labs/shell/commands/aws/names.ts'
import { operationOf } from './aws-command.ts'
import type { Block } from './block.ts'
import { readCommands } from './command-block.ts'

/** What a command does with a file that it names: the shape that the file must have. */
export interface FileUse {
	model: ServiceModel
	operation: string
	option: string
	shape: string
}

/** What the commands of a page do with files, by the name of the file. */
export function fileUses(blocks: ReadonlyArray<Block>): Map<string, Array<FileUse>> {
	const uses = blocks
		.filter(({ language, unchecked }) => ['bash', 'console'].includes(language) && unchecked === undefined)
		.flatMap((block) => readCommands(block).commands)
		.filter(({ words }) => words[0]?.text === 'aws')
		.flatMap(({ words }) => usesOf(words))
	const byFile = Map.groupBy(uses, ([file]) => file)
	return new Map([...byFile].map(([file, found]) => [file, found.map(([, use]) => use)]))
}

function usesOf(words: Parameters<typeof operationOf>[0]): Array<[file: string, use: FileUse]> {
	const called = tolerant(() => operationOf(words))
	if (!called) return []
	const { model, operation, line } = called
	const input = model.operations[operation]?.input?.shape ?? ''
	const members = Object.entries(model.shapes[input]?.members ?? {})
	return [...line.options].flatMap(([option, values]) => {
		const member = members.find(
			([name]) => optionOf(model.metadata.endpointPrefix, operation, name) === option,
		)
		const shape = option === '--cli-input-json' ? input : member?.[1].shape
		const file = /^file:\/\/(?:\.\/)?(.+)$/.exec(values[0] ?? '')?.[1]
		if (!file || !shape) return []
		const use: [string, FileUse] = [file, { model, operation, option, shape }]
		return [use]
	})
}

/** A command that does not parse is told by its own test. */
function tolerant<T>(read: () => T): T | undefined {
	try {
		return read()
	} catch {
		return undefined
	}
}
