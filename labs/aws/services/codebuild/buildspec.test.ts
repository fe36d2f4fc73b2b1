import { expect, test } from 'vitest'
import { parseBuildspec } from './buildspec.ts'

const spec = (...lines: Array<string>) => parseBuildspec(lines.join('\n'))

test('A whole buildspec is read', () => {
	const read = spec(
		'version: 0.2',
		'env:',
		'  variables: { STAGE: prod, COUNT: 3 }',
		'  parameter-store: { URL: /shop/url }',
		'  secrets-manager: { TOKEN: "shop:token" }',
		'  exported-variables: [TAG]',
		'phases:',
		'  install:',
		'    runtime-versions: { nodejs: 22 }',
		'  build:',
		'    on-failure: RETRY-2-timeout',
		'    commands: [npm test, "echo 1"]',
		'    finally: [echo done]',
		'reports:',
		'  unit: { files: "**/*.xml", base-directory: reports, file-format: JunitXml }',
		'artifacts:',
		'  files: ["**/*"]',
		'  base-directory: dist',
		'  discard-paths: yes',
		'  secondary-artifacts:',
		'    site: { files: [index.html], name: site-$TAG }',
	)
	expect(read).toMatchObject({
		version: 0.2,
		variables: { STAGE: 'prod', COUNT: '3' },
		parameterStore: { URL: '/shop/url' },
		secretsManager: { TOKEN: 'shop:token' },
		exportedVariables: ['TAG'],
		runtimes: [['nodejs', '22']],
		reports: [{ name: 'unit', files: ['**/*.xml'], baseDirectory: 'reports', fileFormat: 'JUNITXML' }],
	})
	expect(read.phases).toEqual([
		{ type: 'INSTALL', commands: [], finally: [], onFailure: {} },
		{
			type: 'BUILD',
			commands: ['npm test', 'echo 1'],
			finally: ['echo done'],
			onFailure: { action: 'RETRY', retries: 2, pattern: 'timeout' },
		},
	])
	expect(read.artifacts.map(({ id, discardPaths, name }) => [id, discardPaths, name])).toEqual([
		['', true, undefined],
		['site', false, 'site-$TAG'],
	])
})

test.each([
	[
		['version: 0.2', 'phases:', '  build:', '    commands:', '      - a', '     - b'],
		/^yaml: line 6: column \d+: /,
	],
	[
		['version: 0.2', 'phases:', '  build:', '    commands:', '      - echo a: b'],
		/^Expected Commands\[0\] to be of string type: found subkeys instead/,
	],
	[['version: 3', 'phases: {}'], /^Unsupported buildspec version: 3$/],
	[['version: 0.2'], /^Invalid buildspec at phases: /],
	[['version: 0.2', 'phases:', '  deploy: { commands: [a] }'], /^Invalid buildspec at phases/],
	[['version: 0.2', 'phases: { build: { on-failure: SKIP } }'], /^Invalid on-failure value: SKIP/],
	[['just text'], /^Invalid buildspec at its root/],
])('%j is refused with where and why', (lines, message) => {
	expect(() => spec(...lines)).toThrow(message)
})

test('A small file that grows large by its aliases is refused', () => {
	const level = (name: string, of: string) => `${name}: &${name} [${Array(10).fill(`*${of}`).join()}]`
	expect(() =>
		spec('a: &a [x,x]', level('b', 'a'), level('c', 'b'), level('d', 'c'), level('e', 'd')),
	).toThrow(/^yaml: Excessive alias count/)
	expect(() => spec('#'.repeat(300_000))).toThrow('The buildspec is larger than 16384 bytes')
})
