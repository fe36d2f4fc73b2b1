import { posix } from 'node:path'
import { XMLParser } from 'fast-xml-parser'
import type { InMemoryFs } from 'just-bash'
import type { ReportOutcome, ReportPlan, TestCase } from '#labs/aws/services/codebuild/build-work.ts'
import type { BuildLog } from './build-log.ts'
import { findDirectories, findFiles } from './find-files.ts'

/** https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const CASES_AT_MOST = 500
const MESSAGE_CHARACTERS = 5_000
const FILE_BYTES = 2 * 1024 * 1024

const parser = new XMLParser({
	ignoreAttributes: false,
	attributeNamePrefix: '@',
	parseAttributeValue: false,
	parseTagValue: false,
	processEntities: true,
	isArray: (name) => name === 'testsuite' || name === 'testcase',
})

/** Reads the files of a report. What cannot be read is told, and fails no build. */
export async function collectReport(
	plan: ReportPlan,
	cwd: string,
	fs: InMemoryFs,
	log: BuildLog,
): Promise<ReportOutcome> {
	log.note(`Preparing to copy TEST report ${plan.name}`)
	const nothing = { name: plan.name, cases: [], isTruncated: false }
	const [directory] = findDirectories(fs, cwd, plan.baseDirectory)
	const files = directory ? await findFiles(fs, directory, plan.files) : []
	if (!directory || files.length === 0) {
		log.note(`No report files were found for ${plan.name}`)
		return { ...nothing, problem: 'no matching report paths found' }
	}
	try {
		const cases: Array<TestCase> = []
		for (const file of files) {
			const bytes = await fs.readFileBuffer(posix.join(directory, file))
			if (bytes.byteLength > FILE_BYTES) throw new Error(`${file} is larger than ${FILE_BYTES} bytes`)
			cases.push(...readJunit(Buffer.from(bytes).toString('utf8')))
		}
		return {
			name: plan.name,
			cases: cases.slice(0, CASES_AT_MOST),
			isTruncated: cases.length > CASES_AT_MOST,
		}
	} catch (error) {
		const problem = `Error parsing the report ${plan.name}: ${error instanceof Error ? error.message : String(error)}`
		log.note(problem)
		return { ...nothing, problem }
	}
}

interface Suite {
	'@name'?: string
	testsuite?: Array<Suite>
	testcase?: Array<Case>
}

interface Case {
	'@name'?: string
	'@classname'?: string
	'@time'?: string
	'@failure'?: string
	failure?: unknown
	error?: unknown
	skipped?: unknown
}

/** The cases of a file in JUnit's form. Throws when it is none. */
export function readJunit(xml: string): Array<TestCase> {
	// Entities of a document's own are how a small file grows large.
	if (/<!DOCTYPE/i.test(xml)) throw new Error('a document type is not allowed')
	const { testsuites, testsuite } = parser.parse(xml, true) as {
		testsuites?: Suite
		testsuite?: Array<Suite>
	}
	const roots = testsuites === undefined ? testsuite : [testsuites]
	if (roots === undefined) throw new Error('neither testsuites nor testsuite is the root')
	return roots.flatMap((root) => (typeof root === 'object' ? casesOf(root) : []))
}

function casesOf(suite: Suite): Array<TestCase> {
	const own = (suite.testcase ?? []).map((one) => caseOf(one, suite['@name'] ?? ''))
	return [...own, ...(suite.testsuite ?? []).flatMap(casesOf)]
}

function caseOf(one: Case, suite: string): TestCase {
	const { failure, error, skipped } = one
	const status =
		error !== undefined
			? 'ERROR'
			: failure !== undefined
				? 'FAILED'
				: skipped !== undefined
					? 'SKIPPED'
					: 'SUCCEEDED'
	return {
		name: (one['@name'] ?? '').slice(0, 500),
		prefix: (suite || (one['@classname'] ?? '')).slice(0, 500),
		status,
		durationMs: Math.max(0, Number(one['@time'] ?? 0) * 1000 || 0),
		message: textOf(error ?? failure ?? skipped).slice(0, MESSAGE_CHARACTERS),
	}
}

function textOf(node: unknown): string {
	const [first] = Array.isArray(node) ? node : [node]
	if (typeof first === 'string') return first
	if (typeof first !== 'object' || first === null) return ''
	const { '@message': message, '#text': text } = first as { '@message'?: string; '#text'?: string }
	return message ?? text ?? ''
}
