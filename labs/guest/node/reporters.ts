import type { TestNode } from './program.ts'

// The reporters of Node's test runner: https://nodejs.org/api/test.html#test-reporters

/** The tests of one file that ran. */
export interface TestFile {
	path: string
	tests: ReadonlyArray<TestNode>
}

interface Counts {
	tests: number
	suites: number
	passed: number
	failed: number
	skipped: number
	todo: number
}

function countTests(nodes: ReadonlyArray<TestNode>): Counts {
	const counts = { tests: 0, suites: 0, passed: 0, failed: 0, skipped: 0, todo: 0 }
	for (const node of nodes) {
		if (node.kind === 'suite') counts.suites++
		else {
			counts.tests++
			counts[node.todo ? 'todo' : node.status]++
		}
		const inner = countTests(node.children)
		for (const key of Object.keys(counts) as Array<keyof Counts>) counts[key] += inner[key]
	}
	return counts
}

const milliseconds = (node: { duration: number }) => node.duration.toFixed(6).replace(/\.?0+$/, '')
const total = (nodes: ReadonlyArray<TestNode>) => nodes.reduce((sum, { duration }) => sum + duration, 0)
const indented = (text: string, prefix: string) => text.replaceAll(/^(?=.)/gm, prefix)

function summary(mark: string, nodes: ReadonlyArray<TestNode>): string {
	const { tests, suites, passed, failed, skipped, todo } = countTests(nodes)
	const rows = [
		`tests ${tests}`,
		`suites ${suites}`,
		`pass ${passed}`,
		`fail ${failed}`,
		'cancelled 0',
		`skipped ${skipped}`,
		`todo ${todo}`,
		`duration_ms ${milliseconds({ duration: total(nodes) })}`,
	]
	return rows.map((row) => `${mark} ${row}\n`).join('')
}

function spec(files: ReadonlyArray<TestFile>): string {
	const nodes = files.flatMap(({ tests }) => tests)
	const shown = nodes.map((node) => specLines(node, '')).join('')
	const failed = files.flatMap(({ path, tests }) => failures(tests).map((node) => ({ path, node })))
	const told = failed.map(
		({ path, node }) =>
			`\ntest at ${path}\n✖ ${node.name} (${milliseconds(node)}ms)\n${indented(node.error?.detail ?? '', '  ')}\n`,
	)
	return `${shown}${summary('ℹ', nodes)}${told.length > 0 ? `\n✖ failing tests:\n${told.join('')}` : ''}`
}

function specLines(node: TestNode, indent: string): string {
	const { name, status, children, reason } = node
	const time = `(${milliseconds(node)}ms)`
	const notes = node.diagnostics.map((text) => `${indent}ℹ ${text}\n`).join('')
	if (children.length > 0) {
		const inner = children.map((child) => specLines(child, `${indent}  `)).join('')
		return `${indent}▶ ${name}\n${inner}${indent}${status === 'failed' ? '✖' : '✔'} ${name} ${time}\n${notes}`
	}
	const mark = { passed: '✔', failed: '✖', skipped: '﹣' }[status]
	const directive = status === 'skipped' ? ` # ${reason ?? 'SKIP'}` : node.todo ? ' # TODO' : ''
	return `${indent}${mark} ${name} ${time}${directive}\n${notes}`
}

function failures(nodes: ReadonlyArray<TestNode>): Array<TestNode> {
	return nodes.flatMap((node) => {
		const inner = failures(node.children)
		return inner.length > 0 || node.status !== 'failed' || node.todo ? inner : [node]
	})
}

function tap(files: ReadonlyArray<TestFile>): string {
	const nodes = files.flatMap(({ tests }) => tests)
	return `TAP version 13\n${tapNodes(nodes, '')}1..${nodes.length}\n${summary('#', nodes)}`
}

function tapNodes(nodes: ReadonlyArray<TestNode>, indent: string): string {
	return nodes
		.map((node, index) => {
			const { name, status, children, kind, reason } = node
			const inner = tapNodes(children, `${indent}    `)
			const plan = children.length > 0 ? `${inner}${indent}    1..${children.length}\n` : ''
			const directive =
				status === 'skipped' ? ` # SKIP${reason ? ` ${reason}` : ''}` : node.todo ? ' # TODO' : ''
			const error = node.error && `${indent}  error: ${JSON.stringify(node.error.message)}\n`
			const code = node.error?.code ? `${indent}  code: '${node.error.code}'\n` : ''
			const yaml = `${indent}  ---\n${indent}  duration_ms: ${milliseconds(node)}\n${indent}  type: '${kind}'\n${error ?? ''}${code}${indent}  ...\n`
			const result = `${status === 'failed' ? 'not ok' : 'ok'} ${index + 1} - ${name}${directive}`
			return `${indent}# Subtest: ${name}\n${plan}${indent}${result}\n${yaml}`
		})
		.join('')
}

const escaped = (text: string) =>
	text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll('\n', '&#10;')
		// Control characters that no XML may hold.
		.replaceAll(/[^\t\n\r -\ud7ff\ue000-\ufffd]/gu, '')

function junit(files: ReadonlyArray<TestFile>): string {
	const nodes = files.flatMap(({ tests }) => tests)
	const shown = files.map(({ path, tests }) => tests.map((node) => junitNode(node, path, '\t')).join(''))
	const comments = summary('', nodes)
		.trimEnd()
		.split('\n')
		.map((row) => `\t<!--${row} -->\n`)
	return `<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n${shown.join('')}${comments.join('')}</testsuites>\n`
}

function junitNode(node: TestNode, path: string, indent: string): string {
	const { name, children, status, reason, error } = node
	const seconds = (node.duration / 1000).toFixed(6)
	if (children.length > 0 || node.kind === 'suite') {
		const { tests, failed, skipped } = countTests(children)
		const inner = children.map((child) => junitNode(child, path, `${indent}\t`)).join('')
		return `${indent}<testsuite name="${escaped(name)}" time="${seconds}" disabled="0" errors="0" tests="${tests}" failures="${failed}" skipped="${skipped}" hostname="filiere">\n${inner}${indent}</testsuite>\n`
	}
	const head = `${indent}<testcase name="${escaped(name)}" time="${seconds}" classname="test" file="${escaped(path)}"`
	if (status === 'skipped')
		return `${head}>\n${indent}\t<skipped type="skipped" message="${escaped(reason ?? 'true')}"/>\n${indent}</testcase>\n`
	if (status === 'passed') return `${head}/>\n`
	const { message = '', detail = '' } = error ?? {}
	return `${head} failure="${escaped(message)}">\n${indent}\t<failure type="testCodeFailure" message="${escaped(message)}">\n${escaped(detail).replaceAll('&#10;', '\n')}\n${indent}\t</failure>\n${indent}</testcase>\n`
}

/** By the name that `--test-reporter` takes. */
export const REPORTERS: Readonly<Record<string, (files: ReadonlyArray<TestFile>) => string>> = {
	spec,
	tap,
	junit,
}
