import { BUILDSPEC_BYTES, BuildspecError, parseBuildspec } from '#labs/aws/services/codebuild/buildspec.ts'
import { abuse } from './abuse.ts'

/** What YAML's reader goes back over, or nests; as many of each as a buildspec may hold. */
const PARTS = ['[', '{a: ', '? ', 'a,', 'a: 1\n', '!a ', '- - ', '&a ', '{b: 1,', 'b: 1,']
const LINES = 990
const MARKS = 1_990

function filledWith(part: string): string {
	const marks = part.replaceAll(/[^[{!&*?:,]/g, '').length
	const lines = part.includes('\n') ? LINES : BUILDSPEC_BYTES
	return `{${part.repeat(Math.min(lines, MARKS / Math.max(1, marks), BUILDSPEC_BYTES / part.length - 1))}`
}

export const buildspecs = PARTS.map((part) =>
	abuse(`a buildspec of as many ${JSON.stringify(part)} as it may hold`, true, () => {
		const source = filledWith(part)
		return () => {
			try {
				parseBuildspec(source)
			} catch (error) {
				return error instanceof BuildspecError
			}
			return true
		}
	}),
)
